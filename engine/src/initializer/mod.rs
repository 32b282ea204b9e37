//! What a layer's weights are before the first step, with Keras's names, defaults and formulas
//! (`keras/src/initializers/random_initializers.py`).

use crate::{Random, math};
use rand::{Rng, RngExt};
use rand_distr::StandardNormal;

/// How many inputs a weight's sum has, and how many sums an input goes into.
///
/// ```
/// use cornu_engine::{Fans, Initializer, Random, random};
///
/// /// Each unit starts as the mean of its inputs.
/// fn mean(kernel: &mut [f32], fans: Fans, _: &mut Random) {
///     kernel.fill(1.0 / fans.inputs as f32);
/// }
///
/// let mut kernel = [0.0; 8];
/// Initializer::Custom(mean).fill(&mut kernel, Fans { inputs: 4, outputs: 2 }, &mut random(7, 0));
/// assert_eq!(kernel, [0.25; 8]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fans {
    /// The inputs of one unit.
    pub inputs: usize,
    /// The units that one input goes to.
    pub outputs: usize,
}

/// The start of a parameter. The variance of the scaled ones is `scale / n`.
///
/// ```
/// use cornu_engine::{Fans, Initializer, random};
///
/// let mut kernel = [0.0; 6];
/// Initializer::GlorotUniform.fill(&mut kernel, Fans { inputs: 2, outputs: 3 }, &mut random(7, 0));
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
    /// Uniform from `low` to `high`; Keras's default is −0.05 to 0.05.
    RandomUniform {
        /// The lower end.
        low: f32,
        /// The upper end.
        high: f32,
    },
    /// Normal; Keras's default standard deviation is 0.05.
    RandomNormal {
        /// The middle.
        mean: f32,
        /// The standard deviation.
        deviation: f32,
    },
    /// Normal, drawn again where it is more than two standard deviations off.
    TruncatedNormal {
        /// The middle.
        mean: f32,
        /// The standard deviation before truncation.
        deviation: f32,
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
    /// Your own: it is given the parameter, its fans and the layer's random generator.
    Custom(fn(&mut [f32], Fans, &mut Random)),
}

impl Initializer {
    /// Writes the start of a parameter into `values`: see [`Initializer`] for an example.
    pub fn fill(self, values: &mut [f32], fans: Fans, random: &mut Random) {
        let mean_fan = (fans.inputs + fans.outputs) as f32 / 2.0;
        let inputs = fans.inputs as f32;
        match self {
            Initializer::Zeros => values.fill(0.0),
            Initializer::Ones => values.fill(1.0),
            Initializer::Constant(value) => values.fill(value),
            Initializer::RandomUniform { low, high } => each(values, || uniform(low, high, random)),
            Initializer::RandomNormal { mean, deviation } => {
                each(values, || mean + deviation * random.sample::<f32, _>(StandardNormal));
            }
            Initializer::TruncatedNormal { mean, deviation } => {
                each(values, || mean + deviation * truncated_normal(random));
            }
            Initializer::GlorotUniform => scaled_uniform(values, 1.0 / mean_fan, random),
            Initializer::GlorotNormal => scaled_normal(values, 1.0 / mean_fan, random),
            Initializer::HeUniform => scaled_uniform(values, 2.0 / inputs, random),
            Initializer::HeNormal => scaled_normal(values, 2.0 / inputs, random),
            Initializer::LecunUniform => scaled_uniform(values, 1.0 / inputs, random),
            Initializer::LecunNormal => scaled_normal(values, 1.0 / inputs, random),
            Initializer::Custom(fill) => fill(values, fans, random),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random;
    use std::{vec, vec::Vec};

    fn draw(initializer: Initializer) -> Vec<f32> {
        let mut values = vec![f32::NAN; 300 * 200];
        initializer.fill(&mut values, Fans { inputs: 300, outputs: 200 }, &mut random(7, 0));
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
            draw(Initializer::Custom(|v, fans, _| v.fill(fans.inputs as f32))).iter().all(|&v| v == 300.0)
        );
        let values = draw(Initializer::RandomUniform { low: -0.05, high: 0.05 });
        assert!(values.iter().all(|v| (-0.05..=0.05).contains(v)));
        let (mean, deviation) =
            mean_and_deviation(&draw(Initializer::RandomNormal { mean: 1.0, deviation: 0.05 }));
        assert!((mean - 1.0).abs() < 0.002 && (deviation - 0.05).abs() < 0.001);
        let values = draw(Initializer::TruncatedNormal { mean: 0.0, deviation: 0.05 });
        assert!(values.iter().all(|v| v.abs() <= 0.1));
    }

    #[test]
    fn a_seed_gives_the_same_weights() {
        assert_eq!(draw(Initializer::HeNormal), draw(Initializer::HeNormal));
    }
}
