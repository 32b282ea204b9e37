use cornu::{Optimizer, vectorize};

/// Lion: a step of one length for all, by the sign of a mean of gradients.
///
/// p ← p − α·(sign(β₁·m + (1 − β₁)·d) + λ·p), m ← β₂·m + (1 − β₂)·d. Chen et al., 2023, "Symbolic Discovery of
/// Optimization Algorithms", algorithm 2, with its defaults. It keeps half as much as Adam.
#[derive(Clone, Copy, Debug)]
pub struct Lion {
    /// α, the length of a step; 0.0001.
    pub learning_rate: f32,
    /// β₁, how much of the sign is that of the mean gradient; 0.9.
    pub beta_1: f32,
    /// β₂, how much of the mean gradient a step keeps; 0.99.
    pub beta_2: f32,
    /// λ, how fast parameters decay; 0.
    pub weight_decay: f32,
}

impl Lion {
    /// Lion with this learning rate, and the paper's defaults for the rest.
    pub const fn new(learning_rate: f32) -> Self {
        Lion { learning_rate, beta_1: 0.9, beta_2: 0.99, weight_decay: 0.0 }
    }
}

impl Default for Lion {
    fn default() -> Self {
        Lion::new(1e-4)
    }
}

impl Optimizer for Lion {
    fn moments(&self) -> usize {
        1
    }

    fn update(&self, _step: u64, parameters: &mut [f32], d: &[f32], moments: &mut [&mut [f32]]) {
        let Lion { learning_rate, beta_1, beta_2, weight_decay } = *self;
        let [m] = moments else { return };
        vectorize(parameters.len(), || {
            for ((p, &d), m) in parameters.iter_mut().zip(d).zip(m.iter_mut()) {
                *p -= learning_rate * (sign(beta_1 * *m + (1.0 - beta_1) * d) + weight_decay * *p);
                *m = beta_2 * *m + (1.0 - beta_2) * d;
            }
        });
    }
}

/// −1, 0 or 1; `f32::signum` has no 0, and would move a parameter that has no gradient.
#[inline(always)]
fn sign(x: f32) -> f32 {
    if x == 0.0 { 0.0 } else { x.signum() }
}
