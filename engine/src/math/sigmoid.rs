use super::exp;

/// 1 / (1 + e⁻ˣ), within 3 units in the last place where the result is an ordinary float.
///
/// ```
/// assert_eq!(cornu_engine::math::sigmoid(0.0), 0.5);
/// ```
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::tests::worst;

    #[test]
    fn it_is_within_its_bound() {
        assert!(worst(sigmoid, |x| 1.0 / (1.0 + (-x).exp()), -87.0..=100.0) <= 6.0);
    }

    #[test]
    fn the_ends_are_right() {
        assert_eq!((sigmoid(-1e38), sigmoid(1e38)), (0.0, 1.0));
    }
}
