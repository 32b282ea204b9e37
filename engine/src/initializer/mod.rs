//! What a layer's weights are before the first step, with Keras's names, defaults and formulas
//! (`keras/src/initializers/random_initializers.py`).

mod fans;
mod orthogonal;

pub use fans::Fans;

use crate::{Array, Dims, Fit, Random, math};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// The start of a parameter. The variance of those with a scale is `scale / n`, with n from the parameter's
/// [`Fans`].
///
/// ```
/// use cornu_engine::{Dims, Initializer, random};
///
/// // Two inputs to three units.
/// let (mut kernel, dims) = ([0.0; 6], Dims::flat(3).times(2));
/// Initializer::GlorotUniform.fill(&mut kernel, dims, &mut random(7, 0));
/// assert!(kernel.iter().all(|weight| weight.abs() <= (6.0_f32 / 5.0).sqrt()));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Initializer {
    /// 0 everywhere.
    Zeros,
    /// 1 everywhere.
    Ones,
    /// The same value everywhere.
    Constant(f32),
    /// Uniform from `minval` to `maxval`; Keras's default is −0.05 to 0.05.
    RandomUniform {
        /// The lower end.
        minval: f32,
        /// The upper end.
        maxval: f32,
    },
    /// Normal; Keras's default standard deviation is 0.05.
    RandomNormal {
        /// The middle.
        mean: f32,
        /// The standard deviation.
        stddev: f32,
    },
    /// Normal, drawn again where it is more than two standard deviations off.
    TruncatedNormal {
        /// The middle.
        mean: f32,
        /// The standard deviation before truncation.
        stddev: f32,
    },
    /// Uniform, scale 1, n the mean of inputs and outputs: Keras's default for kernels.
    GlorotUniform,
    /// Truncated normal, scale 1, n the mean of inputs and outputs.
    GlorotNormal,
    /// Uniform, scale 2, n the inputs: for ReLU.
    HeUniform,
    /// Truncated normal, scale 2, n the inputs: for ReLU.
    HeNormal,
    /// Uniform, scale 1, n the inputs.
    LecunUniform,
    /// Truncated normal, scale 1, n the inputs.
    LecunNormal,
    /// A matrix whose columns have length 1 and stand at right angles; or its rows, if there are fewer of them.
    ///
    /// Keras's `Orthogonal` with its default gain, 1 (Saxe, McClelland and Ganguli, 2014). More than two sizes are
    /// taken as a matrix of the last and the product of the others, as in Keras; a vector, which Keras
    /// refuses, as one row.
    Orthogonal,
    /// [`Orthogonal`](Initializer::Orthogonal), times a gain: Keras's `Orthogonal(gain)`.
    ScaledOrthogonal {
        /// What each value is multiplied by.
        gain: f32,
    },
    /// 1 on the diagonal of a matrix, and 0 beside it, so that a layer starts by passing its inputs on.
    ///
    /// Keras's `Identity` with its default gain, 1. Keras refuses what has not two sizes; here it is taken as
    /// a matrix as for [`Orthogonal`](Initializer::Orthogonal).
    Identity,
    /// [`Identity`](Initializer::Identity), times a gain: Keras's `Identity(gain)`.
    ScaledIdentity {
        /// What each value is multiplied by.
        gain: f32,
    },
    /// Your own: it is given the parameter, its sizes and the layer's random generator. [`Fans`] has an example.
    Custom(fn(&mut [f32], Dims, &mut Random)),
}

impl Initializer {
    /// Whether its numbers make sense, as a setting of whatever name.
    #[doc(hidden)]
    pub const fn check(&self) -> Fit {
        let must = match *self {
            Initializer::Constant(value) if !value.is_finite() => "a finite constant",
            Initializer::RandomUniform { minval, maxval }
                if !(minval <= maxval && (maxval - minval).is_finite()) =>
            {
                "uniform from a finite `minval` to a `maxval` that is no smaller"
            }
            Initializer::RandomNormal { mean, stddev } | Initializer::TruncatedNormal { mean, stddev }
                if !(mean.is_finite() && stddev >= 0.0 && stddev.is_finite()) =>
            {
                "of a finite `mean`, and of a `stddev` that is at least 0"
            }
            Initializer::ScaledOrthogonal { gain } | Initializer::ScaledIdentity { gain }
                if !gain.is_finite() =>
            {
                "of a finite `gain`"
            }
            _ => return Fit::Ok,
        };
        Fit::Setting { name: "", must }
    }

