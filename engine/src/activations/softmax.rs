use crate::{
    Activation, activation, math,
    sums::{row_sum, row_sum_of_two},
    vectorize,
};

/// f(x)ᵢ = eˣⁱ / Σⱼ eˣʲ over each row. Keras's `softmax` with its default axis, the last one.
///
/// The row's maximum is taken off first, so that no input of any size overflows.
///
/// ```
/// use cornu_engine::{Activation, Softmax};
///
/// // Two rows of two values: each row becomes probabilities.
/// let mut values = [3.0, 3.0, 1000.0, -1000.0];
/// Softmax::apply(&mut values, 2);
/// assert_eq!(values, [0.5, 0.5, 1.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Softmax;

activation! { Softmax }

/// Turns a row with this maximum into its softmax; gives the sum Σ eˣ⁻ᵐᵃˣⁱᵐᵘᵐ by which it was divided, which a loss
/// needs.
// Always inlined, so that it is compiled for the instruction set of the loop around it.
#[inline(always)]
pub(crate) fn softmax_below(row: &mut [f32], maximum: f32) -> f32 {
    row.iter_mut().for_each(|x| *x = math::exp(*x - maximum));
    let sum = row_sum(row, |x| x);
    row.iter_mut().for_each(|x| *x /= sum);
    sum
}

/// The largest value of a row, NaN if one is among them.
#[inline(always)]
pub(crate) fn row_maximum(row: &[f32]) -> f32 {
    let mut maximum = f32::NEG_INFINITY;
    for &x in row {
        // Written so that NaN wins.
        maximum = if x <= maximum { maximum } else { x };
        if x.is_nan() {
            return x;
        }
    }
    maximum
}

impl Activation for Softmax {
    /// Of one value it would always be 1.
    const LEAST_WIDTH: usize = 2;

    #[inline]
    fn apply(values: &mut [f32], width: usize) {
        vectorize(
            values.len(),
            #[inline(always)]
            || {
                for row in values.chunks_exact_mut(width) {
                    softmax_below(row, row_maximum(row));
                }
            },
        );
    }

    /// dxᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ)
    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], width: usize) {
        vectorize(
            d.len(),
            #[inline(always)]
            || {
                for (d, y) in d.chunks_exact_mut(width).zip(outputs.chunks_exact(width)) {
                    let along = row_sum_of_two(d, y, |d, y| d * y);
                    for (d, y) in d.iter_mut().zip(y) {
                        *d = y * (*d - along);
                    }
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
            x.iter().map(|x| x.exp() / sum).collect()
        };
        crate::activation::check_activation::<Softmax>(reference, &[-3.0, 0.0, 0.5, 2.0]);
    }

    #[test]
    fn the_largest_inputs_stay_finite() {
        let mut values = [1e38, -1e38, 1e38, 0.0, f32::MAX, f32::MIN];
        Softmax::apply(&mut values, 2);
        assert_eq!(values, [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]);
        let mut equal = [-1e38; 4];
        Softmax::apply(&mut equal, 4);
        assert_eq!(equal, [0.25; 4]);
    }

    #[test]
    fn a_row_knows_nothing_of_its_neighbours() {
        let mut two = [1.0, 2.0, f32::NAN, 0.0];
        Softmax::apply(&mut two, 2);
        let mut one = [1.0, 2.0];
        Softmax::apply(&mut one, 2);
        assert_eq!(two[..2], one);
        assert!(two[2].is_nan() && two[3].is_nan());
    }
}
