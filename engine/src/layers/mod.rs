//! The layers, a file each.

mod dense;
mod flatten;
mod input;

pub use dense::Dense;
pub use flatten::Flatten;
pub use input::Input;
