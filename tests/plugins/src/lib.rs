//! What the users of Cornu can add to it, each by one public trait: two layers, an activation, a loss, an
//! optimizer, a metric and a callback. The crate has no other access to Cornu than yours would have.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "std")]
extern crate std;

mod highway;
mod huber;
mod lion;
mod scale;
mod swish;
#[cfg(feature = "std")]
mod warm_up;
mod within;

pub use highway::{Highway, HighwaySettings};
pub use huber::Huber;
pub use lion::Lion;
pub use scale::{Scale, ScaleSettings};
pub use swish::Swish;
#[cfg(feature = "std")]
pub use warm_up::WarmUp;
pub use within::Within;
