//! What a loss is. Each one is a file in `losses/`.

use crate::Array;

/// What training makes small, for models that end in the activation `Head` and give `Output`.
///
/// A loss takes the place of the last activation: it is given the last layer's sums (the logits) and
/// goes back to them in one formula, which is how softmax with cross-entropy stays exact.
/// What a loss says of heads it does not fit is a compile error.
///
/// ```
/// use cornu_engine::*;
///
/// /// The mean absolute error of a model that ends in `Linear`.
/// #[derive(Clone, Copy, Debug)]
/// pub struct MeanAbsoluteError;
///
/// impl<const N: usize> Loss<Linear, [f32; N]> for MeanAbsoluteError {
///     type Target = [f32; N];
///
///     fn evaluate(&self, logits: &mut [f32], targets: &[[f32; N]], d: Option<&mut [f32]>) -> f64 {
///         let targets = view_floats(targets);
///         if let Some(d) = d {
///             let share = 1.0 / logits.len() as f32;
///             for ((d, y), t) in d.iter_mut().zip(&*logits).zip(targets) {
///                 *d = if y > t { share } else { -share };
///             }
///         }
///         logits.iter().zip(targets).map(|(y, t)| f64::from((y - t).abs())).sum::<f64>() / N as f64
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no loss for a model that ends in `{Head}` and gives `{Output}`",
    label = "a loss that goes with `{Head}` is expected here",
    note = "`Softmax` over `[f32; N]` goes with `CategoricalCrossentropy` (one-hot rows) or `SparseCategoricalCrossentropy` (`Class<N>` labels)",
    note = "`Sigmoid` goes with `BinaryCrossentropy`; `Linear` and all others go with `MeanSquaredError`",
    note = "change the loss, or the activation of the model's last layer, as in `Dense<512, 10, Softmax>`",
    note = "a model with several outputs takes as many losses, in their order: `(A, B)`; one with one output takes one"
)]
pub trait Loss<Head, Output: Array> {
    /// The truth for one sample.
    type Target: Copy;

    /// The sum of the samples' losses. Turns the logits into the model's predictions, and writes into
    /// `d` the gradient of the *mean* loss with respect to the logits, if one is asked for.
    ///
    /// In f64, since it has as many terms as a batch has values: a plain sum in f32 of 20 million is off by
    /// several percent.
    fn evaluate(&self, logits: &mut [f32], targets: &[Self::Target], d: Option<&mut [f32]>) -> f64;

    /// How many samples are right (Keras's `accuracy` for this pairing), where that means something.
    fn accuracy(&self, _predictions: &[f32], _targets: &[Self::Target]) -> Option<f64> {
        None
    }
}

/// Asserts that a loss does what [`Loss`] asks: value against an f64 reference of one sample's loss,
/// gradient against central differences of it, and what becomes of the logits and of NaN.
///
/// ```
/// use cornu_engine::{Linear, MeanSquaredError, testing::check_loss};
///
/// check_loss::<_, Linear, _>(&MeanSquaredError, &[[0.5], [-2.0]], |y, t| (y[0] - f64::from(t[0])).powi(2));
/// ```
///
/// # Panics
/// With what is wrong, if something is.
#[cfg(any(test, feature = "testing"))]
pub fn check_loss<L, H, O>(loss: &L, targets: &[L::Target], reference: fn(&[f64], &L::Target) -> f64)
where
    L: Loss<H, O>,
    H: crate::Activation,
    O: Array,
{
    use std::{vec, vec::Vec};
    let n = targets.len();
    // Without any there would be nothing to check, and all of it would pass.
    assert!(n > 0, "a loss is checked on at least one target");
    let logits: Vec<f32> = (0..n * O::LENGTH).map(|i| 2.5 * (i as f32 * 1.3).sin() + 0.1).collect();
    let wide: Vec<f64> = logits.iter().map(|&z| f64::from(z)).collect();
    let total =
        |logits: &[f64]| logits.chunks(O::LENGTH).zip(targets).map(|(z, t)| reference(z, t)).sum::<f64>();
    let (mut predictions, mut d) = (logits.clone(), vec![f32::NAN; logits.len()]);
    let value = loss.evaluate(&mut predictions, targets, Some(&mut d));
    let want = total(&wide);
    assert!((value - want).abs() <= 1e-6 * want.abs(), "{value} and {want}");
    let mut outputs = logits.clone();
    H::apply(&mut outputs, O::DIMS.last());
    for (prediction, output) in predictions.iter().zip(&outputs) {
        assert!((prediction - output).abs() <= 1e-6, "logits become the head's outputs");
    }
    for place in 0..logits.len() {
        let moved = |by: f64| {
            let mut logits = wide.clone();
            logits[place] += by;
            total(&logits)
        };
        let slope = (moved(1e-6) - moved(-1e-6)) / 2e-6 / n as f64;
        assert!((f64::from(d[place]) - slope).abs() <= 1e-6, "{} and {slope} at {place}", d[place]);
    }
    assert_eq!(loss.evaluate(&mut logits.clone(), targets, None), value, "with and without a gradient");
    let mut nan = logits.clone();
    nan[0] = f32::NAN;
    assert!(loss.evaluate(&mut nan, targets, None).is_nan(), "NaN must go through");
}
