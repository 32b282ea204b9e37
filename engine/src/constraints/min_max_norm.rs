use super::norm::{EPSILON, scale_units};
use crate::{Constraint, ConstraintSetting, Dims};

/// The type behind the constraint [`MinMaxNorm`](fn@MinMaxNorm).
#[derive(Debug)]
pub enum MinMaxNorm {}

/// The weights that lead to one unit, as a vector, are brought between two lengths, by a part `rate` of the way.
/// Keras's `MinMaxNorm`: `{ kernel_constraint: MinMaxNorm(0.5, 2.0, 1.0) }`.
///
/// The norm is taken as [`MaxNorm`](fn@crate::MaxNorm) takes it.
///
/// ```
/// use cornu_engine::{Dims, MinMaxNorm};
///
/// let mut bias = [0.3, 0.4];
/// MinMaxNorm(1.0, 2.0, 1.0).apply(&mut bias, Dims::flat(2));
/// assert!((bias[0] - 0.6).abs() < 1e-6 && (bias[1] - 0.8).abs() < 1e-6);
/// ```
#[allow(non_snake_case, reason = "read as a value of a type")]
pub const fn MinMaxNorm(min_value: f32, max_value: f32, rate: f32) -> ConstraintSetting {
    ConstraintSetting::new::<MinMaxNorm>([min_value, max_value, rate, 0.0])
        .must(
            min_value >= 0.0 && max_value >= min_value,
            "a `MinMaxNorm` from a norm of at least 0 to one that is no smaller",
        )
        .must(rate >= 0.0 && rate <= 1.0, "a `MinMaxNorm` with a rate from 0 to 1")
}

impl Constraint for MinMaxNorm {
    fn apply([min_value, max_value, rate, _]: [f32; 4], values: &mut [f32], dims: Dims) {
        scale_units(values, dims, |norm| {
            let wanted = rate * norm.clamp(min_value, max_value) + (1.0 - rate) * norm;
            wanted / (EPSILON + norm)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fit, constraints::norm::check_norm};

    #[test]
    fn it_is_that_of_keras() {
        for (least, most, rate) in
            [(0.0_f32, 1.0_f32, 1.0_f32), (0.5, 2.0, 1.0), (0.6, 0.7, 0.25), (1.0, 1.0, 0.0)]
        {
            check_norm(MinMaxNorm(least, most, rate), |norm| {
                let [least, most, rate] = [least, most, rate].map(f64::from);
                (rate * norm.clamp(least, most) + (1.0 - rate) * norm) / (1e-7 + norm)
            });
        }
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        for wrong in [MinMaxNorm(2.0, 1.0, 1.0), MinMaxNorm(-1.0, 1.0, 1.0), MinMaxNorm(0.0, 1.0, 1.5)] {
            assert!(matches!(wrong.check(), Fit::Setting { .. }));
        }
        assert_eq!(MinMaxNorm(0.5, 0.5, 0.0).check(), Fit::Ok);
    }
}
