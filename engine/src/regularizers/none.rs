use crate::{Dims, Regularizer};

/// Nothing is added to the loss: the default.
#[derive(Clone, Copy, Debug)]
pub struct NoRegularizer;

impl Regularizer for NoRegularizer {
    #[inline(always)]
    fn penalty(&self, _: &[f32], _: Dims) -> f64 {
        0.0
    }

    #[inline(always)]
    fn add_gradient(&self, _: &[f32], _: Dims, _: f32, _: &mut [f32]) {}

    #[inline(always)]
    fn is_none(&self) -> bool {
        true
    }
}
