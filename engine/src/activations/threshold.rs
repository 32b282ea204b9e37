use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    settings,
};

/// f(x) = x where x > `threshold`, else `default_value`. Keras's `threshold`, which has no defaults.
///
/// ```
/// use cornu_engine::{Activation, Threshold};
///
/// let mut values = [-2.0, 0.0, 4.0];
/// <Threshold as Activation>::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Threshold;

settings! {
    /// What may stand in braces behind a [`Threshold`].
    pub struct ThresholdSettings {
        /// Where x begins to be handed on. Default: 0.
        pub threshold: f32 = 0.0 => (threshold.is_finite(), "a finite number"),
        /// The output up to there. Default: 0.
        pub default_value: f32 = 0.0 => (default_value.is_finite(), "a finite number"),
    }
}

activation! { Threshold: ThresholdSettings }

impl<S: Setup<Settings = ThresholdSettings>> Activation<S> for Threshold {
    const NEEDS_SUMS: bool = true;

    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| if x <= S::SETTINGS.threshold { S::SETTINGS.default_value } else { x });
    }

    #[inline]
    fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(sums, d, |x, d| if x <= S::SETTINGS.threshold { 0.0 } else { d });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configured, Fit, Settings, activation::check_activation, setup};

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.max(0.0)).collect();
        check_activation::<Threshold>(reference, &[-1e38, -3.0, -0.01, 0.2, 7.0]);
    }

    #[test]
    fn settings_are_followed() {
        setup! { struct Set: ThresholdSettings { threshold: -1.5, default_value: 20.0 } }
        let reference = |x: &[f64]| x.iter().map(|x| if *x > -1.5 { *x } else { 20.0 }).collect();
        check_activation::<Configured<Threshold, Set>>(reference, &[-3.0, -1.0, 1.0, 2.0]);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let settings = ThresholdSettings { default_value: f32::NAN, ..ThresholdSettings::DEFAULT };
        assert!(matches!(settings.check(), Fit::Setting { name: "default_value", .. }));
    }
}
