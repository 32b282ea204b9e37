use crate::{
    Activation,
    activation::{apply_each, backward_each},
};

/// f(x) = x where x > 0, else x / 5. Keras's `leaky_relu` with its default slope, 0.2.
///
/// The layer `LeakyReLU` of Keras has another default, 0.3. The derivative at 0 is 0.2, as in Keras.
///
/// ```
/// use cornu_engine::{Activation, LeakyRelu};
///
/// let mut values = [-5.0, 0.0, 0.5];
/// LeakyRelu::apply(&mut values, 3);
/// assert_eq!(values, [-1.0, 0.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LeakyRelu;

const SLOPE: f32 = 0.2;

impl Activation for LeakyRelu {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| if x > 0.0 { x } else { SLOPE * x });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y > 0.0 { d } else { SLOPE * d });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.max(0.2 * x)).collect();
        crate::activation::check_activation::<LeakyRelu>(reference, &[-1e4, -3.0, -0.01, 0.5, 7.0]);
    }

    #[test]
    fn the_derivative_at_zero_is_the_slope() {
        let mut d = [1.0, 1.0];
        LeakyRelu::backward(&[], &[0.0, -0.0], &mut d, 2);
        assert_eq!(d, [0.2, 0.2]);
    }
}
