use super::norm::{EPSILON, scale_units};
use crate::{Constraint, ConstraintSetting, Dims};

/// The type behind the constraint [`UnitNorm`](constant@UnitNorm); the layer of that name is Keras's
/// `UnitNormalization`.
#[derive(Debug)]
pub enum UnitNormConstraint {}

/// The weights that lead to one unit have the length 1 as a vector. Keras's `UnitNorm`:
/// `{ kernel_constraint: UnitNorm }`.
///
/// The norm is taken as [`MaxNorm`](fn@crate::MaxNorm) takes it.
///
/// ```
/// use cornu_engine::{Dims, UnitNorm};
///
/// let mut bias = [3.0, 4.0];
/// UnitNorm.apply(&mut bias, Dims::flat(2));
/// assert!((bias[0] - 0.6).abs() < 1e-6 && (bias[1] - 0.8).abs() < 1e-6);
/// ```
#[allow(non_upper_case_globals, reason = "read as a value of a type")]
pub const UnitNorm: ConstraintSetting = ConstraintSetting::new::<UnitNormConstraint>([0.0; 4]);

impl Constraint for UnitNormConstraint {
    fn apply(_: [f32; 4], values: &mut [f32], dims: Dims) {
        scale_units(values, dims, |norm| 1.0 / (EPSILON + norm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::norm::check_norm;

    #[test]
    fn it_is_that_of_keras() {
        check_norm(UnitNorm, |norm| 1.0 / (1e-7 + norm));
    }
}
