use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = x where x > 0, else eˣ − 1. Keras's `elu` with its default α, 1 (Clevert, Unterthiner and Hochreiter,
/// 2015).
///
/// f′ is 1 where x > 0, else f + 1.
///
/// ```
/// use cornu_engine::{Activation, Elu};
///
/// let mut values = [-100.0, 0.0, 0.5];
/// Elu::apply(&mut values, 3);
/// assert_eq!(values, [-1.0, 0.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Elu;

activation! { Elu }

impl Activation for Elu {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let below = math::exp_m1(x);
            if x > 0.0 { x } else { below }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y > 0.0 { d } else { d * (y + 1.0) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| if *x > 0.0 { *x } else { x.exp_m1() }).collect();
        crate::activation::check_activation::<Elu>(
            reference,
            &[-1e38, -30.0, -3.0, -0.35, -0.01, -1e-5, 0.5, 7.0],
        );
    }
}
