//! The layers, a file each.

mod conv2d;
mod dense;
mod flatten;
mod input;

pub use conv2d::{Conv2D, RectangularConv2D};
pub use dense::Dense;
pub use flatten::Flatten;
pub use input::Input;
