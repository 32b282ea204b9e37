use crate::{
    Backward, Dims, Fit, Floats, Initializer, Layer, Linear, Random, Setup, Shape, ShapeRule, parameters,
    settings,
    sums::{Terms, column_sums, column_sums_scratch},
    vectorize,
};
use core::ops::Range;

/// f(x) = x where x > 0, else alpha·x, with an alpha that is learnt.
///
/// Keras's `PReLU` (`keras/src/layers/activations/prelu.py`), of He, Zhang, Ren and Sun, 2015. As many values as
/// `VALUES` says have an alpha each; the sizes in front share them. So behind an image of 16 channels `PRelu<16>` has
/// one for each channel, which is Keras's `shared_axes=[1, 2]`; with `VALUES` the product of all sizes, each value
/// has its own, which is Keras's default; and `PRelu<1>` has a single one.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Net <
///         Input<28, 28, 1>,
///         Conv2D<1, 16, 3>,
///         PRelu<16> { alpha_initializer: Constant(0.25) },
///         Flatten,
///         Dense<_, 10>
///     >;
/// }
/// ```
///
/// ```
/// use cornu_engine::{Flat, Layer, PRelu};
///
/// let layer = PRelu { alpha: [0.5, 0.1] };
/// let mut y = [f32::NAN; 4];
/// Layer::<Flat<4>>::infer(&layer, &[-2.0, -2.0, 3.0, -1.0], &mut y, &mut []);
/// assert_eq!(y, [-1.0, -0.2, 3.0, -0.1]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct PRelu<const VALUES: usize> {
    /// The slope below 0.
    pub alpha: [f32; VALUES],
}

settings! {
    /// What may stand in braces behind a [`PRelu`].
    pub struct PReluSettings {}
    weights {
        alpha: alpha_initializer = Initializer::Zeros, alpha_regularizer, alpha_constraint, alpha_l1, alpha_l2;
    }
}

parameters! { impl [const VALUES: usize] PRelu<VALUES>: PReluSettings { alpha } }

/// Whether so many values are those of the last sizes, of all of them or of none.
const fn are_last(values: usize, sizes: Dims) -> bool {
    let (mut product, mut axis) = (1, sizes.rank);
    while axis > 0 && product != values {
        axis -= 1;
        product *= sizes.sizes[axis];
    }
    product == values
}

impl<In: Shape, S: Setup<Settings = PReluSettings>, const VALUES: usize> ShapeRule<In, S> for PRelu<VALUES> {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = if are_last(VALUES, In::DIMS) { Fit::Ok } else { Fit::last(VALUES, In::DIMS) };
}

/// dy·x where x is below 0.
struct Gradients<'a> {
    x: &'a [f32],
    dy: &'a [f32],
}

