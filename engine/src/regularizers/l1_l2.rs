//! l1·Σ|w| + l2·Σw² (`keras/src/regularizers/regularizers.py`).

use crate::{Dims, Regularizer, RegularizerSetting, settings::is_factor, vectorize};

/// l1·Σ|w| + l2·Σw²: the type behind [`L1`](fn@L1), [`L2`](fn@L2) and [`L1L2`](fn@L1L2).
#[derive(Debug)]
pub enum L1L2 {}

/// l1·Σ|w|. Keras's `L1`: `{ kernel_regularizer: L1(1e-4) }`, or in short `{ l1: 1e-4 }`.
#[allow(non_snake_case, reason = "read as a value of a type")]
pub const fn L1(l1: f32) -> RegularizerSetting {
    L1L2(l1, 0.0).must(is_factor(l1), "an `L1` whose factor is at least 0, and a finite number")
}

/// l2·Σw². Keras's `L2`: `{ kernel_regularizer: L2(1e-4) }`, or in short `{ l2: 1e-4 }`.
#[allow(non_snake_case, reason = "read as a value of a type")]
pub const fn L2(l2: f32) -> RegularizerSetting {
    L1L2(0.0, l2).must(is_factor(l2), "an `L2` whose factor is at least 0, and a finite number")
}

/// l1·Σ|w| + l2·Σw². Keras's `L1L2`: `{ kernel_regularizer: L1L2(1e-5, 1e-4) }`.
///
/// ```
/// use cornu_engine::{Dims, L1L2};
///
/// let penalty = L1L2(0.1, 0.5).penalty(&[1.0, -2.0], Dims::flat(2));
/// assert!((penalty - (0.3 + 2.5)).abs() < 1e-6);
/// ```
#[allow(non_snake_case, reason = "read as a value of a type")]
pub const fn L1L2(l1: f32, l2: f32) -> RegularizerSetting {
    RegularizerSetting::new::<L1L2>([l1, l2, 0.0, 0.0])
        .must(is_factor(l1) && is_factor(l2), "an `L1L2` whose factors are at least 0, and finite numbers")
}

impl Regularizer for L1L2 {
    fn penalty([l1, l2, ..]: [f32; 4], values: &[f32], _: Dims) -> f64 {
        penalty(l1, l2, values)
    }

    fn add_gradient([l1, l2, ..]: [f32; 4], values: &[f32], _: Dims, scale: f32, d: &mut [f32]) {
        add_gradient(l1, l2, values, scale, d);
    }
}

/// l1·Σ|w| + l2·Σw²
pub(crate) fn penalty(l1: f32, l2: f32, values: &[f32]) -> f64 {
    let (size, squares) = values.iter().fold((0.0, 0.0), |(size, squares), &w| {
        let w = f64::from(w);
        (size + w.abs(), squares + w * w)
    });
    f64::from(l1) * size + f64::from(l2) * squares
}

/// l1·sign(w) + 2·l2·w, times `scale`
pub(crate) fn add_gradient(l1: f32, l2: f32, values: &[f32], scale: f32, d: &mut [f32]) {
    let (l1, l2) = (scale * l1, scale * 2.0 * l2);
    vectorize(values.len(), || {
        for (d, &w) in d.iter_mut().zip(values) {
            let sign = if w == 0.0 { 0.0 } else { 1.0_f32.copysign(w) };
            *d += l1 * sign + l2 * w;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fit, regularizers::check_regularizer};

    #[test]
    fn penalties_and_gradients_are_those_of_keras() {
        let dims = Dims::flat(5).times(3);
        let [l1, l2] = [0.02_f32, 0.3].map(f64::from);
        let size = |x: &[f64]| x.iter().map(|x| x.abs()).sum::<f64>();
        let squares = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>();
        check_regularizer(L1(0.02), dims, |x| l1 * size(x));
        check_regularizer(L2(0.3), dims, |x| l2 * squares(x));
        check_regularizer(L1L2(0.02, 0.3), dims, |x| l1 * size(x) + l2 * squares(x));
    }

    #[test]
    fn the_slope_of_a_magnitude_at_0_is_0() {
        let mut d = [1.0; 2];
        L1(0.5).add_gradient(&[0.0, -0.0], Dims::flat(2), 1.0, &mut d);
        assert_eq!(d, [1.0; 2]);
    }

    #[test]
    fn a_factor_that_makes_no_sense_is_told() {
        for wrong in [L1(-0.5), L2(f32::INFINITY), L1L2(0.5, f32::NAN)] {
            assert!(matches!(wrong.check(), Fit::Setting { .. }));
        }
        assert_eq!(L1L2(0.0, 0.5).check(), Fit::Ok);
    }
}
