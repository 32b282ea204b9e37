use super::norm::{EPSILON, scale_units};
use crate::{Constraint, Dims};

/// The weights that lead to one unit have the length 1 as a vector. Keras's `UnitNorm`:
/// `{ kernel_constraint: &UnitNorm }`.
///
/// The norm is taken as [`MaxNorm`](struct@crate::MaxNorm) takes it.
///
/// ```
/// use cornu_engine::{Constraint, Dims, UnitNorm};
///
/// let mut bias = [3.0, 4.0];
/// UnitNorm.apply(&mut bias, Dims::flat(2));
/// assert!((bias[0] - 0.6).abs() < 1e-6 && (bias[1] - 0.8).abs() < 1e-6);
/// ```
#[allow(non_upper_case_globals, reason = "read as a value of the type")]
pub const UnitNorm: UnitNormConstraint = UnitNormConstraint;

/// The type of the constraint [`UnitNorm`](constant@UnitNorm); the layer of that name is Keras's
/// `UnitNormalization`.
#[derive(Clone, Copy, Debug)]
pub struct UnitNormConstraint;

impl Constraint for UnitNormConstraint {
    fn apply(&self, values: &mut [f32], dims: Dims) {
        scale_units(values, dims, |norm| 1.0 / (EPSILON + norm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::norm::check_norm;

    #[test]
    fn it_is_that_of_keras() {
        check_norm(&UnitNorm, |norm| 1.0 / (1e-7 + norm));
    }
}
