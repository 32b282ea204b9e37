use crate::{
    Activation, activation,
    activation::{apply_each, backward_each},
    math,
};

/// f(x) = λ·x where x > 0, else λ·α·(eˣ − 1), with λ = 1.05070098 and α = 1.67326324. Keras's `selu`
/// (Klambauer, Unterthiner, Mayr and Hochreiter, 2017).
///
/// With these two numbers a deep network keeps its values near mean 0 and variance 1, if its kernels
/// start as [`LecunNormal`](crate::Initializer::LecunNormal). f′ is λ where x > 0, else f + λ·α.
///
/// ```
/// use cornu_engine::{Activation, Selu};
///
/// let mut values = [-100.0, 0.0, 1.0];
/// Selu::apply(&mut values, 3);
/// assert_eq!(values, [-1.7580993, 0.0, 1.050701]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Selu;

activation! { Selu }

/// λ
const SCALE: f32 = 1.050_701;
/// λ·α
const DEPTH: f32 = 1.758_099_3;

impl Activation for Selu {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let below = DEPTH * math::exp_m1(x);
            if x > 0.0 { SCALE * x } else { below }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| d * if y > 0.0 { SCALE } else { y + DEPTH });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        // As Keras gives them (keras/src/activations/activations.py).
        const SCALE: f64 = 1.0507009873554805;
        const ALPHA: f64 = 1.6732632423543772;
        let reference =
            |x: &[f64]| x.iter().map(|x| SCALE * if *x > 0.0 { *x } else { ALPHA * x.exp_m1() }).collect();
        crate::activation::check_activation::<Selu>(
            reference,
            &[-1e38, -30.0, -3.0, -0.35, -0.01, -1e-5, 0.5, 7.0],
        );
    }
}
