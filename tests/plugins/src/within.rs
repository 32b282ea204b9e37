use cornu::{Array, Metric, Mode, view_floats};

/// The share of values that are no farther than a tolerance from their targets.
#[derive(Clone, Copy, Debug)]
pub struct Within {
    tolerance: f32,
    near: u64,
    values: u64,
}

impl Within {
    /// With this tolerance.
    pub const fn new(tolerance: f32) -> Self {
        Within { tolerance, near: 0, values: 0 }
    }
}

impl<Output: Array> Metric<Output, Output> for Within {
    fn name(&self) -> &str {
        "within"
    }

    fn update(&mut self, predictions: &[Output], targets: &[Output]) {
        for (p, t) in view_floats(predictions).iter().zip(view_floats(targets)) {
            self.near += u64::from((p - t).abs() <= self.tolerance);
            self.values += 1;
        }
    }

    fn result(&self) -> f32 {
        if self.values == 0 { 0.0 } else { self.near as f32 / self.values as f32 }
    }

    fn reset(&mut self) {
        (self.near, self.values) = (0, 0);
    }

    fn mode(&self) -> Mode {
        Mode::Max
    }
}
