use super::norm::{EPSILON, scale_units};
use crate::{Constraint, ConstraintSetting, Dims};

/// The type behind the constraint [`MaxNorm`](fn@MaxNorm).
#[derive(Debug)]
pub enum MaxNorm {}

/// The weights that lead to one unit are no longer than this as a vector. Keras's `MaxNorm`:
/// `{ kernel_constraint: MaxNorm(3.0) }`.
///
/// The norm is taken over all sizes but the last: Keras's `axis=0` of a dense kernel, its default, and
/// `axis=[0, 1, 2]` of that of a `Conv2D`, which it recommends there. Of a bias, over the whole.
///
/// ```
/// use cornu_engine::{Dims, MaxNorm};
///
/// let mut kernel = [3.0, -1.0, 4.0, 0.5];
/// MaxNorm(2.0).apply(&mut kernel, Dims::flat(2).times(2));
/// // The first unit's weights had the length 5.
/// assert!((kernel[0] - 1.2).abs() < 1e-6 && (kernel[2] - 1.6).abs() < 1e-6);
/// assert!((kernel[1] + 1.0).abs() < 1e-6);
/// ```
#[allow(non_snake_case, reason = "read as a value of a type")]
pub const fn MaxNorm(max_value: f32) -> ConstraintSetting {
    ConstraintSetting::new::<MaxNorm>([max_value, 0.0, 0.0, 0.0]).must(max_value > 0.0, "a `MaxNorm` above 0")
}

impl Constraint for MaxNorm {
    fn apply([max_value, ..]: [f32; 4], values: &mut [f32], dims: Dims) {
        scale_units(values, dims, |norm| norm.min(max_value) / (EPSILON + norm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fit, constraints::norm::check_norm};

    #[test]
    fn it_is_that_of_keras() {
        for most in [0.5_f32, 2.0, 100.0] {
            check_norm(MaxNorm(most), |norm| norm.clamp(0.0, f64::from(most)) / (1e-7 + norm));
        }
    }

    #[test]
    fn what_is_zero_stays_zero() {
        let mut weights = [0.0, -0.0];
        MaxNorm(1.0).apply(&mut weights, Dims::flat(2));
        assert_eq!(weights, [0.0; 2]);
    }

    #[test]
    fn a_norm_of_0_is_told() {
        assert!(matches!(MaxNorm(0.0).check(), Fit::Setting { .. }));
    }
}
