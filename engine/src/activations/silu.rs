use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = x·σ(x) = x / (1 + e⁻ˣ). Keras's `silu`, also called `swish` (Ramachandran, Zoph and Le, 2017).
///
/// f′ = σ + x·σ·(1 − σ). Of −∞ it makes NaN, as Keras does.
///
/// ```
/// use cornu_engine::{Activation, Silu};
///
/// let mut values = [-100.0, 0.0, 100.0];
/// Silu::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.0, 100.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Silu;

activation! { Silu }

impl Activation for Silu {
    const NEEDS_SUMS: bool = true;

    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| x * math::sigmoid(x));
    }

    #[inline]
    fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(sums, d, |x, d| {
            let s = math::sigmoid(x);
            d * (s + x * s * (1.0 - s))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x / (1.0 + (-x).exp())).collect();
        crate::activation::check_activation::<Silu>(
            reference,
            &[-1e38, -60.0, -16.77, -3.3, -1.278, -0.01, 0.0, 0.5, 2.2, 7.0],
        );
    }
}
