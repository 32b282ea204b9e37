//! The tests of whole networks: one program, so that it is linked once.

#[cfg(feature = "std")]
mod callbacks;
mod compose;
mod determinism;
mod firmware;
#[cfg(feature = "std")]
mod fit;
mod gradients;
mod graph;
mod keras;
mod long;
mod memory;
#[cfg(feature = "std")]
mod metrics;
mod recording;
mod training;
#[cfg(feature = "std")]
mod weights;
