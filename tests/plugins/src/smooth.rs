use cornu::{Dims, Regularizer, RegularizerSetting};

/// The type behind the regularizer [`Smooth`](fn@Smooth).
#[derive(Debug)]
pub enum Smooth {}

/// factor · Σ (w − w′)², over the weights that lead from one input and from the next to the same unit: neighbours are to
/// be alike, as of a signal's samples.
///
/// The discrete Tikhonov regularizer with a difference operator (Tikhonov, 1963).
#[allow(non_snake_case, reason = "read as a value of a type")]
pub const fn Smooth(factor: f32) -> RegularizerSetting {
    RegularizerSetting::new::<Smooth>([factor, 0.0, 0.0, 0.0])
        .must(factor >= 0.0 && factor.is_finite(), "a `Smooth` of at least 0, and a finite number")
}

impl Regularizer for Smooth {
    fn penalty([factor, ..]: [f32; 4], values: &[f32], dims: Dims) -> f64 {
        let neighbours = values.iter().zip(values.iter().skip(dims.last()));
        let squares = neighbours.map(|(w, next)| (f64::from(*w) - f64::from(*next)).powi(2));
        f64::from(factor) * squares.sum::<f64>()
    }

    fn add_gradient([factor, ..]: [f32; 4], values: &[f32], dims: Dims, scale: f32, d: &mut [f32]) {
        let units = dims.last();
        for (place, (w, next)) in values.iter().zip(values.iter().skip(units)).enumerate() {
            let slope = scale * factor * 2.0 * (w - next);
            d[place] += slope;
            d[place + units] -= slope;
        }
    }
}
