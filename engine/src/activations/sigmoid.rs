use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = 1 / (1 + e⁻ˣ). Keras's `sigmoid`; f′ = f·(1 − f).
///
/// ```
/// use cornu_engine::{Activation, Sigmoid};
///
/// let mut values = [-100.0, 0.0, 100.0];
/// Sigmoid::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.5, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sigmoid;

activation! { Sigmoid }

impl Activation for Sigmoid {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, math::sigmoid);
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| d * (y * (1.0 - y)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| 1.0 / (1.0 + (-x).exp())).collect();
        crate::activation::check_activation::<Sigmoid>(reference, &[-30.0, -1.0, 0.0, 0.5, 20.0]);
    }
}
