use cornu::{Array, Linear, Loss, view_floats};

/// ½e² where the error e = y − t is at most δ, δ·(|e| − ½δ) beyond: outliers pull no harder than δ.
///
/// Huber, 1964, "Robust Estimation of a Location Parameter"; Keras's `Huber`, with the mean over a sample's
/// values and δ = 1. For models that end in `Linear`.
#[derive(Clone, Copy, Debug)]
pub struct Huber {
    /// Where the parabola becomes a line.
    pub delta: f32,
}

impl Default for Huber {
    fn default() -> Self {
        Huber { delta: 1.0 }
    }
}

impl<Output: Array> Loss<Linear, Output> for Huber {
    type Target = Output;

    fn evaluate(&self, logits: &mut [f32], targets: &[Output], d: Option<&mut [f32]>) -> f64 {
        let (delta, targets) = (self.delta, view_floats(targets));
        if let Some(d) = d {
            let share = 1.0 / logits.len() as f32;
            for ((d, y), t) in d.iter_mut().zip(&*logits).zip(targets) {
                *d = share * (y - t).clamp(-delta, delta);
            }
        }
        let loss = |error: f32| {
            let size = error.abs();
            if size <= delta { 0.5 * size * size } else { delta * (size - 0.5 * delta) }
        };
        logits.iter().zip(targets).map(|(y, t)| f64::from(loss(y - t))).sum::<f64>() / Output::LENGTH as f64
    }
}
