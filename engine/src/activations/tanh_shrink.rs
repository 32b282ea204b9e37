use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = x − tanh x. Keras's `tanh_shrink`; f′ = tanh² x.
///
/// ```
/// use cornu_engine::{Activation, TanhShrink};
///
/// let mut values = [-100.0, 0.0, 100.0];
/// TanhShrink::apply(&mut values, 3);
/// assert_eq!(values, [-99.0, 0.0, 99.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct TanhShrink;

activation! { TanhShrink }

impl Activation for TanhShrink {
    const NEEDS_SUMS: bool = true;

    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, output);
    }

    #[inline]
    fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(sums, d, |x, d| {
            let tanh = math::tanh(x);
            d * tanh * tanh
        });
    }
}

#[inline(always)]
fn output(x: f32) -> f32 {
    // Near 0 both are alike, and their difference would lose its digits: it is x³/3 − 2x⁵/15 + …, with coefficients
    // that make the largest error smallest (10⁻⁸).
    let square = x * x;
    let p = -2.245_031_3e-3;
    let p = p * square + 8.300_795e-3;
    let p = p * square - 2.175_541_2e-2;
    let p = p * square + 5.395_756e-2;
    let p = p * square - 1.333_329_7e-1;
    let p = p * square + 3.333_333_4e-1;
    let small = p * square * x;
    if x.abs() < 0.625 { small } else { x - math::tanh(x) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By the series near 0, where the difference has no digits in f64 either.
    fn difference(x: f64) -> f64 {
        if x.abs() < 0.01 {
            x.powi(3) * (1.0 / 3.0 - x * x * (2.0 / 15.0 - x * x * 17.0 / 315.0))
        } else {
            x - x.tanh()
        }
    }

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|&x| difference(x)).collect();
        crate::activation::check_activation::<TanhShrink>(
            reference,
            &[-30.0, -7.7, -1.2, -0.626, -0.62, -0.35, -0.01, -1e-5, 0.0, 0.5, 2.2],
        );
    }
}
