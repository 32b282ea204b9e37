use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
};

/// f(x) = x / (1 + |x|). Keras's `softsign`; f′ = (1 − |f|)². Of an infinite x it makes NaN, as Keras does.
///
/// ```
/// use cornu_engine::{Activation, Softsign};
///
/// let mut values = [-1.0, 0.0, 3.0];
/// Softsign::apply(&mut values, 3);
/// assert_eq!(values, [-0.5, 0.0, 0.75]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Softsign;

activation! { Softsign }

impl Activation for Softsign {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| x / (1.0 + x.abs()));
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| {
            let rest = 1.0 - y.abs();
            d * (rest * rest)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x / (1.0 + x.abs())).collect();
        crate::activation::check_activation::<Softsign>(
            reference,
            &[-1e38, -60.0, -3.3, -0.01, 0.5, 2.2, 7.0],
        );
    }
}
