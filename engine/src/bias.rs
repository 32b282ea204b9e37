//! Whether a layer has a bias. It changes the layer's parameters, so it is a part of its type; in `model!`
//! one writes `{ use_bias: false }`.

use crate::{
    Array, Block,
    sums::{Values, add_down},
};
use core::fmt::Debug;

/// [`Bias`] or [`NoBias`]: the last parameter of a layer's type.
///
/// ```
/// use cornu_engine::{BiasTerm, Block, NoBias};
///
/// assert_eq!(<<NoBias as BiasTerm>::Of<[f32; 10]>>::LENGTH, 0);
/// ```
pub trait BiasTerm: 'static {
    /// What holds the bias, where it would be a `T`.
    type Of<T: Array + Debug>: Array + Debug;
}

/// A layer has a bias: Keras's default. See [`BiasTerm`] for an example.
#[derive(Clone, Copy, Debug)]
pub struct Bias;

/// A layer has no bias: see [`BiasTerm`] for an example.
#[derive(Clone, Copy, Debug)]
pub struct NoBias;

impl BiasTerm for Bias {
    type Of<T: Array + Debug> = T;
}

impl BiasTerm for NoBias {
    type Of<T: Array + Debug> = [f32; 0];
}

/// Lets the setting `use_bias` choose the last parameter of a layer's type: the variant 1 has no bias.
/// `use_bias! { impl [const N: usize, A: 'static] MyLayer<N, A>: MySettings }`, or with `, and check` behind it, which
/// is asked of the settings once they make sense by themselves.
macro_rules! use_bias {
    (impl [$($generics:tt)*] $layer:ident<$($argument:ident),* $(,)?>: $settings:ty $(, and $check:path)?) => {
        #[diagnostic::do_not_recommend]
        impl<S: $crate::Setup<Settings = $settings>, $($generics)*, B: $crate::BiasTerm> $crate::Configure<S>
            for $layer<$($argument),*, B>
        {
            const CHECK: $crate::Fit = <$settings as $crate::CheckSettings<S>>::CHECK$(.and($check(&S::SETTINGS)))?;
            const VARIANT: usize = if S::SETTINGS.use_bias { 0 } else { 1 };
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*, B: $crate::BiasTerm> $crate::Variant<0> for $layer<$($argument),*, B> {
            type Layer = Self;
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*, B: $crate::BiasTerm> $crate::Variant<1> for $layer<$($argument),*, B> {
            type Layer = $layer<$($argument),*, $crate::NoBias>;
        }
    };
}
pub(crate) use use_bias;

/// Writes the bias, which may have no floats, into each row of `width` sums.
#[inline(always)]
pub(crate) fn start_rows(sums: &mut [f32], bias: &impl Block, width: usize) {
    let bias = bias.floats();
    if bias.is_empty() {
        sums.fill(0.0);
    } else {
        sums.chunks_exact_mut(width).for_each(|row| row.copy_from_slice(bias));
    }
}

/// Adds each row of `width` gradients to that of the bias, if there is one.
#[inline(always)]
pub(crate) fn add_rows(d: &mut impl Block, dy: &[f32], width: usize) {
    let d = d.floats_mut();
    if !d.is_empty() {
        add_down(dy.len() / width, [d], &Values { values: dy, width });
    }
}
