//! The losses, a file each.

mod binary_crossentropy;
mod categorical_crossentropy;
mod mean_squared_error;
mod several;

pub use binary_crossentropy::BinaryCrossentropy;
pub use categorical_crossentropy::{CategoricalCrossentropy, SparseCategoricalCrossentropy};
pub use mean_squared_error::MeanSquaredError;
pub use several::{Outputs, Weighted};
