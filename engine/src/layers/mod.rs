//! The layers, a file each.

mod average_pool;
mod dense;
mod flatten;
mod global_pool;
mod input;
mod max_pool;
mod permute;
mod pooling;
mod repeat_vector;
mod reshape;

pub use average_pool::{AveragePool1D, AveragePool2D, RectangularAveragePool2D};
pub use dense::Dense;
pub use flatten::Flatten;
pub use global_pool::{GlobalAveragePool, GlobalMaxPool};
pub use input::Input;
pub use max_pool::{MaxPool1D, MaxPool2D, RectangularMaxPool2D};
pub use permute::Permute;
pub use repeat_vector::RepeatVector;
pub use reshape::Reshape;
