use crate::{
    Backward, Dims, DropoutSettings, Fit, Floats, Forward, Layer, Linear, Random, Setup, Shape, ShapeRule,
    math, parameters, vectorize,
};
use rand::RngExt;
use rand_distr::StandardNormal;

/// In training, multiplies each value by noise around 1: y = x·(1 + √(rate / (1 − rate))·n), with n of mean 0 and
/// variance 1, normal. In inference, y = x, which costs nothing.
///
/// Keras's `GaussianDropout` (`keras/src/layers/regularization/gaussian_dropout.py`), of Srivastava and others,
/// 2014: mean and variance are those of a [`Dropout`](crate::Dropout) with this rate. A rate of 1 would be noise
/// without end; it is taken as a millionth less.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { struct Net < Dense<784, 512, Relu>, GaussianDropout { rate: 0.2 }, Dense<512, 10> >; }
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct GaussianDropout;

parameters! { impl [] GaussianDropout: DropoutSettings {} }

/// The noise's deviation, if there is noise.
#[inline(always)]
fn deviation(rate: f32) -> Option<f32> {
    const MOST: f32 = 1.0 - 1e-6;
    // Comparisons, so that there is no noise where the rate is NaN.
    let rate = if rate > MOST { MOST } else { rate };
    if rate > 0.0 { Some(math::sqrt(rate / (1.0 - rate))) } else { None }
}

impl<In: Shape, S: Setup<Settings = DropoutSettings>> ShapeRule<In, S> for GaussianDropout {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::Ok;
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = DropoutSettings>> Layer<In, S> for GaussianDropout {
    type Activation = Linear;
    const COST: usize = 0;
    const IDENTITY: bool = true;
    /// What each value is multiplied by.
    const TRACE: Floats = Floats::each(In::DIMS.len());
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, _: &mut Random) {}

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        y.copy_from_slice(x);
    }

    #[inline]
    fn forward(&self, pass: Forward<'_>) {
        let Forward { x, y, trace, chance, .. } = pass;
        let Some(deviation) = deviation(S::SETTINGS.rate) else { return y.copy_from_slice(x) };
        let random = &mut chance.random();
        trace.fill_with(|| 1.0 + deviation * random.sample::<f32, _>(StandardNormal));
        multiply(x, trace, y);
    }

    /// dx = dy·noise
    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        let Some(dx) = pass.dx else { return };
        match deviation(S::SETTINGS.rate) {
            Some(_) => multiply(pass.dy, pass.trace, dx),
            None => dx.copy_from_slice(pass.dy),
        }
    }
}

#[inline(always)]
fn multiply(x: &[f32], noise: &[f32], y: &mut [f32]) {
    vectorize(x.len(), || y.iter_mut().zip(x).zip(noise).for_each(|((y, x), noise)| *y = x * noise));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Sequence,
        layers::noise::{check_noise, forward, rate},
        testing::check_training_with,
    };
    use std::{vec, vec::Vec};

    #[test]
    fn noise_has_mean_and_variance_of_a_dropout() {
        fn check<S: Setup<Settings = DropoutSettings>>() {
            let rate = S::SETTINGS.rate;
            let y = forward::<Sequence<1000, 100>, GaussianDropout, S>(&[2.0; 100_000], 1);
            let mean = y.iter().map(|&y| f64::from(y)).sum::<f64>() / 1e5;
            let variance = y.iter().map(|&y| (f64::from(y) - mean).powi(2)).sum::<f64>() / 1e5;
            let want = 4.0 * f64::from(rate / (1.0 - rate));
            // 100,000 draws, five standard deviations.
            assert!((mean - 2.0).abs() < 5.0 * (want / 1e5).sqrt(), "{mean}");
            assert!((variance / want - 1.0).abs() < 5.0 * (2.0_f64 / 1e5).sqrt(), "{variance} of {want}");
        }
        check::<rate!(0.5)>();
        check::<rate!(0.2)>();
    }

    #[test]
    fn the_gradient_is_multiplied_by_the_same_noise() {
        fn check<S: Setup<Settings = DropoutSettings>>() {
            let noise = forward::<Sequence<3, 7>, GaussianDropout, S>(&vec![1.0; 63], 1);
            check_training_with::<Sequence<3, 7>, GaussianDropout, S>(3, |_, x| {
                x.iter().zip(&noise).map(|(x, &noise)| x * f64::from(noise)).collect::<Vec<_>>()
            });
        }
        check::<rate!(0.0)>();
        check::<rate!(0.3)>();
    }

    #[test]
    fn noise_is_only_in_training_and_hangs_on_chance() {
        check_noise::<Sequence<2, 33>, GaussianDropout, rate!(0.5), rate!(0.0)>();
        fn of<S: Setup<Settings = DropoutSettings>>() -> Vec<f32> {
            forward::<Sequence<2, 33>, GaussianDropout, S>(&[3.0; 66], 1)
        }
        // A model with one of these does not compile.
        assert_eq!(of::<rate!(-1.0)>(), [3.0; 66]);
        assert_eq!(of::<rate!(f32::NAN)>(), [3.0; 66]);
        assert!(of::<rate!(1.0)>().iter().all(|y| y.is_finite()));
    }
}
