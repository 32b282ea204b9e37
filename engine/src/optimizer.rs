//! What an optimizer is. Each one is a file in `optimizers/`.

/// How a step changes the parameters by their gradient.
///
/// It is given the whole block at once: one pass over equal slices.
///
/// ```
/// use cornu_engine::Optimizer;
///
/// /// A step of one length for all, by the gradient's sign alone.
/// #[derive(Clone, Copy, Debug)]
/// pub struct SignDescent {
///     pub learning_rate: f32,
/// }
///
/// impl Optimizer for SignDescent {
///     fn moments(&self) -> usize {
///         0
///     }
///
///     fn update(&self, _step: u64, parameters: &mut [f32], d: &[f32], _moments: &mut [f32]) {
///         for (p, d) in parameters.iter_mut().zip(d) {
///             *p -= self.learning_rate * d.signum();
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no optimizer",
    label = "an optimizer is expected here, such as `Adam::default()`, `RMSprop::default()` or `SGD::default()`",
    note = "a type of your own becomes an optimizer by `impl cornu::Optimizer for {Self}`"
)]
pub trait Optimizer {
    /// How many floats it keeps for each parameter from step to step; they start as 0.
    fn moments(&self) -> usize;

    /// Takes a step, the `step`th, counted from 1. `moments` holds the moments one after another, each
    /// as long as the parameters.
    fn update(&self, step: u64, parameters: &mut [f32], d: &[f32], moments: &mut [f32]);
}

/// β^step in f64, since 1 − β^step has few digits left in f32.
pub(crate) fn power(beta: f32, step: u64) -> f64 {
    libm::pow(f64::from(beta), step as f64)
}
