use super::{Mean, values};
use crate::{Metric, Mode};
use cornu_engine::{Array, math};

/// The root of the mean of (p − t)² over all values: Keras's `RootMeanSquaredError`.
///
/// It is the root of an epoch's mean, not the mean of the batches' roots.
///
/// ```
/// use cornu::{metrics::RootMeanSquaredError, prelude::*};
///
/// let mut error = RootMeanSquaredError::default();
/// error.update(&[[1.0, 1.0], [0.0, 0.0]], &[[0.0, 1.0], [0.0, 0.0]]);
/// assert_eq!(Metric::<[f32; 2], _>::result(&error), 0.5);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RootMeanSquaredError {
    squares: Mean,
}

#[diagnostic::do_not_recommend]
impl<Output: Array> Metric<Output, Output> for RootMeanSquaredError {
    fn name(&self) -> &str {
        "root_mean_squared_error"
    }

    fn update(&mut self, predictions: &[Output], targets: &[Output]) {
        self.squares.add(values(predictions, targets).map(|(p, t)| f64::from(p - t) * f64::from(p - t)));
    }

    fn result(&self) -> f32 {
        math::sqrt(self.squares.result())
    }

    fn reset(&mut self) {
        self.squares = Mean::default();
    }

    fn mode(&self) -> Mode {
        Mode::Min
    }
}
