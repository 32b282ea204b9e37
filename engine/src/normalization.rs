use crate::math::sqrt;
use core::fmt;

/// Brings each column of the samples to mean 0 and variance 1: Keras's `Normalization`.
///
/// It is made from the training samples, and is then used on all others: the test samples, and what
/// a device measures. Both arrays are plain fields, so what was found can be written into firmware
/// as a constant.
///
/// ```
/// use cornu_engine::Normalization;
///
/// // Two samples of two columns: degrees and pascals.
/// let normalization = Normalization::adapt(&[[10.0, 99_000.0], [30.0, 101_000.0]])?;
/// assert_eq!(normalization.mean, [20.0, 100_000.0]);
/// assert_eq!(normalization.apply(&[40.0, 100_500.0]), [2.0, 0.5]);
///
/// const ON_THE_DEVICE: Normalization<2> =
///     Normalization { mean: [20.0, 100_000.0], variance: [100.0, 1_000_000.0] };
/// assert_eq!(normalization, ON_THE_DEVICE);
/// # Ok::<(), cornu_engine::AdaptError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normalization<const N: usize> {
    /// The mean of each column, in the column's own unit.
    pub mean: [f32; N],
    /// The variance of each column (the mean of the squared distances from the mean, as in Keras), in
    /// the square of the column's unit.
    pub variance: [f32; N],
}

impl<const N: usize> Normalization<N> {
    /// The mean and variance of each column of the samples, summed in f64.
    ///
    /// ```
    /// use cornu_engine::{AdaptError, Normalization};
    ///
    /// assert_eq!(Normalization::adapt(&[[1.0], [3.0]])?.variance, [1.0]);
    /// assert_eq!(Normalization::<1>::adapt(&[]), Err(AdaptError::NoSamples));
    /// # Ok::<(), AdaptError>(())
    /// ```
    ///
    /// # Errors
    /// If there are no samples, if a value is NaN or infinite, or if a variance is larger than an f32
    /// can be.
    pub fn adapt(samples: &[[f32; N]]) -> Result<Self, AdaptError> {
        if samples.is_empty() {
            return Err(AdaptError::NoSamples);
        }
        let count = samples.len() as f64;
        let mut mean = [0.0_f64; N];
        for (sample, values) in samples.iter().enumerate() {
            for (column, (mean, &value)) in mean.iter_mut().zip(values).enumerate() {
                if !value.is_finite() {
                    return Err(AdaptError::NotFinite { sample, column, value });
                }
                *mean += f64::from(value);
            }
        }
        mean.iter_mut().for_each(|mean| *mean /= count);
        // A second way through the samples: Σx² − (Σx)² would lose the variance of a column that is far
        // from 0.
        let mut variance = [0.0_f64; N];
        for values in samples {
            for ((variance, mean), &value) in variance.iter_mut().zip(&mean).zip(values) {
                let distance = f64::from(value) - mean;
                *variance += distance * distance;
            }
        }
        let variance = variance.map(|variance| (variance / count) as f32);
        match variance.iter().position(|variance| variance.is_infinite()) {
            Some(column) => Err(AdaptError::TooLarge { column }),
            None => Ok(Normalization { mean: mean.map(|mean| mean as f32), variance }),
        }
    }

    /// One sample, normalized: (x − mean) / √variance, of each column.
    ///
    /// A column that never changed is divided by 10⁻⁷, as in Keras: where it has its only value the
    /// result is 0.
    ///
    /// ```
    /// let normalization = cornu_engine::Normalization { mean: [1.0, 7.0], variance: [4.0, 0.0] };
    /// assert_eq!(normalization.apply(&[5.0, 7.0]), [2.0, 0.0]);
    /// ```
    pub fn apply(&self, sample: &[f32; N]) -> [f32; N] {
        let mut normalized = *sample;
        self.apply_all(core::slice::from_mut(&mut normalized));
        normalized
    }