    /// Writes the start of a parameter, whose type says its sizes.
    ///
    /// ```
    /// use cornu_engine::{Initializer, random};
    ///
    /// let mut kernel = [[0.0; 3]; 2];
    /// Initializer::GlorotUniform.write(&mut kernel, &mut random(7, 0));
    /// assert!(kernel.iter().flatten().all(|weight| weight.abs() <= (6.0_f32 / 5.0).sqrt()));
    /// ```
    pub fn write<P: Array>(self, parameter: &mut P, random: &mut Random) {
        self.fill(parameter.floats_mut(), P::DIMS, random);
    }

    /// Writes the start of a parameter with the sizes `dims` into `values`, of which there are `dims.len()`: see
    /// [`Initializer`] for an example.
    pub fn fill(self, values: &mut [f32], dims: Dims, random: &mut Random) {
        let fans = Fans::of(dims);
        let mean_fan = (fans.inputs + fans.outputs) as f32 / 2.0;
        let inputs = fans.inputs as f32;
        match self {
            Initializer::Zeros => values.fill(0.0),
            Initializer::Ones => values.fill(1.0),
            Initializer::Constant(value) => values.fill(value),
            Initializer::RandomUniform { minval, maxval } => each(values, || uniform(minval, maxval, random)),
            Initializer::RandomNormal { mean, stddev } => {
                each(values, || mean + stddev * random.sample::<f32, _>(StandardNormal));
            }
            Initializer::TruncatedNormal { mean, stddev } => {
                each(values, || mean + stddev * truncated_normal(random));
            }
            Initializer::GlorotUniform => scaled_uniform(values, 1.0 / mean_fan, random),
            Initializer::GlorotNormal => scaled_normal(values, 1.0 / mean_fan, random),
            Initializer::HeUniform => scaled_uniform(values, 2.0 / inputs, random),
            Initializer::HeNormal => scaled_normal(values, 2.0 / inputs, random),
            Initializer::LecunUniform => scaled_uniform(values, 1.0 / inputs, random),
            Initializer::LecunNormal => scaled_normal(values, 1.0 / inputs, random),
            Initializer::Orthogonal => orthogonal(values, dims, random),
            Initializer::ScaledOrthogonal { gain } => {
                orthogonal(values, dims, random);
                values.iter_mut().for_each(|value| *value *= gain);
            }
            Initializer::Identity => diagonal(values, dims, 1.0),
            Initializer::ScaledIdentity { gain } => diagonal(values, dims, gain),
            Initializer::Custom(fill) => fill(values, dims, random),
        }
    }
}

fn each(values: &mut [f32], mut draw: impl FnMut() -> f32) {
    values.fill_with(&mut draw);
}

fn uniform(low: f32, high: f32, random: &mut impl Rng) -> f32 {
    low + (high - low) * random.random::<f32>()
}

/// A standard normal number, drawn again until it is within 2.
fn truncated_normal(random: &mut impl Rng) -> f32 {
    loop {
        let draw: f32 = random.sample(StandardNormal);
        if draw.abs() <= 2.0 {
            return draw;
        }
    }
}

/// Uniform with the given variance.
fn scaled_uniform(values: &mut [f32], variance: f32, random: &mut impl Rng) {
    let limit = math::sqrt(3.0 * variance);
    each(values, || uniform(-limit, limit, random));
}

/// Truncated normal with the given variance after truncation.
fn scaled_normal(values: &mut [f32], variance: f32, random: &mut impl Rng) {
    // The standard deviation of a standard normal that is cut off at ±2.
    const TRUNCATED_DEVIATION: f32 = 0.879_625_6;
    let deviation = math::sqrt(variance) / TRUNCATED_DEVIATION;
    each(values, || deviation * truncated_normal(random));
}

/// The Q of a matrix of normal draws.
fn orthogonal(values: &mut [f32], dims: Dims, random: &mut impl Rng) {
    each(values, || random.sample(StandardNormal));
    orthogonal::orthonormalize(values, dims.last());
}

