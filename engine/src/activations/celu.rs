use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    math, settings,
};

/// f(x) = x where x > 0, else α·(e^(x/α) − 1): an [`Elu`](crate::Elu) whose slope at 0 is 1 for any α. Keras's `celu`
/// (Barron, 2017).
///
/// f′ is 1 where x > 0, else f/α + 1.
///
/// ```
/// use cornu_engine::{Activation, Celu};
///
/// let mut values = [-100.0, 0.0, 0.5];
/// <Celu as Activation>::apply(&mut values, 3);
/// assert_eq!(values, [-1.0, 0.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Celu;

settings! {
    /// What may stand in braces behind a [`Celu`].
    pub struct CeluSettings {
        /// How deep it goes below 0. Default: 1.
        pub alpha: f32 = 1.0 => (alpha > 0.0 && alpha < f32::INFINITY, "above 0, and a finite number"),
    }
}

activation! { Celu: CeluSettings }

impl<S: Setup<Settings = CeluSettings>> Activation<S> for Celu {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let below = S::SETTINGS.alpha * math::exp_m1(x / S::SETTINGS.alpha);
            if x > 0.0 { x } else { below }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y > 0.0 { d } else { d * (y / S::SETTINGS.alpha + 1.0) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configured, Fit, activation::check_activation, setup};

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| if *x > 0.0 { *x } else { x.exp_m1() }).collect();
        check_activation::<Celu>(reference, &[-1e38, -30.0, -3.0, -0.35, -0.01, -1e-5, 0.5, 7.0]);
    }

    #[test]
    fn settings_are_followed() {
        setup! { struct Set: CeluSettings { alpha: 0.5 } }
        let reference =
            |x: &[f64]| x.iter().map(|x| if *x > 0.0 { *x } else { 0.5 * (x / 0.5).exp_m1() }).collect();
        check_activation::<Configured<Celu, Set>>(reference, &[-1e38, -30.0, -3.0, -0.35, -0.01, 0.5, 7.0]);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let settings = CeluSettings { alpha: 0.0 };
        assert!(matches!(settings.check(), Fit::Setting { name: "alpha", .. }));
    }
}