    /// Many samples, each normalized where it stands.
    ///
    /// ```
    /// let mut samples = [[1.0], [3.0]];
    /// cornu_engine::Normalization::adapt(&samples)?.apply_all(&mut samples);
    /// assert_eq!(samples, [[-1.0], [1.0]]);
    /// # Ok::<(), cornu_engine::AdaptError>(())
    /// ```
    pub fn apply_all(&self, samples: &mut [[f32; N]]) {
        // A comparison, not `max`, which would hide a variance that is NaN.
        let at_least = |deviation: f32| if deviation < 1e-7 { 1e-7 } else { deviation };
        let deviation = self.variance.map(|variance| at_least(sqrt(variance)));
        for sample in samples {
            for ((value, mean), deviation) in sample.iter_mut().zip(&self.mean).zip(&deviation) {
                *value = (*value - mean) / deviation;
            }
        }
    }
}

/// Why samples have no mean and variance: see [`Normalization::adapt`] for an example.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum AdaptError {
    /// There are no samples.
    NoSamples,
    /// A value is NaN or infinite.
    NotFinite {
        /// The sample's place, from 0.
        sample: usize,
        /// The value's place in the sample, from 0.
        column: usize,
        /// The value.
        value: f32,
    },
    /// The variance of a column is larger than an f32 can be.
    TooLarge {
        /// The column's place in the sample, from 0.
        column: usize,
    },
}

impl fmt::Display for AdaptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AdaptError::NoSamples => f.write_str(
                "no samples have no mean: give at least one sample, and better all of the training",
            ),
            AdaptError::NotFinite { sample, column, value } => write!(
                f,
                "sample {sample} has {value} in column {column} (the first is 0), expected a finite number: \
                 remove the sample or fill the gap"
            ),
            AdaptError::TooLarge { column } => write!(
                f,
                "the variance of column {column} (the first is 0) is larger than an f32 can be, which is 3.4e38: \
                 give the column in a larger unit"
            ),
        }
    }
}

impl core::error::Error for AdaptError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    #[test]
    fn a_column_far_from_zero_keeps_its_variance() {
        let samples = [[1e6 + 1.0], [1e6 + 2.0], [1e6 + 3.0], [1e6 + 4.0]];
        assert_eq!(Normalization::adapt(&samples), Ok(Normalization { mean: [1e6 + 2.5], variance: [1.25] }));
    }

    #[test]
    fn one_sample_and_constant_columns_become_zeros() {
        let normalization = Normalization::adapt(&[[5.0, -3.0]]).unwrap();
        assert_eq!(normalization.variance, [0.0; 2]);
        assert_eq!(normalization.apply(&[5.0, -3.0]), [0.0; 2]);
        assert_eq!(normalization.apply(&[6.0, -3.0]), [1.0 / 1e-7, 0.0]);
        assert_eq!(Normalization::adapt(&[[]]).unwrap().apply(&[]), [0.0; 0]);
    }

    #[test]
    fn what_is_no_number_stays_none() {
        assert!(Normalization { mean: [0.0], variance: [f32::NAN] }.apply(&[1.0])[0].is_nan());
        assert!(Normalization { mean: [0.0], variance: [1.0] }.apply(&[f32::NAN])[0].is_nan());
    }

    #[test]
    fn bad_samples_are_errors_that_name_the_place() {
        assert!(Normalization::<3>::adapt(&[]).unwrap_err().to_string().contains("at least one sample"));
        let error = Normalization::adapt(&[[1.0, 2.0], [3.0, f32::NAN]]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "sample 1 has NaN in column 1 (the first is 0), expected a finite number: \
             remove the sample or fill the gap"
        );
        assert!(Normalization::adapt(&[[f32::NEG_INFINITY]]).unwrap_err().to_string().contains("-inf"));
        let error = Normalization::adapt(&[[0.0, -3e38], [0.0, 3e38]]).unwrap_err();
        assert_eq!(error, AdaptError::TooLarge { column: 1 });
        assert!(error.to_string().contains("column 1"));
    }
}
