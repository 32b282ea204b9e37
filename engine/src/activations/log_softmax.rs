use super::softmax::row_maximum;
use crate::{Activation, activation, math, sums::row_sum, vectorize};

/// f(x)ᵢ = xᵢ − ln Σⱼ eˣʲ over each row: the logarithm of [`Softmax`](crate::Softmax). Keras's `log_softmax` with its
/// default axis, the last one.
///
/// The row's maximum is taken off first, so that no input of any size overflows.
///
/// ```
/// use cornu_engine::{Activation, LogSoftmax};
///
/// // Two rows of two values.
/// let mut values = [3.0, 3.0, 1000.0, -1000.0];
/// LogSoftmax::apply(&mut values, 2);
/// assert_eq!(values, [-2.0_f32.ln(), -2.0_f32.ln(), 0.0, -2000.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LogSoftmax;

activation! { LogSoftmax }

impl Activation for LogSoftmax {
    /// Of one value it would always be 0.
    const LEAST_WIDTH: usize = 2;

    #[inline]
    fn apply(values: &mut [f32], width: usize) {
        vectorize(
            values.len(),
            #[inline(always)]
            || {
                for row in values.chunks_exact_mut(width) {
                    let maximum = row_maximum(row);
                    row.iter_mut().for_each(|x| *x -= maximum);
                    let logarithm = math::ln(row_sum(row, math::exp));
                    row.iter_mut().for_each(|x| *x -= logarithm);
                }
            },
        );
    }

    /// dxᵢ = dyᵢ − eʸⁱ·Σⱼ dyⱼ
    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], width: usize) {
        vectorize(
            d.len(),
            #[inline(always)]
            || {
                for (d, y) in d.chunks_exact_mut(width).zip(outputs.chunks_exact(width)) {
                    let sum = row_sum(d, |d| d);
                    d.iter_mut().zip(y).for_each(|(d, y)| *d -= math::exp(*y) * sum);
                }
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| {
            let sum: f64 = x.iter().map(|x| x.exp()).sum();
            x.iter().map(|x| x - sum.ln()).collect()
        };
        crate::activation::check_activation::<LogSoftmax>(reference, &[-3.0, 0.0, 0.5, 2.0]);
        crate::activation::check_activation::<LogSoftmax>(reference, &[0.3; 33]);
    }

    #[test]
    fn the_largest_inputs_stay_finite() {
        let mut values = [1e38, -1e38, 1e38, 1e38];
        LogSoftmax::apply(&mut values, 2);
        assert_eq!(values, [0.0, -2e38, -2.0_f32.ln(), -2.0_f32.ln()]);
    }
}
