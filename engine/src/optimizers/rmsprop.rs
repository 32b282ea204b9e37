use crate::{
    Optimizer, math,
    optimizer::{faded, unless_faded},
    vectorize,
};

/// RMSprop, of Tieleman and Hinton, 2012, with Keras's defaults and Keras's place for ε.
///
/// v ← ρ·v + (1 − ρ)·d², p ← p − learning rate · d / √(v + ε)
/// (`keras/src/optimizers/rmsprop.py`). With `centered`, the squared mean gradient is taken off v;
/// with `momentum`, the steps are summed up as in [`SGD`](crate::SGD). A moment that has faded, below 10⁻³⁷ with the
/// defaults, becomes 0: subnormal numbers would slow each update.
///
/// ```
/// use cornu_engine::{Optimizer, RMSprop};
///
/// let (mut parameters, mut v) = ([1.0], [0.0]);
/// RMSprop::new(0.01).update(1, &mut parameters, &[5.0], &mut [&mut v]);
/// assert!((parameters[0] - (1.0 - 0.01 / 0.1_f32.sqrt())).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RMSprop {
    /// The length of a step; 0.001.
    pub learning_rate: f32,
    /// How much of the mean squared gradient a step keeps; 0.9.
    pub rho: f32,
    /// How much of the last step goes on; 0.
    pub momentum: f32,
    /// What keeps the quotient finite; 10⁻⁷.
    pub epsilon: f32,
    /// Whether the gradient is divided by its deviation and not by its size; `false`.
    pub centered: bool,
}

impl RMSprop {
    /// RMSprop with this learning rate, and Keras's defaults for the rest.
    ///
    /// ```
    /// const OPTIMIZER: cornu_engine::RMSprop = cornu_engine::RMSprop::new(0.01);
    /// assert_eq!((OPTIMIZER.learning_rate, OPTIMIZER.rho), (0.01, 0.9));
    /// ```
    pub const fn new(learning_rate: f32) -> Self {
        RMSprop { learning_rate, rho: 0.9, momentum: 0.0, epsilon: 1e-7, centered: false }
    }

    /// The floats kept for each parameter: 1; 2 if centered; 3 with a momentum.
    ///
    /// ```
    /// use cornu_engine::RMSprop;
    ///
    /// assert_eq!(RMSprop::new(0.01).moments(), 1);
    /// assert_eq!(RMSprop { momentum: 0.9, ..RMSprop::new(0.01) }.moments(), 3);
    /// ```
    pub const fn moments(&self) -> usize {
        // Each has its place: an optimizer that is changed on the way must not take one for another.
        if self.momentum > 0.0 {
            3
        } else if self.centered {
            2
        } else {
            1
        }
    }
}

impl Default for RMSprop {
    fn default() -> Self {
        RMSprop::new(0.001)
    }
}

#[diagnostic::do_not_recommend]
impl Optimizer for RMSprop {
    fn moments(&self) -> usize {
        self.moments()
    }

    fn update(&self, _step: u64, parameters: &mut [f32], d: &[f32], moments: &mut [&mut [f32]]) {
        let RMSprop { learning_rate, rho, momentum, epsilon, centered } = *self;
        let Some((v, more)) = moments.split_first_mut() else { return };
        let (mut mean, mut steps) = match more {
            [mean, steps] => (Some(mean), Some(steps)),
            [mean] => (Some(mean), None),
            _ => (None, None),
        };
        if !centered {
            mean = None;
        }
        let (faded_mean, faded_steps) = (faded(1.0 - rho), faded(1.0 - momentum));
        vectorize(
            parameters.len(),
            #[inline(always)]
            || {
                if mean.is_none() && steps.is_none() {
                    for ((p, &d), v) in parameters.iter_mut().zip(d).zip(v.iter_mut()) {
                        *v = unless_faded(rho * *v + (1.0 - rho) * d * d, faded_mean);
                        *p -= learning_rate * d / math::sqrt(*v + epsilon);
                    }
                    return;
                }
                for (place, ((p, &d), v)) in parameters.iter_mut().zip(d).zip(v.iter_mut()).enumerate() {
                    *v = unless_faded(rho * *v + (1.0 - rho) * d * d, faded_mean);
                    let mut size = *v;
                    if let Some(mean) = &mut mean {
                        mean[place] = unless_faded(rho * mean[place] + (1.0 - rho) * d, faded_mean);
                        size -= mean[place] * mean[place];
                    }
                    let mut step = learning_rate * d / math::sqrt(size + epsilon);
                    if let Some(steps) = &mut steps {
                        steps[place] = unless_faded(momentum * steps[place] + step, faded_steps);
                        step = steps[place];
                    }
                    *p -= step;
                }
            },
        );
    }
}
