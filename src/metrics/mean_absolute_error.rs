use super::{Mean, values};
use crate::{Metric, Mode};
use cornu_engine::Array;

/// The mean of |p − t| over all values: Keras's `MeanAbsoluteError`.
///
/// ```
/// use cornu::{metrics::MeanAbsoluteError, prelude::*};
///
/// let mut error = MeanAbsoluteError::default();
/// error.update(&[[1.0, 1.0], [0.0, 0.0]], &[[0.0, 1.0], [0.0, 0.0]]);
/// assert_eq!(Metric::<[f32; 2], _>::result(&error), 0.25);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanAbsoluteError {
    mean: Mean,
}

#[diagnostic::do_not_recommend]
impl<Output: Array> Metric<Output, Output> for MeanAbsoluteError {
    fn name(&self) -> &str {
        "mean_absolute_error"
    }

    fn update(&mut self, predictions: &[Output], targets: &[Output]) {
        self.mean.add(values(predictions, targets).map(|(p, t)| f64::from((p - t).abs())));
    }

    fn result(&self) -> f32 {
        self.mean.result()
    }

    fn reset(&mut self) {
        self.mean = Mean::default();
    }

    fn mode(&self) -> Mode {
        Mode::Min
    }
}
