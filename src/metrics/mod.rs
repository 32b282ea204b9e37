//! The metrics, a file each: Keras's `keras.metrics`.
//!
//! ```
//! use cornu::prelude::*;
//!
//! model! { pub struct Irises < Dense<4, 8, Tanh>, Dense<8, 3, Softmax> >; }
//!
//! let mut irises = Irises::new(7)
//!     .compile(Adam::default(), SparseCategoricalCrossentropy)
//!     .metric(metrics::TopKCategoricalAccuracy::new(2));
//! let (x, y) = ([[5.1, 3.5, 1.4, 0.2]], [Class::new(0).unwrap()]);
//! let history = irises.fit(&x, &y).epochs(3).verbose(Verbose::Silent).run()?;
//! assert_eq!(history.metrics["top_k_categorical_accuracy"].len(), 3);
//! # Ok::<(), FitError>(())
//! ```
//!
//! The accuracy needs no metric: the loss knows it. One of your own is an `impl` of [`Metric`](crate::Metric).

mod mean_absolute_error;
mod precision;
mod recall;
mod root_mean_squared_error;
mod top_k_categorical_accuracy;

pub use mean_absolute_error::MeanAbsoluteError;
pub use precision::Precision;
pub use recall::Recall;
pub use root_mean_squared_error::RootMeanSquaredError;
pub use top_k_categorical_accuracy::TopKCategoricalAccuracy;

/// A mean on its way. Keras, too, calls the mean of nothing 0.
#[derive(Clone, Copy, Debug, Default)]
struct Mean {
    sum: f64,
    count: u64,
}

impl Mean {
    fn add(&mut self, values: impl Iterator<Item = f64>) {
        for value in values {
            self.sum += value;
            self.count += 1;
        }
    }

    fn result(self) -> f32 {
        if self.count == 0 { 0.0 } else { (self.sum / self.count as f64) as f32 }
    }
}

/// Predictions and targets value by value.
fn values<'a, Output: cornu_engine::Array>(
    predictions: &'a [Output],
    targets: &'a [Output],
) -> impl Iterator<Item = (f32, f32)> + 'a {
    use cornu_engine::view_floats;
    view_floats(predictions).iter().copied().zip(view_floats(targets).iter().copied())
}
