use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
};

/// f(x) = x where x > 0, else 0. Keras's `relu`; its derivative at 0 is 0, as in Keras.
///
/// ```
/// use cornu_engine::{Activation, Relu};
///
/// let mut values = [-3.0, 0.0, 0.5];
/// Relu::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Relu;

activation! { Relu }

impl Activation for Relu {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        // Not `x > 0`: NaN has to stay NaN.
        apply_each(values, |x| if x <= 0.0 { 0.0 } else { x });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y <= 0.0 { 0.0 } else { d });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.max(0.0)).collect();
        crate::activation::check_activation::<Relu>(reference, &[-3.0, -0.01, 0.5, 7.0]);
    }

    #[test]
    fn the_derivative_at_zero_is_zero() {
        let mut d = [1.0];
        Relu::backward(&[], &[0.0], &mut d, 1);
        assert_eq!(d, [0.0]);
    }
}
