use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = ln σ(x) = −ln(1 + e⁻ˣ). Keras's `log_sigmoid`; f′ = 1 − eᶠ.
///
/// ```
/// use cornu_engine::{Activation, LogSigmoid};
///
/// let mut values = [-100.0, 0.0, 200.0];
/// LogSigmoid::apply(&mut values, 3);
/// assert_eq!(values, [-100.0, -2.0_f32.ln(), 0.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LogSigmoid;

activation! { LogSigmoid }

impl Activation for LogSigmoid {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| -math::softplus(-x));
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| d * -math::exp_m1(y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.min(0.0) - (-x.abs()).exp().ln_1p()).collect();
        crate::activation::check_activation::<LogSigmoid>(
            reference,
            &[-30.0, -60.0, -4.69, -0.01, 0.0, 0.5, 2.2, 7.0, 20.5],
        );
    }
}
