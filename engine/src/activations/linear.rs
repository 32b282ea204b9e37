use crate::{Activation, activation};

/// f(x) = x: a layer's sums as they are. Keras's `linear`, the default of [`Dense`](crate::Dense).
///
/// ```
/// use cornu_engine::{Activation, Linear};
///
/// let mut values = [-3.0, 0.5];
/// Linear::apply(&mut values, 2);
/// assert_eq!(values, [-3.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Linear;

activation! { Linear }

impl Activation for Linear {
    const IS_LINEAR: bool = true;

    #[inline(always)]
    fn apply(_values: &mut [f32], _width: usize) {}

    #[inline(always)]
    fn backward(_sums: &[f32], _outputs: &[f32], _d: &mut [f32], _width: usize) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_and_gradients_are_right() {
        crate::activation::check_activation::<Linear>(<[f64]>::to_vec, &[-3.0, 0.0, 0.5, 7.0]);
    }
}
