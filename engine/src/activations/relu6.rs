use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
};

/// f(x) = x, but not below 0 and not above 6. Keras's `relu6`; `Relu { max_value: 6.0 }` is the same.
///
/// ```
/// use cornu_engine::{Activation, Relu6};
///
/// let mut values = [-3.0, 0.5, 7.0];
/// Relu6::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.5, 6.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Relu6;

activation! { Relu6 }

impl Activation for Relu6 {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            // Not `clamp`, so that it becomes two operations on a whole vector; NaN stays NaN.
            let y = if x < 0.0 { 0.0 } else { x };
            if y > 6.0 { 6.0 } else { y }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y <= 0.0 || y >= 6.0 { 0.0 } else { d });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.clamp(0.0, 6.0)).collect();
        crate::activation::check_activation::<Relu6>(reference, &[-1e38, -3.0, -0.01, 0.5, 5.99, 6.01, 7.0]);
    }
}
