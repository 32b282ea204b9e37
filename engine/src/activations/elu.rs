use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    math, settings,
};

/// f(x) = x where x > 0, else α·(eˣ − 1). Keras's `elu` (Clevert, Unterthiner and Hochreiter, 2015).
///
/// f′ is 1 where x > 0, else f + α.
///
/// ```
/// use cornu_engine::{Activation, Elu};
///
/// let mut values = [-100.0, 0.0, 0.5];
/// <Elu as Activation>::apply(&mut values, 3);
/// assert_eq!(values, [-1.0, 0.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Elu;

settings! {
    /// What may stand in braces behind an [`Elu`].
    pub struct EluSettings {
        /// How deep it goes below 0. Default: 1.
        pub alpha: f32 = 1.0 => (alpha >= 0.0 && alpha < f32::INFINITY, "at least 0, and a finite number"),
    }
}

activation! { Elu: EluSettings }

impl<S: Setup<Settings = EluSettings>> Activation<S> for Elu {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let below = S::SETTINGS.alpha * math::exp_m1(x);
            if x > 0.0 { x } else { below }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y > 0.0 { d } else { d * (y + S::SETTINGS.alpha) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configured, Fit, activation::check_activation, setup};

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| if *x > 0.0 { *x } else { x.exp_m1() }).collect();
        check_activation::<Elu>(reference, &[-1e38, -30.0, -3.0, -0.35, -0.01, -1e-5, 0.5, 7.0]);
    }

    #[test]
    fn settings_are_followed() {
        setup! { struct Set: EluSettings { alpha: 0.5 } }
        let reference = |x: &[f64]| x.iter().map(|x| if *x > 0.0 { *x } else { 0.5 * x.exp_m1() }).collect();
        check_activation::<Configured<Elu, Set>>(reference, &[-1e38, -30.0, -3.0, -0.35, -0.01, 0.5, 7.0]);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let settings = EluSettings { alpha: -0.5 };
        assert!(matches!(settings.check(), Fit::Setting { name: "alpha", .. }));
    }
}
