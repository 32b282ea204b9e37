use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = eˣ. Keras's `exponential`; f′ = f.
///
/// ```
/// use cornu_engine::{Activation, Exponential};
///
/// let mut values = [-200.0, 0.0];
/// Exponential::apply(&mut values, 2);
/// assert_eq!(values, [0.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Exponential;

activation! { Exponential }

impl Activation for Exponential {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, math::exp);
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| d * y);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.exp()).collect();
        crate::activation::check_activation::<Exponential>(reference, &[-200.0, -7.77, -0.3, 0.0, 0.01, 1.5]);
    }
}
