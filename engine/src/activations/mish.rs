use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = x·tanh(ln(1 + eˣ)). Keras's `mish` (Misra, 2019).
///
/// With e = eˣ, the tanh is (e² + 2e) / (e² + 2e + 2). Of −∞ it makes NaN, as Keras does.
///
/// ```
/// use cornu_engine::{Activation, Mish};
///
/// let mut values = [-200.0, 0.0, 100.0];
/// Mish::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.0, 100.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Mish;

activation! { Mish }

impl Activation for Mish {
    const NEEDS_SUMS: bool = true;

    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| x * factor(x).0);
    }

    #[inline]
    fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(sums, d, |x, d| {
            let (factor, slope) = factor(x);
            d * (factor + x * slope)
        });
    }
}

/// tanh(ln(1 + eˣ)), and its derivative: by t = e⁻|ˣ|, so that nothing overflows.
#[inline(always)]
fn factor(x: f32) -> (f32, f32) {
    let t = math::exp(-x.abs());
    let (above, below, rise) = if x > 0.0 {
        (1.0 + 2.0 * t, 1.0 + 2.0 * t + 2.0 * t * t, t * t)
    } else {
        (t * (t + 2.0), t * (t + 2.0) + 2.0, t)
    };
    (above / below, 4.0 * rise * (1.0 + t) / (below * below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference =
            |x: &[f64]| x.iter().map(|x| x * (x.max(0.0) + (-x.abs()).exp().ln_1p()).tanh()).collect();
        crate::activation::check_activation::<Mish>(
            reference,
            &[-1e38, -60.0, -16.77, -3.3, -1.192, -0.01, 0.0, 0.5, 2.2, 7.0, 20.5],
        );
    }
}
