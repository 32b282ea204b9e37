//! What a metric is. Each one is a file in `metrics/`.

/// What is measured beside the loss, of models that give `Output`, against targets of the loss: Keras's
/// `keras.metrics.Metric`.
///
/// It sees each batch once, in order, and keeps what it needs: sums, which it allocates at most when it is made.
/// [`Trainer::metric`](crate::Trainer::metric) takes it, and `fit` and `evaluate` ask for it.
///
/// ```
/// use cornu::prelude::*;
///
/// /// The largest error of all.
/// #[derive(Default)]
/// struct MaximumError(f32);
///
/// impl<const N: usize> Metric<[f32; N], [f32; N]> for MaximumError {
///     fn name(&self) -> &str {
///         "maximum_error"
///     }
///
///     fn update(&mut self, predictions: &[[f32; N]], targets: &[[f32; N]]) {
///         for (p, t) in predictions.as_flattened().iter().zip(targets.as_flattened()) {
///             self.0 = self.0.max((p - t).abs());
///         }
///     }
///
///     fn result(&self) -> f32 {
///         self.0
///     }
///
///     fn reset(&mut self) {
///         self.0 = 0.0;
///     }
///
///     fn mode(&self) -> Mode {
///         Mode::Min
///     }
/// }
///
/// let mut error = MaximumError::default();
/// error.update(&[[1.0, 2.0]], &[[1.5, 2.0]]);
/// error.update(&[[3.0, 3.0]], &[[3.0, 1.0]]);
/// assert_eq!(Metric::<[f32; 2], _>::result(&error), 2.0);
/// ```
///
/// It needs neither `std` nor an allocator: [`Training::step_with`](crate::Training::step_with) shows it a
/// batch on a device, too.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no metric for a model that gives `{Output}` and a loss whose targets are `{Target}`",
    label = "a metric that goes with these targets is expected here",
    note = "`TopKCategoricalAccuracy` takes labels, `Class<N>`, or rows, `[f32; N]`; the other metrics take \
            targets of the shape that the model gives",
    note = "a type of your own becomes a metric by `impl cornu::Metric<{Output}, {Target}> for {Self}`"
)]
pub trait Metric<Output, Target>: Send + Sync {
    /// Its name in the history and the progress line: `mean_absolute_error`.
    fn name(&self) -> &str;

    /// Takes in a batch: the model's predictions, and as many targets.
    fn update(&mut self, predictions: &[Output], targets: &[Target]);

    /// What all batches since the last [`reset`](Metric::reset) come to.
    fn result(&self) -> f32;

    /// Forgets all batches: an epoch or an evaluation begins.
    fn reset(&mut self);

    /// Which way is better, for callbacks that watch it; [`Mode::Auto`] says nothing of it.
    fn mode(&self) -> Mode {
        Mode::Auto
    }
}

/// Which way a number gets better: Keras's `mode`.
///
/// ```
/// use cornu::{metrics::{MeanAbsoluteError, Precision}, prelude::*};
///
/// assert_eq!(Metric::<[f32; 1], [f32; 1]>::mode(&MeanAbsoluteError::default()), Mode::Min);
/// assert_eq!(Metric::<[f32; 1], [f32; 1]>::mode(&Precision::default()), Mode::Max);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// As the number itself says: a loss gets better as it falls, an accuracy as it rises, and a metric has
    /// [`Metric::mode`].
    #[default]
    Auto,
    /// It gets better as it falls.
    Min,
    /// It gets better as it rises.
    Max,
}
