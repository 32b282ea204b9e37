use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = x·Φ(x), with Φ(x) = ½·(1 + erf(x/√2)). Keras's `gelu` with its default `approximate=False` (Hendrycks and
/// Gimpel, 2016).
///
/// f′ = Φ(x) + x·φ(x), with φ = Φ′. Of −∞ it makes NaN, as Keras does.
///
/// ```
/// use cornu_engine::{Activation, Gelu};
///
/// let mut values = [-100.0, 0.0, 100.0];
/// Gelu::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.0, 100.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Gelu;

activation! { Gelu }

impl Activation for Gelu {
    const NEEDS_SUMS: bool = true;

    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, output);
    }

    #[inline]
    fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(sums, d, gradient);
    }
}

#[inline(always)]
fn output(x: f32) -> f32 {
    x * math::normal_cdf(x)
}

#[inline(always)]
fn gradient(x: f32, d: f32) -> f32 {
    d * (math::normal_cdf(x) + x * math::normal_density(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        // erfc, since 1 + erf keeps no digits of the values far below 0.
        let reference =
            |x: &[f64]| x.iter().map(|x| 0.5 * x * libm::erfc(-x / core::f64::consts::SQRT_2)).collect();
        crate::activation::check_activation::<Gelu>(
            reference,
            &[-1e38, -12.0, -7.77, -3.3, -1.128, -0.01, -1e-5, 0.0, 0.5, 2.2, 7.0],
        );
    }
}
