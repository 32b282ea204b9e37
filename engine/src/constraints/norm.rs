//! What the constraints of a norm have in common.

#[cfg(test)]
use crate::ConstraintSetting;
use crate::{Dims, math};

/// What Keras divides by in addition, so that nothing is divided by 0: `keras.config.epsilon()`.
pub(super) const EPSILON: f32 = 1e-7;

/// Multiplies the weights that lead to each unit by what `scale` makes of their norm.
///
/// The norm is taken over all sizes but the last, as Keras does with `axis=0` for a dense kernel, and with
/// `axis=[0, 1, 2]`, which it recommends, for that of a `Conv2D`. Of a bias, over the whole.
pub(super) fn scale_units(values: &mut [f32], dims: Dims, scale: impl Fn(f32) -> f32) {
    let units = if dims.rank > 1 { dims.last() } else { 1 };
    for unit in 0..units {
        let squares = values.iter().skip(unit).step_by(units).map(|&w| f64::from(w) * f64::from(w));
        let scale = scale(math::sqrt(squares.sum::<f64>() as f32));
        values.iter_mut().skip(unit).step_by(units).for_each(|w| *w *= scale);
    }
}

/// Asserts that a constraint makes of a vector, and of the columns of a matrix, what `factor` makes of their norms in
/// f64: Keras's formulas, with `axis=0` and with all axes but the last.
#[cfg(test)]
pub(super) fn check_norm(constraint: ConstraintSetting, factor: impl Fn(f64) -> f64) {
    use std::vec::Vec;
    let dims = [
        Dims::flat(1),
        Dims::flat(6),
        Dims::flat(3).times(4),
        Dims::flat(1).times(5),
        Dims::flat(2).times(3).times(2).times(2),
    ];
    for (dims, size) in dims.iter().flat_map(|dims| [0.01, 0.3, 1.0, 5.0].map(|size| (*dims, size))) {
        let values: Vec<f32> = (0..dims.len()).map(|n| size * ((n as f32 * 1.7 + 0.3).sin() + 0.2)).collect();
        let mut got = values.clone();
        constraint.apply(&mut got, dims);
        let units = if dims.rank > 1 { dims.last() } else { 1 };
        for (place, (&got, &value)) in got.iter().zip(&values).enumerate() {
            let unit = values.iter().skip(place % units).step_by(units);
            let norm = unit.map(|&w| f64::from(w).powi(2)).sum::<f64>().sqrt();
            let want = f64::from(value) * factor(norm);
            // Some roundings of the factor, and one of the product.
            assert!(
                (f64::from(got) - want).abs() <= 4e-7 * want.abs(),
                "{got} and {want} at {place} of {dims}"
            );
        }
    }
}
