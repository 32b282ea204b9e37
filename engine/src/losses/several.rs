use crate::{Array, Block, Loss};

/// The outputs of a model with several: a struct that `model!` writes.
#[diagnostic::on_unimplemented(
    message = "this model has one output, and is given several losses",
    label = "several outputs are expected here",
    note = "give one loss, such as `MeanSquaredError`"
)]
pub trait Outputs: Array {
    /// The types of the outputs, as a tuple.
    type Parts;
}

/// How much one of several losses counts; Keras's `loss_weights`.
///
/// ```
/// use cornu_engine::{Linear, Loss, MeanSquaredError, Weighted};
///
/// let loss = Weighted(0.25, MeanSquaredError);
/// assert_eq!(Loss::<Linear, [f32; 1]>::evaluate(&loss, &mut [3.0], &[[1.0]], None), 1.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Weighted<L>(pub f32, pub L);

#[diagnostic::do_not_recommend]
impl<Head, Output: Array, L: Loss<Head, Output>> Loss<Head, Output> for Weighted<L> {
    type Target = L::Target;

    fn evaluate(&self, logits: &mut [f32], targets: &[L::Target], d: Option<&mut [f32]>) -> f64 {
        match d {
            None => f64::from(self.0) * self.1.evaluate(logits, targets, None),
            Some(d) => {
                let loss = self.1.evaluate(logits, targets, Some(d));
                d.iter_mut().for_each(|d| *d *= self.0);
                f64::from(self.0) * loss
            }
        }
    }

    fn accuracy(&self, predictions: &[f32], targets: &[L::Target]) -> Option<f64> {
        self.1.accuracy(predictions, targets)
    }
}

/// Of several outputs, each has its loss: a tuple of losses, whose sum is made small. The target of a sample
/// is a tuple, too.
macro_rules! several {
    ($($loss:ident $head:ident $output:ident $place:tt)+) => {
        #[diagnostic::do_not_recommend]
        impl<Whole, $($loss, $head, $output),+> Loss<($($head,)+), Whole> for ($($loss,)+)
        where
            Whole: Outputs<Parts = ($($output,)+)>,
            $($output: Array, $loss: Loss<$head, $output>),+
        {
            type Target = ($($loss::Target,)+);

            // Sample by sample: so each part stands in a row.
            fn evaluate(
                &self,
                logits: &mut [f32],
                targets: &[Self::Target],
                mut d: Option<&mut [f32]>,
            ) -> f64 {
                let share = 1.0 / targets.len() as f32;
                let mut sum = 0.0;
                for (sample, target) in targets.iter().enumerate() {
                    let mut start = sample * Whole::LENGTH;
                    $(
                        let end = start + <$output as Block>::LENGTH;
                        let own = core::slice::from_ref(&target.$place);
                        let mut part = d.as_deref_mut().map(|d| &mut d[start..end]);
                        sum += self.$place.evaluate(&mut logits[start..end], own, part.as_deref_mut());
                        if let Some(d) = part {
                            // Of this sample alone it is the gradient of its own mean.
                            d.iter_mut().for_each(|d| *d *= share);
                        }
                        start = end;
                    )+
                    debug_assert!(start == (sample + 1) * Whole::LENGTH);
                }
                sum
            }
        }
    };
}

several! { A HeadA OutputA 0 B HeadB OutputB 1 }
several! { A HeadA OutputA 0 B HeadB OutputB 1 C HeadC OutputC 2 }
several! { A HeadA OutputA 0 B HeadB OutputB 1 C HeadC OutputC 2 D HeadD OutputD 3 }
