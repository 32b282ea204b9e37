//! What an activation is. Each one is a file in `activations/`.

use crate::{Configurable, Configure, Configured, DefaultsOf, Fit, Setup, vectorize};

/// A function that follows a layer's sums: the last parameter of a layer in `model!`.
///
/// Your own is a type that implements this, and is used by its path; it runs at the speed of a
/// built-in one.
///
/// ```
/// use cornu_engine::{Activation, activation, math};
///
/// /// x · sigmoid(x), of Ramachandran, Zoph and Le, 2017.
/// #[derive(Clone, Copy, Debug)]
/// pub struct Swish;
/// activation! { Swish }
///
/// impl Activation for Swish {
///     const NEEDS_SUMS: bool = true;
///
///     fn apply(values: &mut [f32], _width: usize) {
///         values.iter_mut().for_each(|x| *x *= math::sigmoid(*x));
///     }
///
///     fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
///         for (d, &x) in d.iter_mut().zip(sums) {
///             let s = math::sigmoid(x);
///             *d *= s + x * s * (1.0 - s);
///         }
///     }
/// }
/// ```
///
/// [`activation!`](crate::activation) makes it a layer as well, and has an example with a setting.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation",
    label = "an activation is expected here, such as `Relu`, `Sigmoid`, `Tanh`, `Softmax` or `Linear`",
    note = "a type of your own becomes an activation by `cornu::activation!` and `impl cornu::Activation for {Self}`"
)]
pub trait Activation<S: Setup = DefaultsOf<Self>>: Configurable + 'static {
    /// Whether [`backward`](Activation::backward) reads the sums that went in. Most derivatives can be
    /// written by the outputs alone, which costs no memory.
    const NEEDS_SUMS: bool = false;
    /// Whether it hands on what it takes, as [`Linear`](crate::Linear) does.
    const IS_LINEAR: bool = false;
    /// How wide a row is at least, so that the outputs depend on what comes in: 2 for what is normalised over a row.
    const LEAST_WIDTH: usize = 1;
    /// Whether its settings make sense.
    const CHECK: Fit = Fit::Ok;

    /// Replaces sums by outputs; `width` is the length of a row, over which softmax normalises.
    fn apply(values: &mut [f32], width: usize);

    /// Replaces the gradient with respect to the outputs by the one with respect to the sums.
    /// `sums` is empty unless [`NEEDS_SUMS`](Activation::NEEDS_SUMS).
    fn backward(sums: &[f32], outputs: &[f32], d: &mut [f32], width: usize);
}

#[diagnostic::do_not_recommend]
impl<S: Setup, A: Activation<S> + Configure<S>> Activation for Configured<A, S> {
    const NEEDS_SUMS: bool = A::NEEDS_SUMS;
    const IS_LINEAR: bool = A::IS_LINEAR;
    const LEAST_WIDTH: usize = A::LEAST_WIDTH;
    const CHECK: Fit = <A as Configure<S>>::CHECK;

    #[inline(always)]
    fn apply(values: &mut [f32], width: usize) {
        A::apply(values, width);
    }

    #[inline(always)]
    fn backward(sums: &[f32], outputs: &[f32], d: &mut [f32], width: usize) {
        A::backward(sums, outputs, d, width);
    }
}

