use crate::{
    Activation, Setup, activation,
    activation::{apply_each, backward_each},
    math, settings,
};

/// f(x) = x·Φ(x), with Φ(x) = ½·(1 + erf(x/√2)). Keras's `gelu` (Hendrycks and Gimpel, 2016).
///
/// f′ = Φ(x) + x·φ(x), with φ = Φ′. Of −∞ it makes NaN, as Keras does. With `{ approximate: true }`, Φ(x) is
/// ½·(1 + tanh(√(2/π)·(x + 0.044715·x³))): for weights that were trained so.
///
/// ```
/// use cornu_engine::{Activation, Gelu};
///
/// let mut values = [-100.0, 0.0, 100.0];
/// <Gelu as Activation>::apply(&mut values, 3);
/// assert_eq!(values, [0.0, 0.0, 100.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Gelu;

settings! {
    /// What may stand in braces behind a [`Gelu`].
    pub struct GeluSettings {
        /// Whether Φ is approximated by a tanh. Default: `false`.
        pub approximate: bool = false,
    }
}

activation! { Gelu: GeluSettings }

impl<S: Setup<Settings = GeluSettings>> Activation<S> for Gelu {
    const NEEDS_SUMS: bool = true;

    #[inline]
    fn apply(values: &mut [f32], _width: usize) {
        if S::SETTINGS.approximate {
            apply_each(values, approximate_output);
        } else {
            apply_each(values, output);
        }
    }

    #[inline]
    fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        if S::SETTINGS.approximate {
            backward_each(sums, d, approximate_gradient);
        } else {
            backward_each(sums, d, gradient);
        }
    }
}

#[inline(always)]
fn output(x: f32) -> f32 {
    x * math::normal_cdf(x)
}

#[inline(always)]
fn gradient(x: f32, d: f32) -> f32 {
    d * (math::normal_cdf(x) + x * math::normal_density(x))
}

/// 2·√(2/π)
const SLOPE: f32 = 1.595_769_2;
/// That, times 0.044715.
const BEND: f32 = 0.071_354_814;

/// ½·(1 + tanh(u)) is the sigmoid of 2u.
#[inline(always)]
fn approximate_cdf(x: f32) -> f32 {
    math::sigmoid(x * (SLOPE + BEND * x * x))
}

#[inline(always)]
fn approximate_output(x: f32) -> f32 {
    x * approximate_cdf(x)
}

#[inline(always)]
fn approximate_gradient(x: f32, d: f32) -> f32 {
    let s = approximate_cdf(x);
    // Where the curve is flat, the slope of what stands in the sigmoid may be anything.
    let near = if x > 16.0 { 16.0 } else { x };
    let near = if near < -16.0 { -16.0 } else { near };
    d * (s + near * s * (1.0 - s) * (SLOPE + 3.0 * BEND * near * near))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Configured, activation::check_activation, setup};

    #[test]
    fn outputs_and_gradients_are_right() {
        // erfc, since 1 + erf keeps no digits of the values far below 0.
        let reference =
            |x: &[f64]| x.iter().map(|x| 0.5 * x * libm::erfc(-x / core::f64::consts::SQRT_2)).collect();
        check_activation::<Gelu>(
            reference,
            &[-1e38, -12.0, -7.77, -3.3, -1.128, -0.01, -1e-5, 0.0, 0.5, 2.2, 7.0],
        );
    }

    #[test]
    fn the_approximation_is_that_of_keras() {
        setup! { struct Approximate: GeluSettings { approximate: true } }
        let reference = |x: &[f64]| {
            let u = |x: f64| (2.0 / core::f64::consts::PI).sqrt() * (x + 0.044715 * x * x * x);
            x.iter().map(|&x| x / (1.0 + (-2.0 * u(x)).exp())).collect()
        };
        check_activation::<Configured<Gelu, Approximate>>(
            reference,
            &[-1e38, -30.0, -2.3, -1.128, -0.01, -1e-5, 0.0, 0.5, 2.2, 7.0],
        );
    }
}
