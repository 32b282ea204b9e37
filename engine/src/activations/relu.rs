use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    settings,
};

/// f(x) = x where x > 0, else 0. Keras's `relu`; its derivative at 0 is 0, as in Keras.
///
/// With settings, as Keras's layer `ReLU` has them: x where x > `threshold`, but no more than `max_value`; else
/// `negative_slope` · (x − `threshold`).
///
/// ```
/// use cornu::prelude::*;
///
/// model! { struct Net < Dense<784, 512, Relu>, Dense<512, 256, Relu { max_value: 6.0 }>, Dense<256, 10> >; }
/// ```
///
/// ```
/// use cornu_engine::{Activation, Relu};
///
/// let mut values = [-3.0, 0.0, 0.5];
/// <Relu as Activation>::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Relu;

settings! {
    /// What may stand in braces behind a [`Relu`].
    pub struct ReluSettings {
        /// The largest output. Default: none, which is infinity.
        pub max_value: f32 = f32::INFINITY => (max_value >= 0.0, "at least 0"),
        /// The slope up to the threshold. Default: 0.
        pub negative_slope: f32 = 0.0 => (negative_slope >= 0.0 && negative_slope < f32::INFINITY,
            "at least 0, and a finite number"),
        /// Where x begins to be handed on. Default: 0.
        pub threshold: f32 = 0.0 => (threshold >= 0.0 && threshold < f32::INFINITY,
            "at least 0, and a finite number"),
    }
}

activation! { Relu: ReluSettings }

impl ReluSettings {
    const fn is_plain(&self) -> bool {
        self.max_value == f32::INFINITY && self.negative_slope == 0.0 && self.threshold == 0.0
    }

    #[inline(always)]
    fn output(&self, x: f32) -> f32 {
        // Not `x > threshold`: NaN has to stay NaN.
        if x <= self.threshold {
            // Without a slope 0, and not −0.
            if self.negative_slope == 0.0 { 0.0 } else { self.negative_slope * (x - self.threshold) }
        } else if x > self.max_value {
            self.max_value
        } else {
            x
        }
    }

    /// The outputs tell: those up to the threshold are 0 or less, the others more.
    #[inline(always)]
    fn gradient(&self, y: f32, d: f32) -> f32 {
        if y >= self.max_value && self.max_value < f32::INFINITY {
            0.0
        } else if y <= 0.0 {
            if self.negative_slope == 0.0 { 0.0 } else { self.negative_slope * d }
        } else {
            d
        }
    }
}

impl<S: Setup<Settings = ReluSettings>> Activation<S> for Relu {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        if const { S::SETTINGS.is_plain() } {
            // Not `x > 0`: NaN has to stay NaN.
            apply_each(values, |x| if x <= 0.0 { 0.0 } else { x });
        } else {
            apply_each(values, |x| S::SETTINGS.output(x));
        }
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        if const { S::SETTINGS.is_plain() } {
            backward_each(outputs, d, |y, d| if y <= 0.0 { 0.0 } else { d });
        } else {
            backward_each(outputs, d, |y, d| S::SETTINGS.gradient(y, d));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configured, Fit, Settings, activation::check_activation, setup};
    use std::vec::Vec;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.max(0.0)).collect();
        check_activation::<Relu>(reference, &[-3.0, -0.01, 0.5, 7.0]);
    }

    #[test]
    fn the_derivative_at_zero_is_zero() {
        let mut d = [1.0];
        <Relu as Activation>::backward(&[], &[0.0], &mut d, 1);
        assert_eq!(d, [0.0]);
    }

    /// Keras's formula.
    fn reference<S: Setup<Settings = ReluSettings>>(x: &[f64]) -> Vec<f64> {
        let ReluSettings { max_value, negative_slope, threshold } = S::SETTINGS;
        let [max_value, negative_slope, threshold] = [max_value, negative_slope, threshold].map(f64::from);
        let one = |&x: &f64| {
            let above = if x > threshold { x } else { 0.0 };
            above.clamp(0.0, max_value) - negative_slope * (threshold - x).max(0.0)
        };
        x.iter().map(one).collect()
    }

    #[test]
    fn settings_are_followed() {
        setup! { struct Six: ReluSettings { max_value: 6.0 } }
        setup! { struct Leaky: ReluSettings { negative_slope: 0.1 } }
        setup! { struct Late: ReluSettings { threshold: 0.75 } }
        setup! { struct All: ReluSettings { max_value: 1.5, negative_slope: 0.1, threshold: 0.75 } }
        setup! { struct Nothing: ReluSettings { max_value: 0.0, negative_slope: 0.5 } }
        fn check<S: Setup<Settings = ReluSettings>>() {
            check_activation::<Configured<Relu, S>>(reference::<S>, &[-1e4, -3.0, -0.01, 0.5, 1.0, 2.0, 7.0]);
        }
        check::<Six>();
        check::<Leaky>();
        check::<Late>();
        check::<All>();
        check::<Nothing>();
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let name = |settings: ReluSettings| match settings.check() {
            Fit::Setting { name, .. } => name,
            _ => "",
        };
        let default = ReluSettings::DEFAULT;
        assert_eq!(name(default), "");
        assert_eq!(name(ReluSettings { max_value: -1.0, ..default }), "max_value");
        assert_eq!(name(ReluSettings { negative_slope: -1.0, ..default }), "negative_slope");
        assert_eq!(name(ReluSettings { threshold: f32::NAN, ..default }), "threshold");
    }
}
