use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = ¼·(x + 1)² where −1 < x < 1; 0 below, and x above: a `Relu` whose corner is rounded. Keras's `sparse_plus`.
///
/// f′ is √f where f < 1, else 1.
///
/// ```
/// use cornu_engine::{Activation, SparsePlus};
///
/// let mut values = [-3.0, 0.0, 7.0];
/// SparsePlus::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.25, 7.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SparsePlus;

activation! { SparsePlus }

impl Activation for SparsePlus {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let y = 0.25 * (x + 1.0) * (x + 1.0);
            let y = if x <= -1.0 { 0.0 } else { y };
            if x >= 1.0 { x } else { y }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| d * if y < 1.0 { math::sqrt(y) } else { 1.0 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| {
            x.iter().map(|x| if *x >= 1.0 { *x } else { 0.25 * (x + 1.0).max(0.0).powi(2) }).collect()
        };
        crate::activation::check_activation::<SparsePlus>(
            reference,
            &[-1e38, -1.5, -0.75, -0.01, 0.0, 0.5, 0.99, 1.01, 7.0],
        );
    }
}
