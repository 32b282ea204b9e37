use super::Mean;
use crate::{Metric, Mode};
use cornu_engine::Class;

/// The share of samples whose class is among the `k` most likely ones: Keras's `TopKCategoricalAccuracy` and,
/// for labels, `SparseTopKCategoricalAccuracy`, with the first one's name.
///
/// As in Keras a class is among them if fewer than `k` others are more likely, so that equals do no harm; where a
/// probability is NaN, none is less likely than that. Of a row the class is the place of its largest value,
/// of equals the first. Where `k` is no smaller than the number of classes, which Keras refuses if it is larger, all
/// are right.
///
/// ```
/// use cornu::{metrics::TopKCategoricalAccuracy, prelude::*};
///
/// let labels: [Class<3>; 2] = [2, 0].map(|label| Class::new(label).unwrap());
/// let mut accuracy = TopKCategoricalAccuracy::new(2);
/// accuracy.update(&[[0.1, 0.6, 0.3], [0.1, 0.6, 0.3]], &labels);
/// assert_eq!(Metric::<_, Class<3>>::result(&accuracy), 0.5);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TopKCategoricalAccuracy {
    k: usize,
    right: Mean,
}

impl TopKCategoricalAccuracy {
    /// That of the `k` most likely classes.
    pub const fn new(k: usize) -> Self {
        TopKCategoricalAccuracy { k, right: Mean { sum: 0.0, count: 0 } }
    }

    fn add<const N: usize>(
        &mut self,
        predictions: &[[f32; N]],
        classes: impl Iterator<Item = Option<usize>>,
    ) {
        let right = |(row, class): (&[f32; N], Option<usize>)| {
            let chosen = class.map_or(f32::NAN, |class| row[class]);
            // Counted so that NaN is among the more likely ones.
            let more = N - row.iter().filter(|&&other| other <= chosen).count();
            f64::from(!chosen.is_nan() && more < self.k)
        };
        self.right.add(predictions.iter().zip(classes).map(right));
    }
}

/// `k` is 5, as in Keras.
impl Default for TopKCategoricalAccuracy {
    fn default() -> Self {
        TopKCategoricalAccuracy::new(5)
    }
}

/// Both have the same name, and differ in their targets alone.
macro_rules! top_k {
    ($target:ty, $class:expr) => {
        #[diagnostic::do_not_recommend]
        impl<const N: usize> Metric<[f32; N], $target> for TopKCategoricalAccuracy {
            fn name(&self) -> &str {
                "top_k_categorical_accuracy"
            }

            fn update(&mut self, predictions: &[[f32; N]], targets: &[$target]) {
                self.add(predictions, targets.iter().map($class));
            }

            fn result(&self) -> f32 {
                self.right.result()
            }

            fn reset(&mut self) {
                self.right = Mean::default();
            }

            fn mode(&self) -> Mode {
                Mode::Max
            }
        }
    };
}

top_k!(Class<N>, |class| Some(class.index()));
top_k!([f32; N], |row| Class::most_likely(row).map(Class::index));

#[cfg(test)]
mod tests {
    use super::*;

    fn share(k: usize, row: [f32; 3], label: usize) -> f32 {
        let mut accuracy = TopKCategoricalAccuracy::new(k);
        accuracy.update(&[row], &[Class::<3>::new(label).unwrap()]);
        Metric::<[f32; 3], Class<3>>::result(&accuracy)
    }

    #[test]
    fn nan_is_more_likely_than_all_and_never_right() {
        assert_eq!(share(1, [0.2, f32::NAN, 0.7], 2), 0.0);
        assert_eq!(share(2, [0.2, f32::NAN, 0.7], 2), 1.0);
        assert_eq!(share(9, [0.2, f32::NAN, 0.7], 1), 0.0);
        assert_eq!((share(0, [0.2, 0.1, 0.7], 2), share(9, [0.2, 0.1, 0.7], 1)), (0.0, 1.0));
    }
}
