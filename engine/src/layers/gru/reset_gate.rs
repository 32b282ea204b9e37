use crate::{Array, Grouped};
use core::fmt::Debug;

/// [`AfterProduct`] or [`BeforeProduct`]: where the reset gate of a [`GRU`](crate::GRU) stands, as a part of its type.
/// The setting [`reset_after`](crate::GRUSettings::reset_after) chooses.
pub trait ResetGate: 'static {
    /// Whether it stands after the product.
    const AFTER: bool;
    /// What holds the bias.
    type Bias<const UNITS: usize>: Array + Debug;
}

/// The reset gate of a [`GRU`](crate::GRU) is applied to h·U: `{ reset_after: true }`, the default.
#[derive(Clone, Copy, Debug)]
pub struct AfterProduct;

/// The reset gate of a [`GRU`](crate::GRU) is applied to h: `{ reset_after: false }`.
#[derive(Clone, Copy, Debug)]
pub struct BeforeProduct;

impl ResetGate for AfterProduct {
    const AFTER: bool = true;
    type Bias<const UNITS: usize> = [Grouped<3, UNITS>; 2];
}

impl ResetGate for BeforeProduct {
    const AFTER: bool = false;
    type Bias<const UNITS: usize> = Grouped<3, UNITS>;
}