impl Terms<1> for Gradients<'_> {
    #[inline(always)]
    fn add(&self, [sum]: [&mut [f32]; 1], at: Range<usize>) {
        for (sum, (x, dy)) in sum.iter_mut().zip(self.x[at.clone()].iter().zip(&self.dy[at])) {
            *sum += if *x < 0.0 { dy * x } else { 0.0 };
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = PReluSettings>, const VALUES: usize> Layer<In, S> for PRelu<VALUES> {
    type Activation = Linear;
    const COST: usize = In::DIMS.len();
    const SCRATCH: Floats = Floats::once(VALUES + column_sums_scratch(1, VALUES));
    /// A step by itself needs the same alphas as the others.
    const STATE: Option<usize> = if are_last(VALUES, In::DIMS.step()) { Some(0) } else { None };

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.alpha_initializer.write(&mut self.alpha, random);
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                for (y, x) in y.chunks_exact_mut(VALUES).zip(x.chunks_exact(VALUES)) {
                    for ((y, x), alpha) in y.iter_mut().zip(x).zip(&self.alpha) {
                        *y = if *x > 0.0 { *x } else { alpha * x };
                    }
                }
            },
        );
    }

    /// dalpha += Σ dy·x where x < 0; dx = dy where x > 0, alpha·dy where x < 0, and 0 between, as in Keras.
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let Backward { x, dy, dx, scratch, .. } = pass;
        if let Some(d) = d {
            let (sums, scratch) = scratch.split_at_mut(VALUES);
            column_sums(x.len(), VALUES, sums, scratch, &Gradients { x, dy });
            d.alpha.iter_mut().zip(sums).for_each(|(alpha, sum)| *alpha += *sum);
        }
        let Some(dx) = dx else { return };
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                let rows = x.chunks_exact(VALUES).zip(dy.chunks_exact(VALUES));
                for (dx, (x, dy)) in dx.chunks_exact_mut(VALUES).zip(rows) {
                    for ((dx, alpha), (x, dy)) in dx.iter_mut().zip(&self.alpha).zip(x.iter().zip(dy)) {
                        let below = if *x < 0.0 { alpha * dy } else { 0.0 };
                        *dx = if *x <= 0.0 { below } else { *dy };
                    }
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Flat, Image, NonNeg, Sequence, setup, testing::check_layer};

    fn check<In: Shape, const VALUES: usize>() {
        check_layer::<In, PRelu<VALUES>>(|alpha, x| {
            let one = |(place, &x): (usize, &f64)| x.max(0.0) - alpha[place % VALUES] * (-x).max(0.0);
            x.iter().enumerate().map(one).collect()
        });
    }

    #[test]
    fn of_any_shape() {
        check::<Flat<1>, 1>();
        check::<Flat<5>, 5>();
        check::<Flat<70>, 70>();
        check::<Sequence<4, 3>, 12>();
        check::<Image<2, 3, 4>, 24>();
    }

    #[test]
    fn sizes_in_front_are_shared() {
        check::<Sequence<4, 3>, 3>();
        check::<Image<2, 3, 4>, 4>();
        check::<Image<2, 3, 4>, 12>();
        check::<Image<3, 5, 17>, 17>();
        check::<Image<2, 3, 4>, 1>();
        assert_eq!(<PRelu<3> as Layer<Sequence<4, 3>>>::STATE, Some(0));
        assert_eq!(<PRelu<12> as Layer<Sequence<4, 3>>>::STATE, None);
    }

    #[test]
    fn other_sizes_do_not_fit() {
        assert!(matches!(<PRelu<6> as ShapeRule<Image<2, 3, 4>>>::FIT, Fit::Values { takes: 6, .. }));
        assert!(matches!(<PRelu<4> as ShapeRule<Sequence<4, 3>>>::FIT, Fit::Values { takes: 4, .. }));
        assert_eq!(<PRelu<0> as ShapeRule<Flat<3>>>::FIT, Fit::Zero);
    }

    #[test]
    fn the_derivative_at_zero_is_zero() {
        let layer = PRelu { alpha: [0.5] };
        let (mut dx, mut d, mut scratch) = ([f32::NAN], PRelu { alpha: [0.0] }, [0.0; 1000]);
        let pass = Backward {
            x: &[0.0],
            y: &[0.0],
            dy: &[1.0],
            dx: Some(&mut dx),
            trace: &mut [],
            scratch: &mut scratch,
        };
        Layer::<Flat<1>>::backward(&layer, pass, Some(&mut d));
        assert_eq!((dx, d.alpha), ([0.0], [0.0]));
    }

    #[test]
    fn settings_are_followed() {
        setup! {
            struct Set: PReluSettings {
                alpha_initializer: Initializer::Constant(-0.5),
                alpha_l2: 0.5,
                alpha_constraint: NonNeg,
            }
        }
        let mut layer = <PRelu<2>>::zeroed();
        Layer::<Flat<2>, Set>::build(&mut layer, &mut crate::random(7, 0));
        assert_eq!(layer.alpha, [-0.5; 2]);
        assert_eq!(Layer::<Flat<2>, Set>::penalty(&layer), 0.25);
        Layer::<Flat<2>, Set>::constrain(&mut layer);
        assert_eq!(layer.alpha, [0.0; 2]);
    }
}
