use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
};

/// f(x) = (x + 3) / 6, but not below 0 and not above 1. Keras's `hard_sigmoid`: the sigmoid from three
/// straight lines.
///
/// f′ is 1/6 where 0 < f < 1, else 0.
///
/// ```
/// use cornu_engine::{Activation, HardSigmoid};
///
/// let mut values = [-100.0, -1.5, 0.0, 3.0];
/// HardSigmoid::apply(&mut values, 4);
/// assert_eq!(values, [0.0, 0.25, 0.5, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HardSigmoid;

activation! { HardSigmoid }

impl Activation for HardSigmoid {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            // Not x/6 + ½, which keeps no digits near −3.
            let y = (x + 3.0) / 6.0;
            // Not `clamp`, so that it becomes two operations on a whole vector; NaN stays NaN.
            let y = if y < 0.0 { 0.0 } else { y };
            if y > 1.0 { 1.0 } else { y }
        });
    }

    /// The one float below 3 has the output 1, and so the derivative of 3.
    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y <= 0.0 || y >= 1.0 { 0.0 } else { d / 6.0 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| (x / 6.0 + 0.5).clamp(0.0, 1.0)).collect();
        crate::activation::check_activation::<HardSigmoid>(
            reference,
            &[-1e38, -7.0, -3.01, -2.999, -0.3, 0.0, 0.01, 2.999, 3.01],
        );
    }

    #[test]
    fn the_derivative_at_the_corners_is_zero() {
        let mut values = [-3.0, 3.0];
        HardSigmoid::apply(&mut values, 2);
        let mut d = [1.0, 1.0];
        HardSigmoid::backward(&[], &values, &mut d, 2);
        assert_eq!(d, [0.0, 0.0]);
    }
}
