use crate::{Constraint, Dims};

/// Any values will do: the default.
#[derive(Clone, Copy, Debug)]
pub struct NoConstraint;

impl Constraint for NoConstraint {
    #[inline(always)]
    fn apply(&self, _: &mut [f32], _: Dims) {}

    #[inline(always)]
    fn is_none(&self) -> bool {
        true
    }
}
