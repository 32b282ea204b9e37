use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = ln(1 + eˣ), a smooth `Relu`. Keras's `softplus`; f′ = 1 − e⁻ᶠ, which is the sigmoid of x.
///
/// ```
/// use cornu_engine::{Activation, Softplus};
///
/// let mut values = [-200.0, 0.0, 100.0];
/// Softplus::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 2.0_f32.ln(), 100.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Softplus;

activation! { Softplus }

impl Activation for Softplus {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, math::softplus);
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| d * -math::exp_m1(-y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.max(0.0) + (-x.abs()).exp().ln_1p()).collect();
        crate::activation::check_activation::<Softplus>(
            reference,
            &[-1e38, -60.0, -4.69, -0.01, 0.0, 0.5, 2.2, 7.0, 20.5],
        );
    }
}
