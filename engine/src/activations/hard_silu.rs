use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
};

/// f(x) = x·(x + 3) / 6 where −3 < x < 3; 0 below, and x above. Keras's `hard_silu`, also called `hard_swish` (Howard and
/// others, 2019).
///
/// ```
/// use cornu_engine::{Activation, HardSilu};
///
/// let mut values = [-100.0, -1.5, 0.0, 3.0, 4.0];
/// HardSilu::apply(&mut values, 5);
/// assert_eq!(values, [0.0, -0.375, 0.0, 3.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HardSilu;

activation! { HardSilu }

impl Activation for HardSilu {
    const NEEDS_SUMS: bool = true;

    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let y = x * ((x + 3.0) / 6.0);
            let y = if x <= -3.0 { 0.0 } else { y };
            if x >= 3.0 { x } else { y }
        });
    }

    #[inline]
    fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(sums, d, |x, d| {
            let slope = (2.0 * x + 3.0) / 6.0;
            let slope = if x <= -3.0 { 0.0 } else { slope };
            d * if x >= 3.0 { 1.0 } else { slope }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x * (x / 6.0 + 0.5).clamp(0.0, 1.0)).collect();
        crate::activation::check_activation::<HardSilu>(
            reference,
            &[-1e38, -7.0, -3.01, -2.999, -1.5, -0.3, 0.0, 0.01, 2.999, 3.01, 7.0],
        );
    }
}
