use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    math, settings,
};

/// f(x) = (x + √(x² + b)) / 2, a smooth `Relu` without an exponential. Keras's `squareplus` (Barron, 2021).
///
/// f′ = f² / (f² + b/4).
///
/// ```
/// use cornu_engine::{Activation, Squareplus};
///
/// let mut values = [0.0, 1.5, 1e30];
/// <Squareplus as Activation>::apply(&mut values, 3);
/// assert_eq!(values, [1.0, 2.0, 1e30]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Squareplus;

settings! {
    /// What may stand in braces behind a [`Squareplus`].
    pub struct SquareplusSettings {
        /// How smooth it is: √b / 2 is the value at 0. Default: 4.
        pub b: f32 = 4.0 => (b > 0.0 && b < 1e30, "above 0 and below 1e30"),
    }
}

activation! { Squareplus: SquareplusSettings }

impl<S: Setup<Settings = SquareplusSettings>> Activation<S> for Squareplus {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| output(x, S::SETTINGS.b));
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| d / (1.0 + 0.25 * S::SETTINGS.b / y / y));
    }
}

#[inline(always)]
fn output(x: f32, b: f32) -> f32 {
    // The square of a large number is none.
    let size = x.abs();
    let root = if size > 1e18 { size } else { math::sqrt(x * x + b) };
    // Below 0 the sum would lose its digits: it is b / (√(x² + b) − x).
    let sum = size + root;
    if x < 0.0 { 0.5 * b / sum } else { 0.5 * sum }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configured, Fit, activation::check_activation, setup};

    fn reference(x: f64, b: f64) -> f64 {
        let root = (x * x + b).sqrt();
        if x < 0.0 { 0.5 * b / (root - x) } else { 0.5 * (x + root) }
    }

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|&x| reference(x, 4.0)).collect();
        check_activation::<Squareplus>(
            reference,
            &[-1e38, -1e20, -1e4, -30.0, -3.0, -0.35, -1e-5, 0.0, 0.5, 7.0],
        );
    }

    #[test]
    fn settings_are_followed() {
        setup! { struct Set: SquareplusSettings { b: 0.25 } }
        let of_all = |x: &[f64]| x.iter().map(|&x| reference(x, 0.25)).collect();
        check_activation::<Configured<Squareplus, Set>>(of_all, &[-30.0, -3.0, -0.35, 0.0, 0.5, 7.0]);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let settings = SquareplusSettings { b: 0.0 };
        assert!(matches!(settings.check(), Fit::Setting { name: "b", .. }));
    }
}
