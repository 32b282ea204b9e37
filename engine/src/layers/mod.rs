//! The layers, a file each.

mod conv1d;
mod conv2d;
mod conv2d_transpose;
mod dense;
mod flatten;
mod input;

pub use conv1d::Conv1D;
pub use conv2d::{Conv2D, RectangularConv2D};
pub use conv2d_transpose::Conv2DTranspose;
pub use dense::Dense;
pub use flatten::Flatten;
pub use input::Input;
