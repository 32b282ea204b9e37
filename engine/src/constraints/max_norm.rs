use super::norm::{EPSILON, scale_units};
use crate::{Constraint, Dims};

/// The weights that lead to one unit are no longer than this as a vector. Keras's `MaxNorm`:
/// `{ kernel_constraint: &MaxNorm(3.0) }`.
///
/// The norm is taken over all sizes but the last: Keras's `axis=0` of a dense kernel, its default, and
/// `axis=[0, 1, 2]` of that of a `Conv2D`, which it recommends there. Of a bias, over the whole.
///
/// ```
/// use cornu_engine::{Constraint, Dims, MaxNorm};
///
/// let mut kernel = [3.0, -1.0, 4.0, 0.5];
/// MaxNorm(2.0).apply(&mut kernel, Dims::flat(2).times(2));
/// // The first unit's weights had the length 5.
/// assert!((kernel[0] - 1.2).abs() < 1e-6 && (kernel[2] - 1.6).abs() < 1e-6);
/// assert!((kernel[1] + 1.0).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MaxNorm {
    max_value: f32,
}

/// The constraint [`MaxNorm`].
#[allow(non_snake_case, reason = "read as a value of the type")]
#[track_caller]
pub const fn MaxNorm(max_value: f32) -> MaxNorm {
    assert!(max_value > 0.0, "the largest norm of `MaxNorm` must be above 0");
    MaxNorm { max_value }
}

impl Constraint for MaxNorm {
    fn apply(&self, values: &mut [f32], dims: Dims) {
        scale_units(values, dims, |norm| norm.min(self.max_value) / (EPSILON + norm));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::norm::check_norm;

    #[test]
    fn it_is_that_of_keras() {
        for most in [0.5_f32, 2.0, 100.0] {
            check_norm(&MaxNorm(most), |norm| norm.clamp(0.0, f64::from(most)) / (1e-7 + norm));
        }
    }

    #[test]
    fn what_is_zero_stays_zero() {
        let mut weights = [0.0, -0.0];
        MaxNorm(1.0).apply(&mut weights, Dims::flat(2));
        assert_eq!(weights, [0.0; 2]);
    }

    #[test]
    #[should_panic(expected = "the largest norm of `MaxNorm` must be above 0")]
    fn a_norm_of_0_is_refused() {
        let _ = MaxNorm(0.0);
    }
}
