//! What the users of Cornu can add to it, each by one public trait: layers (one of them recurrent, one whose settings
//! change its shape and its parameters), activations, a regularizer, a loss, an optimizer, a metric and a callback. The
//! crate has no other access to Cornu than yours would have.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "std")]
extern crate std;

mod every;
mod highway;
mod huber;
mod leaky_integrator;
mod lion;
mod scale;
mod shrink;
mod smooth;
mod swish;
#[cfg(feature = "std")]
mod warm_up;
mod within;

pub use every::{Every, EverySettings};
pub use highway::{Highway, HighwaySettings};
pub use huber::Huber;
pub use leaky_integrator::{LeakyIntegrator, LeakyIntegratorSettings};
pub use lion::Lion;
pub use scale::{Scale, ScaleSettings};
pub use shrink::{Shrink, ShrinkSettings};
pub use smooth::Smooth;
pub use swish::Swish;
#[cfg(feature = "std")]
pub use warm_up::WarmUp;
pub use within::Within;

/// Cornu once more, as a crate may hand it on with what it adds to it.
pub use cornu;
