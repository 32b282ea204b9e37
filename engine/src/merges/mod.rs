//! The layers that take several values, a file each.

mod add;
mod average;
mod broadcast;
mod concatenate;
mod dot;
mod extreme;
mod maximum;
mod minimum;
mod multiply;
mod subtract;

pub use add::Add;
pub use average::Average;
pub use concatenate::{Concatenate, ConcatenateSettings};
pub use dot::{Dot, DotSettings};
pub use maximum::Maximum;
pub use minimum::Minimum;
pub use multiply::Multiply;
pub use subtract::Subtract;
