//! The layers that take several values, a file each.

mod add;
mod average;
mod concatenate;
mod dot;
mod extreme;
mod maximum;
mod minimum;
mod multiply;
mod subtract;

pub use add::Add;
pub use average::Average;
pub use concatenate::Concatenate;
pub use dot::Dot;
pub use maximum::Maximum;
pub use minimum::Minimum;
pub use multiply::Multiply;
pub use subtract::Subtract;

use crate::{Dims, Fit};

/// The fit of values of one shape to calculate with: numbers, and not token ids.
const fn numbers(all: &[Dims]) -> Fit {
    match all[0].vocabulary {
        0 => Fit::alike(all),
        _ => Fit::alike(all).and(Fit::Tokens { gives: all[0] }),
    }
}
