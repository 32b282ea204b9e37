use crate::{
    Optimizer, math,
    optimizer::{faded, power, unless_faded},
    vectorize,
};

/// Adam, of Kingma and Ba, 2014, with Keras's defaults and Keras's place for ε.
///
/// m ← m + (d − m)·(1 − β₁), v ← v + (d² − v)·(1 − β₂),
/// p ← p − α·m / (√v + ε), α = learning rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) at step t
/// (`keras/src/optimizers/adam.py`). A moment that has faded, below 10⁻³⁷ for m and 10⁻³⁵ for v with the defaults,
/// becomes 0: subnormal numbers would slow each update.
///
/// ```
/// use cornu_engine::{Adam, Optimizer};
///
/// let adam = Adam { learning_rate: 0.01, ..Adam::default() };
/// let (mut parameters, mut m, mut v) = ([1.0], [0.0], [0.0]);
/// adam.update(1, &mut parameters, &[5.0], &mut [&mut m, &mut v]);
/// assert!((parameters[0] - 0.99).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// The length of a step; 0.001.
    pub learning_rate: f32,
    /// How much of the mean gradient a step keeps; 0.9.
    pub beta_1: f32,
    /// How much of the mean squared gradient a step keeps; 0.999.
    pub beta_2: f32,
    /// What keeps the quotient finite; 10⁻⁷.
    pub epsilon: f32,
}

impl Adam {
    /// Adam with this learning rate, and Keras's defaults for the rest.
    ///
    /// ```
    /// const OPTIMIZER: cornu_engine::Adam = cornu_engine::Adam::new(0.01);
    /// assert_eq!((OPTIMIZER.learning_rate, OPTIMIZER.beta_2), (0.01, 0.999));
    /// ```
    pub const fn new(learning_rate: f32) -> Self {
        Adam { learning_rate, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 }
    }

    /// The floats kept for each parameter: 2.
    ///
    /// ```
    /// use cornu_engine::Adam;
    ///
    /// assert_eq!(Adam::new(0.01).moments(), 2);
    /// ```
    pub const fn moments(&self) -> usize {
        2
    }
}

impl Default for Adam {
    fn default() -> Self {
        Adam::new(0.001)
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for Adam {
    fn moments(&self) -> usize {
        self.moments()
    }

    fn update(&self, step: u64, parameters: &mut [f32], d: &[f32], moments: &mut [&mut [f32]]) {
        let [m, v] = moments else { return };
        let correction = libm::sqrt(1.0 - power(self.beta_2, step)) / (1.0 - power(self.beta_1, step));
        let rate = (f64::from(self.learning_rate) * correction) as f32;
        let (keep_1, keep_2, epsilon) = (1.0 - self.beta_1, 1.0 - self.beta_2, self.epsilon);
        let (faded_1, faded_2) = (faded(keep_1), faded(keep_2));
        vectorize(parameters.len(), || {
            for (((p, &d), m), v) in parameters.iter_mut().zip(d).zip(m.iter_mut()).zip(v.iter_mut()) {
                *m = unless_faded(*m + (d - *m) * keep_1, faded_1);
                *v = unless_faded(*v + (d * d - *v) * keep_2, faded_2);
                *p -= rate * *m / (math::sqrt(*v) + epsilon);
            }
        });
    }
}
