//! Models made of models, a file each; their lengths are calculated by the compiler.

mod chain;
mod ensemble;
mod joined;

pub use chain::Chain;
pub use ensemble::{Ensemble, Fellow, Members};
pub use joined::Joined;

/// Two arrays of the same sizes, which [`Chain`], [`Ensemble`] and [`Joined`] ask for.
#[diagnostic::on_unimplemented(
    message = "these models do not fit together: one has `{Self}` where the other has `{Other}`",
    label = "has `{Self}` where `{Other}` is needed",
    note = "models in a chain: the output of the first is the input of the second; models side by side: \
            the same input, and in an `Ensemble` the same output"
)]
pub trait SameType<Other> {}

impl<T> SameType<T> for T {}
