//! The layers, a file each.

mod conv1d;
mod conv2d;
mod conv2d_transpose;
mod dense;
mod depthwise_conv2d;
mod flatten;
mod handed_on;
mod input;
mod separable_conv2d;

pub use conv1d::{Conv1D, Conv1DSettings};
pub use conv2d::{Conv2D, Conv2DSettings};
pub use conv2d_transpose::{Conv2DTranspose, Conv2DTransposeSettings};
pub use dense::{Dense, DenseSettings};
pub use depthwise_conv2d::{DepthwiseConv2D, DepthwiseConv2DSettings};
pub use flatten::Flatten;
pub use input::Input;
pub use separable_conv2d::{SeparableConv2D, SeparableConv2DSettings};
