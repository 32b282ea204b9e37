use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
};

/// f(x) = (x + 1) / 2, but not below 0 and not above 1. Keras's `sparse_sigmoid` (Blondel, Martins and Niculae, 2019).
///
/// ```
/// use cornu_engine::{Activation, SparseSigmoid};
///
/// let mut values = [-3.0, 0.0, 7.0];
/// SparseSigmoid::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.5, 1.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SparseSigmoid;

activation! { SparseSigmoid }

impl Activation for SparseSigmoid {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let y = 0.5 * (x + 1.0);
            let y = if y < 0.0 { 0.0 } else { y };
            if y > 1.0 { 1.0 } else { y }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y <= 0.0 || y >= 1.0 { 0.0 } else { 0.5 * d });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| (0.5 * (x + 1.0)).clamp(0.0, 1.0)).collect();
        crate::activation::check_activation::<SparseSigmoid>(
            reference,
            &[-1e38, -1.5, -0.75, -0.01, 0.0, 0.5, 0.99, 1.01, 7.0],
        );
    }
}
