use super::exp;

/// tanh x, within 3 units in the last place.
///
/// Cephes' `tanhf`: a polynomial for small x, 1 − 2 / (e²ˣ + 1) beyond.
///
/// ```
/// assert_eq!(cornu_engine::math::tanh(0.0), 0.0);
/// ```
#[inline(always)]
#[expect(clippy::excessive_precision, reason = "the coefficients as Cephes gives them")]
pub fn tanh(x: f32) -> f32 {
    let size = x.abs();
    let square = x * x;
    let p = -5.704_988_7e-3;
    let p = p * square + 2.063_908_9e-2;
    let p = p * square - 5.373_971_6e-2;
    let p = p * square + 1.333_144_2e-1;
    let p = p * square - 3.333_328_2e-1;
    let small = p * square * x + x;
    let large = 1.0 - 2.0 / (exp(2.0 * size) + 1.0);
    (if size < 0.625 { small } else { large }).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::tests::worst;

    #[test]
    fn it_is_within_its_bound() {
        assert!(worst(tanh, f64::tanh, -100.0..=100.0) <= 6.0);
    }

    #[test]
    fn the_ends_are_right() {
        assert_eq!((tanh(-1e38), tanh(1e38)), (-1.0, 1.0));
        assert!(tanh(-0.0).is_sign_negative());
    }
}
