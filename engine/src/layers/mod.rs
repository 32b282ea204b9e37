//! The layers, a file each.

mod dense;
mod flatten;
mod handed_on;
mod input;

pub use dense::{Dense, DenseSettings};
pub use flatten::Flatten;
pub use input::Input;
