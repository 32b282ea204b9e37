use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    settings,
};

/// f(x) = 0 where x is no further from 0 than `threshold`, else x. Keras's `hard_shrink`.
///
/// ```
/// use cornu_engine::{Activation, HardShrink};
///
/// let mut values = [-2.0, 0.25, 0.5, 4.0];
/// <HardShrink as Activation>::apply(&mut values, 4);
/// assert_eq!(values, [-2.0, 0.0, 0.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HardShrink;

settings! {
    /// What may stand in braces behind a [`HardShrink`].
    pub struct HardShrinkSettings {
        /// What is no further from 0 than this becomes 0. Default: 0.5.
        pub threshold: f32 = 0.5 => (threshold >= 0.0 && threshold < f32::INFINITY,
            "at least 0, and a finite number"),
    }
}

activation! { HardShrink: HardShrinkSettings }

impl<S: Setup<Settings = HardShrinkSettings>> Activation<S> for HardShrink {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| if x.abs() <= S::SETTINGS.threshold { 0.0 } else { x });
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
        let reference = |x: &[f64]| x.iter().map(|x| if x.abs() > 0.5 { *x } else { 0.0 }).collect();
        check_activation::<HardShrink>(reference, &[-30.0, -3.0, -0.51, -0.49, 0.0, 0.2, 0.75, 7.0]);
    }

    #[test]
    fn settings_are_followed() {
        setup! { struct Set: HardShrinkSettings { threshold: 1.5 } }
        let reference = |x: &[f64]| x.iter().map(|x| if x.abs() > 1.5 { *x } else { 0.0 }).collect();
        check_activation::<Configured<HardShrink, Set>>(reference, &[-3.0, -1.0, 1.0, 2.0]);
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let settings = HardShrinkSettings { threshold: -0.5 };
        assert!(matches!(settings.check(), Fit::Setting { name: "threshold", .. }));
    }
}
