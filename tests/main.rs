//! The tests of whole networks: one program, so that it is linked once.

mod compose;
mod determinism;
mod firmware;
#[cfg(feature = "std")]
mod fit;
mod gradients;
mod keras;
mod memory;
mod training;
#[cfg(feature = "std")]
mod weights;
