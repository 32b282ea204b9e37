use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = tanh x. Keras's `tanh`; f′ = 1 − f².
///
/// ```
/// use cornu_engine::{Activation, Tanh};
///
/// let mut values = [-100.0, 0.0, 100.0];
/// Tanh::apply(&mut values, 3);
/// assert_eq!(values, [-1.0, 0.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Tanh;

activation! { Tanh }

impl Activation for Tanh {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, math::tanh);
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| d * (1.0 - y * y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.tanh()).collect();
        crate::activation::check_activation::<Tanh>(reference, &[-9.0, -0.7, -0.1, 0.3, 0.625, 2.0]);
    }
}
