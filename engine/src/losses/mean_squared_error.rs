use crate::{Activation, Array, Loss, sums::total_of_two, vectorize, view_blocks_mut, view_floats};

/// The mean of (y − t)² over a sample's values. Keras's `MeanSquaredError`; goes with any head.
///
/// ```
/// use cornu::{Block, StepError, Training, prelude::*, training_floats};
///
/// model! { struct Line < Dense<1, 1> >; } // ends in `Linear`
///
/// # fn main() -> Result<(), StepError> {
/// let mut memory = [0.0; training_floats::<Line>(2, 0)];
/// let mut training = Training::new(SGD::new(0.1), MeanSquaredError, &mut memory[..]);
/// // With weights of 0 the model says 0 twice, where the truth is 1 and 3.
/// let outcome = training.evaluate(&Line::zeroed(), &[[0.0], [1.0]], &[[1.0], [3.0]])?;
/// assert_eq!(outcome.loss, 1.0 + 9.0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct MeanSquaredError;

#[diagnostic::do_not_recommend]
impl<Head: Activation, Output: Array> Loss<Head, Output> for MeanSquaredError {
    type Target = Output;

    fn evaluate(&self, logits: &mut [f32], targets: &[Output], d: Option<&mut [f32]>) -> f64 {
        let targets = view_floats(targets);
        let width = Output::DIMS.last();
        let share = 2.0 / logits.len() as f32;
        let start = |d: &mut [f32], outputs: &[f32], targets: &[f32]| {
            for ((d, y), t) in d.iter_mut().zip(outputs).zip(targets) {
                *d = share * (y - t);
            }
        };
        match d {
            None => Head::apply(logits, width),
            Some(d) if Head::NEEDS_SUMS => {
                // The outputs overwrite the sums: each sample's are kept aside for the moment.
                for ((outputs, d), targets) in view_blocks_mut::<Output>(logits)
                    .iter_mut()
                    .zip(d.chunks_exact_mut(Output::LENGTH))
                    .zip(targets.chunks_exact(Output::LENGTH))
                {
                    let outputs = outputs.floats_mut();
                    let mut sums = Output::zeroed();
                    sums.floats_mut().copy_from_slice(outputs);
                    Head::apply(outputs, width);
                    start(d, outputs, targets);
                    Head::backward(sums.floats(), outputs, d, width);
                }
            }
            Some(d) => {
                Head::apply(logits, width);
                start(d, logits, targets);
                Head::backward(&[], logits, d, width);
            }
        }
        let squares = vectorize(
            logits.len(),
            #[inline(always)]
            || total_of_two(logits, targets, |y, t| (y - t) * (y - t)),
        );
        squares / Output::LENGTH as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Linear, Sigmoid, activation, loss::check_loss};

    const TARGETS: [[f32; 2]; 3] = [[0.5, -1.0], [0.0, 2.0], [1.0, 0.25]];

    fn squares(outputs: impl Iterator<Item = f64>, target: &[f32; 2]) -> f64 {
        outputs.zip(target).map(|(y, &t)| (y - f64::from(t)).powi(2)).sum::<f64>() / 2.0
    }

    #[test]
    fn values_and_gradients_are_right() {
        check_loss::<_, Linear, _>(&MeanSquaredError, &TARGETS, |z, t| squares(z.iter().copied(), t));
        check_loss::<_, Sigmoid, _>(&MeanSquaredError, &TARGETS, |z, t| {
            squares(z.iter().map(|z| 1.0 / (1.0 + (-z).exp())), t)
        });
    }

    #[test]
    fn many_values_are_added_up_to_a_few_roundings() {
        // As large as 8 images of 256 × 256 × 3: a plain sum in f32 is off by 0.1 %.
        const LENGTH: usize = 8 * 256 * 256 * 3;
        let (mut outputs, targets) = (std::vec![0.7; LENGTH], std::vec![[0.0]; LENGTH]);
        let loss = Loss::<Linear, [f32; 1]>::evaluate(&MeanSquaredError, &mut outputs, &targets, None);
        // The square is rounded, and so are the 19 additions of a block, all the same way for equal terms.
        let want = LENGTH as f64 * f64::from(0.7_f32).powi(2);
        assert!((loss / want - 1.0).abs() < 6e-7, "{loss} and {want}");
    }

    #[test]
    fn a_head_that_needs_its_sums_gets_them() {
        struct Square;
        activation! { Square }
        impl Activation for Square {
            const NEEDS_SUMS: bool = true;
            fn apply(values: &mut [f32], _: usize) {
                values.iter_mut().for_each(|x| *x *= *x);
            }
            fn backward(sums: &[f32], _: &[f32], d: &mut [f32], _: usize) {
                d.iter_mut().zip(sums).for_each(|(d, x)| *d *= 2.0 * x);
            }
        }
        check_loss::<_, Square, _>(&MeanSquaredError, &TARGETS, |z, t| squares(z.iter().map(|z| z * z), t));
    }
}
