//! What the users of Cornu can add to it, each by one public trait: two layers, an activation, a loss and an
//! optimizer. The crate has no other access to Cornu than yours would have.

#![no_std]
#![forbid(unsafe_code)]

mod highway;
mod huber;
mod lion;
mod scale;
mod swish;

pub use highway::{Highway, HighwaySettings};
pub use huber::Huber;
pub use lion::Lion;
pub use scale::{Scale, ScaleSettings};
pub use swish::Swish;
