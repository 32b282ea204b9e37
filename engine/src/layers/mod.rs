//! The layers, a file each.

mod conv1d;
mod conv2d;
mod conv2d_transpose;
mod dense;
mod depthwise_conv2d;
mod flatten;
mod input;
mod separable_conv2d;

pub use conv1d::Conv1D;
pub use conv2d::{Conv2D, RectangularConv2D};
pub use conv2d_transpose::Conv2DTranspose;
pub use dense::Dense;
pub use depthwise_conv2d::DepthwiseConv2D;
pub use flatten::Flatten;
pub use input::Input;
pub use separable_conv2d::SeparableConv2D;