/// The same value along the diagonal, as far as there is one; 0 beside it.
fn diagonal(values: &mut [f32], dims: Dims, value: f32) {
    values.fill(0.0);
    values.iter_mut().step_by(dims.last() + 1).take(dims.last()).for_each(|place| *place = value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use std::{vec, vec::Vec};

    fn draw(initializer: Initializer) -> Vec<f32> {
        let mut values = vec![f32::NAN; 300 * 200];
        initializer.fill(&mut values, Dims::sequence(300, 200), &mut random(7, 0));
        values
    }

    fn mean_and_deviation(values: &[f32]) -> (f64, f64) {
        let n = values.len() as f64;
        let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / n;
        (mean, (values.iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / n).sqrt())
    }

    #[test]
    fn the_scaled_ones_have_keras_variance() {
        for (initializer, variance, bound) in [
            (Initializer::GlorotUniform, 1.0 / 250.0, 3.0f64.sqrt()),
            (Initializer::GlorotNormal, 1.0 / 250.0, 2.0 / 0.8796),
            (Initializer::HeUniform, 2.0 / 300.0, 3.0f64.sqrt()),
            (Initializer::HeNormal, 2.0 / 300.0, 2.0 / 0.8796),
            (Initializer::LecunUniform, 1.0 / 300.0, 3.0f64.sqrt()),
            (Initializer::LecunNormal, 1.0 / 300.0, 2.0 / 0.8796),
        ] {
            let values = draw(initializer);
            let deviation = f64::sqrt(variance);
            let (mean, measured) = mean_and_deviation(&values);
            // 60,000 draws: the mean is within 5 σ/√60,000, the deviation within 2 %.
            assert!(mean.abs() < 5.0 * deviation / 60_000f64.sqrt(), "{initializer:?}: mean {mean}");
            assert!((measured / deviation - 1.0).abs() < 0.02, "{initializer:?}: {measured} of {deviation}");
            let largest = values.iter().fold(0.0f64, |a, &v| a.max(f64::from(v.abs())));
            assert!(largest <= 1.001 * bound * deviation && largest > 0.99 * bound * deviation);
        }
    }

    #[test]
    fn the_plain_ones_are_what_they_say() {
        assert!(draw(Initializer::Zeros).iter().all(|&v| v == 0.0));
        assert!(draw(Initializer::Ones).iter().all(|&v| v == 1.0));
        assert!(draw(Initializer::Constant(0.5)).iter().all(|&v| v == 0.5));
        assert!(
            draw(Initializer::Custom(|v, dims, _| v.fill(dims.sizes[0] as f32))).iter().all(|&v| v == 300.0)
        );
        let values = draw(Initializer::RandomUniform { minval: -0.05, maxval: 0.05 });
        assert!(values.iter().all(|v| (-0.05..=0.05).contains(v)));
        let (mean, deviation) =
            mean_and_deviation(&draw(Initializer::RandomNormal { mean: 1.0, stddev: 0.05 }));
        assert!((mean - 1.0).abs() < 0.002 && (deviation - 0.05).abs() < 0.001);
        let values = draw(Initializer::TruncatedNormal { mean: 0.0, stddev: 0.05 });
        assert!(values.iter().all(|v| v.abs() <= 0.1));
    }

    #[test]
    fn the_identity_is_a_diagonal() {
        let identity = |initializer: Initializer, dims: Dims| {
            let mut values = vec![f32::NAN; dims.len()];
            initializer.fill(&mut values, dims, &mut random(7, 0));
            values
        };
        assert_eq!(identity(Initializer::Identity, Dims::sequence(2, 2)), [1.0, 0.0, 0.0, 1.0]);
        let tall = identity(Initializer::ScaledIdentity { gain: 3.0 }, Dims::sequence(3, 2));
        assert_eq!(tall, [3.0, 0.0, 0.0, 3.0, 0.0, 0.0]);
        let wide = identity(Initializer::ScaledIdentity { gain: 0.5 }, Dims::sequence(2, 3));
        assert_eq!(wide, [0.5, 0.0, 0.0, 0.0, 0.5, 0.0]);
        assert_eq!(identity(Initializer::Identity, Dims::flat(3)), [1.0, 0.0, 0.0]);
        assert_eq!(identity(Initializer::Identity, Dims::image(2, 1, 2)), [1.0, 0.0, 0.0, 1.0]);
        assert_eq!(identity(Initializer::Identity, Dims::SCALAR), [1.0]);
    }

    #[test]
    fn a_seed_gives_the_same_weights() {
        assert_eq!(draw(Initializer::HeNormal), draw(Initializer::HeNormal));
    }
}
