use super::{Mean, values};
use crate::{Metric, Mode};
use cornu_engine::Array;

/// The share of the predicted yeses that are right, true / (true + false positives): Keras's `Precision`.
///
/// A prediction above the threshold is a yes, and so is every target but 0; each value of a sample counts by itself.
/// Where none is predicted it is 0.
///
/// ```
/// use cornu::{metrics::Precision, prelude::*};
///
/// let mut precision = Precision::default();
/// precision.update(&[[0.9], [0.8], [0.1], [0.2]], &[[1.0], [0.0], [1.0], [1.0]]);
/// assert_eq!(Metric::<[f32; 1], _>::result(&precision), 0.5);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Precision {
    threshold: f32,
    right: Mean,
}

impl Precision {
    /// With a threshold of its own.
    pub const fn new(threshold: f32) -> Self {
        Precision { threshold, right: Mean { sum: 0.0, count: 0 } }
    }
}

/// The threshold is 0.5, as in Keras.
impl Default for Precision {
    fn default() -> Self {
        Precision::new(0.5)
    }
}

#[diagnostic::do_not_recommend]
impl<Output: Array> Metric<Output, Output> for Precision {
    fn name(&self) -> &str {
        "precision"
    }

    fn update(&mut self, predictions: &[Output], targets: &[Output]) {
        let threshold = self.threshold;
        let positives = values(predictions, targets).filter(|&(p, _)| p > threshold);
        self.right.add(positives.map(|(_, t)| f64::from(t != 0.0)));
    }

    fn result(&self) -> f32 {
        self.right.result()
    }

    fn reset(&mut self) {
        self.right = Mean::default();
    }

    fn mode(&self) -> Mode {
        Mode::Max
    }
}
