use crate::{
    Backward, Dims, Fit, Forward, Layer, Linear, Random, Setup, Shape, ShapeRule, parameters, settings,
};
use rand::RngExt;
use rand_distr::StandardNormal;

/// In training, adds noise to each value: y = x + stddev·n, with n of mean 0 and variance 1, normal. In inference,
/// y = x, which costs nothing.
///
/// Keras's `GaussianNoise` (`keras/src/layers/regularization/gaussian_noise.py`). A training's seed makes the
/// noise, another at each step.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { struct Net < Input<4>, GaussianNoise { stddev: 0.2 }, Dense<4, 2> >; }
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct GaussianNoise;

settings! {
    /// What may stand in braces behind a [`GaussianNoise`].
    pub struct GaussianNoiseSettings {
        /// The standard deviation of the noise. Default: 0.1.
        pub stddev: f32 = 0.1 => (stddev >= 0.0 && stddev < f32::INFINITY, "at least 0, and a finite number"),
    }
}

parameters! { impl [] GaussianNoise: GaussianNoiseSettings {} }

impl<In: Shape, S: Setup<Settings = GaussianNoiseSettings>> ShapeRule<In, S> for GaussianNoise {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::Ok;
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = GaussianNoiseSettings>> Layer<In, S> for GaussianNoise {
    type Activation = Linear;
    const COST: usize = 0;
    const IDENTITY: bool = true;
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, _: &mut Random) {}

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        y.copy_from_slice(x);
    }

    #[inline]
    fn forward(&self, pass: Forward<'_>) {
        pass.y.copy_from_slice(pass.x);
        if S::SETTINGS.stddev > 0.0 {
            let random = &mut pass.chance.random();
            pass.y
                .iter_mut()
                .for_each(|y| *y += S::SETTINGS.stddev * random.sample::<f32, _>(StandardNormal));
        }
    }

    /// dx = dy
    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        if let Some(dx) = pass.dx {
            dx.copy_from_slice(pass.dy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        DefaultsOf, Sequence,
        layers::noise::{check_noise, forward},
        setup,
        testing::check_training,
    };
    use std::vec::Vec;

    type Default = DefaultsOf<GaussianNoise>;
    setup! { struct None: GaussianNoiseSettings { stddev: 0.0 } }
    setup! { struct Half: GaussianNoiseSettings { stddev: 0.5 } }

    #[test]
    fn noise_has_its_deviation_and_is_added() {
        let y = forward::<Sequence<1000, 100>, GaussianNoise, Half>(&[3.0; 100_000], 1);
        let mean = y.iter().map(|&y| f64::from(y)).sum::<f64>() / 1e5;
        let moment = |power| y.iter().map(|&y| (f64::from(y) - mean).powi(power)).sum::<f64>() / 1e5;
        // 100,000 draws: each within five of its standard deviations, 0.0016, 0.0011 and, of the fourth moment
        // over the variance squared, √96/316.
        assert!((mean - 3.0).abs() < 0.008, "{mean}");
        assert!((moment(2).sqrt() - 0.5).abs() < 0.0056, "{}", moment(2));
        assert!((moment(4) / moment(2).powi(2) - 3.0).abs() < 0.16, "{}", moment(4));
    }

    #[test]
    fn the_gradient_goes_through() {
        let noise = forward::<Sequence<3, 7>, GaussianNoise, Default>(&[0.0; 63], 1);
        check_training::<Sequence<3, 7>, GaussianNoise>(3, |_, x| {
            x.iter().zip(&noise).map(|(x, &noise)| x + f64::from(noise)).collect::<Vec<_>>()
        });
    }

    #[test]
    fn noise_is_only_in_training_and_hangs_on_chance() {
        check_noise::<Sequence<2, 33>, GaussianNoise, Default, None>();
    }

    #[test]
    fn a_deviation_is_at_least_0() {
        for stddev in [-0.1, f32::NAN, f32::INFINITY] {
            assert!(matches!(GaussianNoiseSettings { stddev }.check(), Fit::Setting { name: "stddev", .. }));
        }
    }
}
