//! The layers, a file each.

mod activate;
mod average_pool;
mod cropping;
mod dense;
mod flatten;
mod frame;
mod global_pool;
mod input;
mod max_pool;
mod permute;
mod pooling;
mod repeat_vector;
mod reshape;
mod up_sampling;
mod zero_padding;

pub use activate::Activate;
pub use average_pool::{AveragePool1D, AveragePool2D, RectangularAveragePool2D};
pub use cropping::{Cropping1D, Cropping2D};
pub use dense::Dense;
pub use flatten::Flatten;
pub use global_pool::{GlobalAveragePool, GlobalMaxPool};
pub use input::Input;
pub use max_pool::{MaxPool1D, MaxPool2D, RectangularMaxPool2D};
pub use permute::Permute;
pub use repeat_vector::RepeatVector;
pub use reshape::Reshape;
pub use up_sampling::{Bilinear, Interpolation, Nearest, UpSampling1D, UpSampling2D};
pub use zero_padding::{ZeroPadding1D, ZeroPadding2D};
