//! What the constraints of a norm have in common.

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
