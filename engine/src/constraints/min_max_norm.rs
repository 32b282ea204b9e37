use super::norm::{EPSILON, scale_units};
use crate::{Constraint, Dims};

/// The weights that lead to one unit, as a vector, are brought between two lengths, by a part `rate` of the way.
/// Keras's `MinMaxNorm`: `{ kernel_constraint: &MinMaxNorm(0.5, 2.0, 1.0) }`.
///
/// The norm is taken as [`MaxNorm`](struct@crate::MaxNorm) takes it.
///
/// ```
/// use cornu_engine::{Constraint, Dims, MinMaxNorm};
///
/// let mut bias = [0.3, 0.4];
/// MinMaxNorm(1.0, 2.0, 1.0).apply(&mut bias, Dims::flat(2));
/// assert!((bias[0] - 0.6).abs() < 1e-6 && (bias[1] - 0.8).abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MinMaxNorm {
    min_value: f32,
    max_value: f32,
    rate: f32,
}

/// The constraint [`MinMaxNorm`].
#[allow(non_snake_case, reason = "read as a value of the type")]
#[track_caller]
pub const fn MinMaxNorm(min_value: f32, max_value: f32, rate: f32) -> MinMaxNorm {
    assert!(
        min_value >= 0.0 && max_value >= min_value,
        "the norms of `MinMaxNorm` must be at least 0, and the second no smaller than the first"
    );
    assert!(rate >= 0.0 && rate <= 1.0, "the rate of `MinMaxNorm` must be from 0 to 1");
    MinMaxNorm { min_value, max_value, rate }
}

impl Constraint for MinMaxNorm {
    fn apply(&self, values: &mut [f32], dims: Dims) {
        scale_units(values, dims, |norm| {
            let wanted = self.rate * norm.clamp(self.min_value, self.max_value) + (1.0 - self.rate) * norm;
            wanted / (EPSILON + norm)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::norm::check_norm;

    #[test]
    fn it_is_that_of_keras() {
        for (least, most, rate) in
            [(0.0_f32, 1.0_f32, 1.0_f32), (0.5, 2.0, 1.0), (0.6, 0.7, 0.25), (1.0, 1.0, 0.0)]
        {
            check_norm(&MinMaxNorm(least, most, rate), |norm| {
                let [least, most, rate] = [least, most, rate].map(f64::from);
                (rate * norm.clamp(least, most) + (1.0 - rate) * norm) / (1e-7 + norm)
            });
        }
    }

    #[test]
    #[should_panic(expected = "the second no smaller than the first")]
    fn norms_in_the_wrong_order_are_refused() {
        let _ = MinMaxNorm(2.0, 1.0, 1.0);
    }

    #[test]
    #[should_panic(expected = "the rate of `MinMaxNorm` must be from 0 to 1")]
    fn a_rate_above_1_is_refused() {
        let _ = MinMaxNorm(0.0, 1.0, 1.5);
    }
}
