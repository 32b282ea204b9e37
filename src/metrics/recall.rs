use super::{Mean, values};
use crate::{Metric, Mode};
use cornu_engine::Array;

/// The share of the true yeses that are found, true positives / (true positives + false negatives): Keras's `Recall`.
///
/// A prediction above the threshold is a yes, and so is every target but 0; each value of a sample counts by itself.
/// Where there is none it is 0.
///
/// ```
/// use cornu::{metrics::Recall, prelude::*};
///
/// let mut recall = Recall::default();
/// recall.update(&[[0.9], [0.8], [0.1], [0.2]], &[[1.0], [0.0], [1.0], [1.0]]);
/// assert_eq!(Metric::<[f32; 1], _>::result(&recall), 1.0 / 3.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Recall {
    threshold: f32,
    found: Mean,
}

impl Recall {
    /// With a threshold of its own.
    pub const fn new(threshold: f32) -> Self {
        Recall { threshold, found: Mean { sum: 0.0, count: 0 } }
    }
}

/// The threshold is 0.5, as in Keras.
impl Default for Recall {
    fn default() -> Self {
        Recall::new(0.5)
    }
}

#[diagnostic::do_not_recommend]
impl<Output: Array> Metric<Output, Output> for Recall {
    fn name(&self) -> &str {
        "recall"
    }

    fn update(&mut self, predictions: &[Output], targets: &[Output]) {
        let threshold = self.threshold;
        let yeses = values(predictions, targets).filter(|&(_, t)| t != 0.0);
        self.found.add(yeses.map(|(p, _)| f64::from(p > threshold)));
    }

    fn result(&self) -> f32 {
        self.found.result()
    }

    fn reset(&mut self) {
        self.found = Mean::default();
    }

    fn mode(&self) -> Mode {
        Mode::Max
    }
}
