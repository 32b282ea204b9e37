//! What a parameter may be made to fulfil after each step of training, one a file.

mod max_norm;
mod min_max_norm;
mod non_neg;
mod norm;
mod unit_norm;

pub use max_norm::MaxNorm;
pub use min_max_norm::MinMaxNorm;
pub use non_neg::NonNeg;
pub use unit_norm::{UnitNorm, UnitNormConstraint};
