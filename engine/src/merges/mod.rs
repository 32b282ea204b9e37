//! The layers that take several values, a file each.

mod add;

pub use add::Add;
