//! What a parameter may add to the loss, one a file.

pub(crate) mod l1_l2;

pub use l1_l2::{L1, L1L2, L2};
