use crate::{
    Class, Loss, Softmax,
    activations::{row_maximum, softmax_below},
    class::argmax,
    math,
    sums::{row_sum, total_of_two},
};

/// −Σ tᵢ·ln pᵢ for one-hot targets t (or probabilities), with p the model's softmax.
///
/// Keras's `CategoricalCrossentropy`. Computed from the logits z as Σ tᵢ·(ln Σ eᶻ⁻ᵐ − (zᵢ − m)), with m the largest
/// of them, which no logit makes infinite, where Keras cuts p off at 10⁻⁷. The gradient is p·Σt − t.
/// For labels instead of rows there is [`SparseCategoricalCrossentropy`].
///
/// ```
/// use cornu::{Block, StepError, Training, prelude::*, training_floats};
///
/// model! { struct Irises < Dense<4, 3, Softmax> >; } // `CategoricalCrossentropy` asks for `Softmax`
///
/// # fn main() -> Result<(), StepError> {
/// let mut memory = [0.0; training_floats::<Irises>(1, 0)];
/// let mut training = Training::new(SGD::new(0.1), CategoricalCrossentropy, &mut memory[..]);
/// // With weights of 0 the model gives each class a third.
/// let outcome = training.evaluate(&Irises::zeroed(), &[[5.1, 3.5, 1.4, 0.2]], &[[0.0, 1.0, 0.0]])?;
/// assert!((outcome.loss - 3.0_f64.ln()).abs() < 1e-6);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct CategoricalCrossentropy;

/// [`CategoricalCrossentropy`] for labels: −ln of the probability of the right [`Class`].
///
/// Keras's `SparseCategoricalCrossentropy`.
///
/// ```
/// use cornu::{Block, StepError, Training, prelude::*, training_floats};
///
/// model! { struct Irises < Dense<4, 3, Softmax> >; } // `SparseCategoricalCrossentropy` asks for `Softmax`
///
/// # fn main() -> Result<(), StepError> {
/// let label = Class::<3>::new(1).unwrap();
/// let mut memory = [0.0; training_floats::<Irises>(1, 0)];
/// let mut training = Training::new(SGD::new(0.1), SparseCategoricalCrossentropy, &mut memory[..]);
/// // With weights of 0 the model gives each class a third.
/// let outcome = training.evaluate(&Irises::zeroed(), &[[5.1, 3.5, 1.4, 0.2]], &[label])?;
/// assert!((outcome.loss - 3.0_f64.ln()).abs() < 1e-6);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct SparseCategoricalCrossentropy;

#[diagnostic::do_not_recommend]
impl<const N: usize> Loss<Softmax, [f32; N]> for CategoricalCrossentropy {
    type Target = [f32; N];

    fn evaluate(&self, logits: &mut [f32], targets: &[[f32; N]], mut d: Option<&mut [f32]>) -> f64 {
        let share = 1.0 / targets.len() as f32;
        let mut sum = 0.0;
        for (place, (row, target)) in logits.chunks_exact_mut(N).zip(targets).enumerate() {
            let weight = row_sum(target, |t| t);
            let maximum = row_maximum(row);
            // A target of 0 takes no part, whatever its logit.
            let below = total_of_two(row, target, |z, t| if t == 0.0 { 0.0 } else { t * (z - maximum) });
            sum += f64::from(weight) * f64::from(math::ln(softmax_below(row, maximum))) - below;
            if let Some(d) = &mut d {
                for ((d, p), t) in d[place * N..][..N].iter_mut().zip(&*row).zip(target) {
                    *d = share * (p * weight - t);
                }
            }
        }
        sum
    }

    /// Keras's `CategoricalAccuracy`: the largest probability stands where the target's largest is.
    fn accuracy(&self, predictions: &[f32], targets: &[[f32; N]]) -> Option<f64> {
        let rows = predictions.chunks_exact(N).zip(targets);
        Some(rows.filter(|(p, t)| argmax(p).is_some_and(|p| argmax(*t) == Some(p))).count() as f64)
    }
}

#[diagnostic::do_not_recommend]
impl<const N: usize> Loss<Softmax, [f32; N]> for SparseCategoricalCrossentropy {
    type Target = Class<N>;

    fn evaluate(&self, logits: &mut [f32], targets: &[Class<N>], mut d: Option<&mut [f32]>) -> f64 {
        let share = 1.0 / targets.len() as f32;
        let mut sum = 0.0;
        for (place, (row, target)) in logits.chunks_exact_mut(N).zip(targets).enumerate() {
            let chosen = f64::from(row[target.index()]);
            let maximum = row_maximum(row);
            let below = chosen - f64::from(maximum);
            sum += f64::from(math::ln(softmax_below(row, maximum))) - below;
            if let Some(d) = &mut d {
                let d = &mut d[place * N..][..N];
                d.iter_mut().zip(&*row).for_each(|(d, p)| *d = share * p);
                d[target.index()] -= share;
            }
        }
        sum
    }

    /// Keras's `SparseCategoricalAccuracy`.
    fn accuracy(&self, predictions: &[f32], targets: &[Class<N>]) -> Option<f64> {
        let rows = predictions.chunks_exact(N).zip(targets);
        Some(rows.filter(|(p, t)| argmax(p) == Some(t.index())).count() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::check_loss;

    fn cross_entropy(z: &[f64], t: &[f64]) -> f64 {
        let sum: f64 = z.iter().map(|z| z.exp()).sum();
        z.iter().zip(t).map(|(z, t)| -t * (z.exp() / sum).ln()).sum()
    }

    #[test]
    fn values_and_gradients_are_right() {
        let targets = [[0.0, 1.0, 0.0], [0.5, 0.25, 0.25], [0.2, 0.2, 0.2]];
        check_loss::<_, Softmax, [f32; 3]>(&CategoricalCrossentropy, &targets, |z, t| {
            cross_entropy(z, &t.map(f64::from))
        });
        let labels = [2, 0, 1].map(|label| Class::new(label).unwrap());
        check_loss::<_, Softmax, [f32; 3]>(&SparseCategoricalCrossentropy, &labels, |z, t| {
            cross_entropy(z, &t.one_hot().map(f64::from))
        });
    }

    #[test]
    fn the_largest_logits_stay_finite() {
        let mut logits = [1e38, -1e38];
        let value = CategoricalCrossentropy.evaluate(&mut logits, &[[1.0, 0.0]], None);
        assert_eq!((value, logits), (0.0, [1.0, 0.0]));
    }

    #[test]
    fn large_logits_do_not_cancel() {
        for logit in [1e7, 3e7, 1e38, -3e7] {
            let one = CategoricalCrossentropy.evaluate(&mut [logit; 2], &[[1.0, 0.0]], None);
            let label = Class::<2>::new(1).unwrap();
            let other = SparseCategoricalCrossentropy.evaluate(&mut [logit; 2], &[label], None);
            assert_eq!((one, other), (f64::from(2.0_f32.ln()), f64::from(2.0_f32.ln())));
        }
    }

    #[test]
    fn the_largest_probability_counts() {
        let predictions = [0.1, 0.9, 0.6, 0.4];
        assert_eq!(CategoricalCrossentropy.accuracy(&predictions, &[[0.0, 1.0], [0.0, 1.0]]), Some(1.0));
        let labels: [Class<2>; 2] = [0, 0].map(|label| Class::new(label).unwrap());
        assert_eq!(SparseCategoricalCrossentropy.accuracy(&predictions, &labels), Some(1.0));
    }
}
