use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    settings,
};

/// f(x) = x where x > 0, else `negative_slope` · x. Keras's `leaky_relu`, with its default slope, 0.2.
///
/// The layer `LeakyReLU` of Keras has another default, 0.3: write `LeakyRelu { negative_slope: 0.3 }`. The derivative
/// at 0 is the slope, as in Keras.
///
/// ```
/// use cornu_engine::{Activation, LeakyRelu};
///
/// let mut values = [-5.0, 0.0, 0.5];
/// <LeakyRelu as Activation>::apply(&mut values, 3);
/// assert_eq!(values, [-1.0, 0.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LeakyRelu;

settings! {
    /// What may stand in braces behind a [`LeakyRelu`].
    pub struct LeakyReluSettings {
        /// The slope below 0. Default: 0.2.
        pub negative_slope: f32 = 0.2 => (negative_slope >= 0.0 && negative_slope < f32::INFINITY,
            "at least 0, and a finite number"),
    }
}

activation! { LeakyRelu: LeakyReluSettings }

impl<S: Setup<Settings = LeakyReluSettings>> Activation<S> for LeakyRelu {
    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        apply_each(values, |x| if x > 0.0 { x } else { S::SETTINGS.negative_slope * x });
    }

    #[inline]
    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        backward_each(outputs, d, |y, d| if y > 0.0 { d } else { S::SETTINGS.negative_slope * d });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        let reference = |x: &[f64]| x.iter().map(|x| x.max(0.2 * x)).collect();
        crate::activation::check_activation::<LeakyRelu>(reference, &[-1e4, -3.0, -0.01, 0.5, 7.0]);
    }

    #[test]
    fn the_derivative_at_zero_is_the_slope() {
        let mut d = [1.0, 1.0];
        <LeakyRelu as Activation>::backward(&[], &[0.0, -0.0], &mut d, 2);
        assert_eq!(d, [0.2, 0.2]);
    }
}
