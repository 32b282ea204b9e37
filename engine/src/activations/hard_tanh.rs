use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
};

/// f(x) = x, but not below −1 and not above 1. Keras's `hard_tanh`.
///
/// ```
/// use cornu_engine::{Activation, HardTanh};
///
/// let mut values = [-3.0, 0.5, 7.0];
/// HardTanh::apply(&mut values, 3);
/// assert_eq!(values, [-1.0, 0.5, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HardTanh;

activation! { HardTanh }

impl Activation for HardTanh {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let y = if x < -1.0 { -1.0 } else { x };
            if y > 1.0 { 1.0 } else { y }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y <= -1.0 || y >= 1.0 { 0.0 } else { d });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.clamp(-1.0, 1.0)).collect();
        crate::activation::check_activation::<HardTanh>(
            reference,
            &[-1e38, -1.01, -0.99, -0.01, 0.5, 1.01, 7.0],
        );
    }
}
