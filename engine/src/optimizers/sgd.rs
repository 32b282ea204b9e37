use crate::{
    Optimizer,
    optimizer::{faded, unless_faded},
    vectorize,
};

/// Gradient descent, with Keras's defaults: p ← p − learning rate · d.
///
/// With a momentum μ, m ← μ·m − learning rate · d and p ← p + m; with `nesterov` as well,
/// p ← p + μ·m − learning rate · d (`keras/src/optimizers/sgd.py`). A moment that has faded, below 10⁻³⁷ with μ = 0.9,
/// becomes 0: subnormal numbers would slow each update.
///
/// ```
/// use cornu_engine::{Optimizer, SGD};
///
/// let mut parameters = [1.0, 2.0];
/// SGD::new(0.1).update(1, &mut parameters, &[1.0, -1.0], &mut []);
/// assert_eq!(parameters, [0.9, 2.1]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SGD {
    /// The length of a step for a gradient of 1; 0.01.
    pub learning_rate: f32,
    /// How much of the last step goes on; 0.
    pub momentum: f32,
    /// Whether the gradient counts once more behind the momentum; `false`.
    pub nesterov: bool,
}

impl SGD {
    /// Plain descent with this learning rate.
    ///
    /// ```
    /// const OPTIMIZER: cornu_engine::SGD = cornu_engine::SGD::new(0.01);
    /// assert_eq!((OPTIMIZER.learning_rate, OPTIMIZER.momentum), (0.01, 0.0));
    /// ```
    pub const fn new(learning_rate: f32) -> Self {
        SGD { learning_rate, momentum: 0.0, nesterov: false }
    }

    /// The floats kept for each parameter: 1 with a momentum, else 0.
    ///
    /// ```
    /// use cornu_engine::SGD;
    ///
    /// assert_eq!(SGD::new(0.01).moments(), 0);
    /// assert_eq!(SGD { momentum: 0.9, ..SGD::new(0.01) }.moments(), 1);
    /// ```
    pub const fn moments(&self) -> usize {
        (self.momentum > 0.0) as usize
    }
}

impl Default for SGD {
    fn default() -> Self {
        SGD::new(0.01)
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for SGD {
    fn moments(&self) -> usize {
        self.moments()
    }

    fn update(&self, _step: u64, parameters: &mut [f32], d: &[f32], moments: &mut [&mut [f32]]) {
        let SGD { learning_rate, momentum, nesterov } = *self;
        let faded = faded(1.0 - momentum);
        vectorize(
            parameters.len(),
            #[inline(always)]
            || {
                if let [m] = moments {
                    for ((p, &d), m) in parameters.iter_mut().zip(d).zip(m.iter_mut()) {
                        *m = unless_faded(momentum * *m - learning_rate * d, faded);
                        *p += if nesterov { momentum * *m - learning_rate * d } else { *m };
                    }
                } else {
                    for (p, &d) in parameters.iter_mut().zip(d) {
                        *p -= learning_rate * d;
                    }
                }
            },
        );
    }
}
