//! The layers, a file each.

mod average_pool;
mod conv1d;
mod conv2d;
mod conv2d_transpose;
mod cropping;
mod dense;
mod depthwise_conv2d;
mod flatten;
mod frame;
mod global_pool;
mod handed_on;
mod input;
mod max_pool;
mod pooling;
mod separable_conv2d;
mod up_sampling;
mod zero_padding;

pub use average_pool::{AveragePool1D, AveragePool2D};
pub use conv1d::{Conv1D, Conv1DSettings};
pub use conv2d::{Conv2D, Conv2DSettings};
pub use conv2d_transpose::{Conv2DTranspose, Conv2DTransposeSettings};
pub use cropping::{Cropping1D, Cropping2D};
pub use dense::{Dense, DenseSettings};
pub use depthwise_conv2d::{DepthwiseConv2D, DepthwiseConv2DSettings};
pub use flatten::Flatten;
pub use global_pool::{GlobalAveragePool, GlobalMaxPool};
pub use input::Input;
pub use max_pool::{MaxPool1D, MaxPool2D};
pub use pooling::{Pool1DSettings, Pool2DSettings};
pub use separable_conv2d::{SeparableConv2D, SeparableConv2DSettings};
pub use up_sampling::{
    Interpolation::{self, Bilinear, Nearest},
    UpSampling1D, UpSampling2D, UpSampling2DSettings,
};
pub use zero_padding::{ZeroPadding1D, ZeroPadding2D};
