use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    settings,
};

/// f(x) = x brought nearer to 0 by `threshold`, and 0 where it is no further from it. Keras's `soft_shrink`.
///
/// ```
/// use cornu_engine::{Activation, SoftShrink};
///
/// let mut values = [-2.0, 0.25, 0.5, 4.0];
/// <SoftShrink as Activation>::apply(&mut values, 4);
/// assert_eq!(values, [-1.5, 0.0, 0.0, 3.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SoftShrink;

settings! {
    /// What may stand in braces behind a [`SoftShrink`].
    pub struct SoftShrinkSettings {
        /// How much nearer to 0. Default: 0.5.
        pub threshold: f32 = 0.5 => (threshold >= 0.0 && threshold < f32::INFINITY,
            "at least 0, and a finite number"),
    }
}

activation! { SoftShrink: SoftShrinkSettings }

impl<S: Setup<Settings = SoftShrinkSettings>> Activation<S> for SoftShrink {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| {
            let threshold = S::SETTINGS.threshold;
            if x.abs() <= threshold { 0.0 } else { x - threshold.copysign(x) }
        });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y == 0.0 { 0.0 } else { d });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configured, Fit, activation::check_activation, setup};

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.signum() * (x.abs() - 0.5).max(0.0)).collect();
        check_activation::<SoftShrink>(reference, &[-30.0, -3.0, -0.75, -0.49, 0.0, 0.2, 0.75, 7.0]);
    }

    #[test]
    fn settings_are_followed() {
        setup! { struct Set: SoftShrinkSettings { threshold: 1.5 } }
        let reference = |x: &[f64]| x.iter().map(|x| x.signum() * (x.abs() - 1.5).max(0.0)).collect();
        check_activation::<Configured<SoftShrink, Set>>(reference, &[-3.0, -1.0, 1.0, 2.0]);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let settings = SoftShrinkSettings { threshold: -0.5 };
        assert!(matches!(settings.check(), Fit::Setting { name: "threshold", .. }));
    }
}