/// Makes an activation a layer as well, as Keras's `ReLU` is one beside `"relu"`, and says what may stand in braces
/// behind it.
///
/// ```
/// use cornu_engine::{Activation, Setup, activation, settings};
///
/// settings! {
///     /// What may stand in braces behind a [`Shrink`].
///     pub struct ShrinkSettings {
///         /// What is nearer to 0 than this becomes 0.
///         pub threshold: f32 = 0.5 => (threshold >= 0.0, "at least 0"),
///     }
/// }
///
/// /// 0 for small values; the others as they are.
/// #[derive(Clone, Copy, Debug)]
/// pub struct Shrink;
/// activation! { Shrink: ShrinkSettings }
///
/// impl<S: Setup<Settings = ShrinkSettings>> Activation<S> for Shrink {
///     fn apply(values: &mut [f32], _width: usize) {
///         for x in values.iter_mut().filter(|x| x.abs() <= S::SETTINGS.threshold) {
///             *x = 0.0;
///         }
///     }
///
///     fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
///         for (d, _) in d.iter_mut().zip(outputs).filter(|(_, y)| **y == 0.0) {
///             *d = 0.0;
///         }
///     }
/// }
/// ```
#[macro_export]
macro_rules! activation {
    ($activation:ty) => {
        $crate::parameters! { impl [] $activation {} }
        $crate::activation! { @ layer [] $activation, $crate::DefaultsOf<Self>, Self }
    };
    ($activation:ty: $settings:ty) => {
        $crate::parameters! { impl [] $activation: $settings {} }
        $crate::activation! {
            @ layer [S: $crate::Setup<Settings = $settings>] $activation, S, $crate::Configured<Self, S>
        }
    };
    (@ layer [$($setup:tt)*] $activation:ty, $s:ty, $behind:ty) => {
        impl<In: $crate::Shape, $($setup)*> $crate::ShapeRule<In, $s> for $activation {
            const OUTPUT: $crate::Dims = In::DIMS;
            const FIT: $crate::Fit = $crate::Fit::Ok;
        }

        #[diagnostic::do_not_recommend]
        impl<In: $crate::Shape, $($setup)*> $crate::Layer<In, $s> for $activation {
            type Activation = $behind;
            const STATE: Option<usize> = Some(0);
            $crate::handed_on! {}
        }
    };
}

/// The way forward of an activation that takes each value by itself. A large `f` is an `#[inline(always)] fn`.
#[inline(always)]
pub(crate) fn apply_each(values: &mut [f32], f: impl Fn(f32) -> f32) {
    vectorize(
        values.len(),
        #[inline(always)]
        || {
            for x in values {
                *x = f(*x);
            }
        },
    );
}

/// Its way back: `f` makes of an output and its gradient that of the sum. For one that needs sums,
/// `values` are those, not the outputs.
#[inline(always)]
pub(crate) fn backward_each(values: &[f32], d: &mut [f32], f: impl Fn(f32, f32) -> f32) {
    vectorize(
        d.len(),
        #[inline(always)]
        || {
            for (d, &value) in d.iter_mut().zip(values) {
                *d = f(value, *d);
            }
        },
    );
}

/// Asserts that an activation does what [`Activation`] asks: `apply` against an f64 reference of a row,
/// `backward` against central differences of that reference.
///
/// ```
/// use cornu_engine::{Relu, testing::check_activation};
///
/// check_activation::<Relu>(|x| x.iter().map(|x| x.max(0.0)).collect(), &[-3.0, 0.5, 7.0]);
/// ```
///
/// # Panics
/// With what is wrong, if something is.
#[cfg(any(test, feature = "testing"))]
pub fn check_activation<A: Activation>(reference: fn(&[f64]) -> std::vec::Vec<f64>, inputs: &[f32]) {
    use std::vec::Vec;
    let wide = |values: &[f32]| values.iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
    let width = inputs.len();
    let mut outputs = inputs.to_vec();
    A::apply(&mut outputs, width);
    let want = reference(&wide(inputs));
    // A shorter reference would leave the rest unchecked.
    assert_eq!(outputs.len(), want.len(), "the reference gives an output for each input");
    for (place, (got, want)) in outputs.iter().zip(&want).enumerate() {
        // Four roundings of the last place.
        let most = 4.0 * f64::from(f32::EPSILON) * want.abs().max(1e-30);
        assert!((f64::from(*got) - want).abs() <= most, "{got} and {want} at {place}");
    }
    let d_outputs: Vec<f32> = (0..width).map(|i| 0.3 + 0.7 * (i as f32 * 1.7).sin()).collect();
    let mut d = d_outputs.clone();
    A::backward(if A::NEEDS_SUMS { inputs } else { &[] }, &outputs, &mut d, width);
    for place in 0..width {
        let moved = |by: f64| {
            let mut inputs = wide(inputs);
            inputs[place] += by;
            let outputs = reference(&inputs);
            outputs.iter().zip(&d_outputs).map(|(y, &d)| y * f64::from(d)).sum::<f64>()
        };
        let slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
        // Central differences in f64 are good to about 1e-9, the f32 code to a few roundings.
        assert!((f64::from(d[place]) - slope).abs() <= 1e-6, "{} and {slope} at {place}", d[place]);
    }
    let mut nan = [f32::NAN, 1.0];
    A::apply(&mut nan, 2);
    assert!(nan[0].is_nan(), "NaN must go through");
}
