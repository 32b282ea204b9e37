use crate::{Array, Loss, Sigmoid, math, view_floats};

/// −t·ln p − (1 − t)·ln(1 − p), the mean over a sample's values, with p the model's sigmoid.
///
/// Keras's `BinaryCrossentropy`; targets are 0, 1 or a probability between. That is not checked: with
/// a target below 0 or above 1 the loss has no lower bound, and training makes the logits ever larger,
/// without an error.
///
/// Computed from the logits
/// z as max(z, 0) − z·t + ln(1 + e⁻|ᶻ|), which no logit makes infinite, where Keras cuts p off at
/// 10⁻⁷. The gradient is (p − t).
///
/// ```
/// use cornu::{Block, StepError, Training, prelude::*, training_floats};
///
/// model! { struct Rain < Dense<2, 1, Sigmoid> >; } // `BinaryCrossentropy` asks for `Sigmoid`
///
/// # fn main() -> Result<(), StepError> {
/// let mut memory = [0.0; training_floats::<Rain>(2, 0)];
/// let mut training = Training::new(SGD::new(0.1), BinaryCrossentropy, &mut memory[..]);
/// // With weights of 0 the model says ½ of every sample, and ½ counts as class 0.
/// let outcome = training.evaluate(&Rain::zeroed(), &[[0.2, 0.9], [0.4, 0.1]], &[[1.0], [0.0]])?;
/// assert!((outcome.loss - 2.0 * 2.0_f64.ln()).abs() < 1e-6);
/// assert_eq!(outcome.accuracy, Some(1.0));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct BinaryCrossentropy;

#[diagnostic::do_not_recommend]
impl<Output: Array> Loss<Sigmoid, Output> for BinaryCrossentropy {
    type Target = Output;

    fn evaluate(&self, logits: &mut [f32], targets: &[Output], mut d: Option<&mut [f32]>) -> f64 {
        let share = 1.0 / logits.len() as f32;
        let mut sum = 0.0;
        for (place, (z, &t)) in logits.iter_mut().zip(view_floats(targets)).enumerate() {
            // In f64 the product is exact: where z is large and t nearly 1, the difference keeps nothing else.
            let line = f64::from(z.max(0.0)) - f64::from(*z) * f64::from(t);
            sum += line + f64::from(math::ln_1p(math::exp(-z.abs())));
            *z = math::sigmoid(*z);
            if let Some(d) = &mut d {
                d[place] = share * (*z - t);
            }
        }
        sum / Output::LENGTH as f64
    }

    /// Keras's `BinaryAccuracy`: the share of a sample's values on the right side of ½.
    fn accuracy(&self, predictions: &[f32], targets: &[Output]) -> Option<f64> {
        let right = |(p, t): &(&f32, &f32)| f32::from(**p > 0.5) == **t;
        let count = predictions.iter().zip(view_floats(targets)).filter(right).count();
        Some(count as f64 / Output::LENGTH as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check_loss;

    #[test]
    fn values_and_gradients_are_right() {
        check_loss::<_, Sigmoid, [f32; 2]>(&BinaryCrossentropy, &[[0.0, 1.0], [1.0, 0.3]], |z, t| {
            let one = |z: f64, t: f64| {
                let p = 1.0 / (1.0 + (-z).exp());
                -t * p.ln() - (1.0 - t) * (1.0 - p).ln()
            };
            (one(z[0], t[0].into()) + one(z[1], t[1].into())) / 2.0
        });
    }

    #[test]
    fn the_largest_logits_stay_finite() {
        let mut logits = [1e38, -1e38];
        let value =
            Loss::<Sigmoid, [f32; 1]>::evaluate(&BinaryCrossentropy, &mut logits, &[[1.0], [0.0]], None);
        assert_eq!((value, logits), (0.0, [1.0, 0.0]));
    }

    #[test]
    fn large_logits_do_not_cancel() {
        let nearly = 1.0 - f32::EPSILON / 2.0;
        let value = Loss::<Sigmoid, [f32; 1]>::evaluate(&BinaryCrossentropy, &mut [1e7], &[[nearly]], None);
        assert_eq!(value, 1e7 * f64::from(f32::EPSILON) / 2.0);
    }

    #[test]
    fn one_half_is_the_class_zero() {
        let accuracy = Loss::<Sigmoid, [f32; 2]>::accuracy(&BinaryCrossentropy, &[0.5, 0.6], &[[0.0, 0.0]]);
        assert_eq!(accuracy, Some(0.5));
    }
}
