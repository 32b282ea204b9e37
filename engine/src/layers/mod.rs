//! The layers, a file each.

mod conv1d;
mod conv2d;
mod conv2d_transpose;
mod dense;
mod flatten;
mod handed_on;
mod input;

pub use conv1d::{Conv1D, Conv1DSettings};
pub use conv2d::{Conv2D, Conv2DSettings};
pub use conv2d_transpose::{Conv2DTranspose, Conv2DTransposeSettings};
pub use dense::{Dense, DenseSettings};
pub use flatten::Flatten;
pub use input::Input;
