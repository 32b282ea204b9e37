use super::exp;

/// ln(1 + eˣ), within 2 units in the last place where the result is an ordinary float.
///
/// As max(x, 0) + ln(1 + t) with t = e⁻|ˣ|, and ln(1 + t) = 2·artanh(t / (2 + t)): the series of artanh,
/// with coefficients that make the largest error smallest (5·10⁻⁹).
///
/// ```
/// use cornu_engine::math::softplus;
///
/// assert_eq!(softplus(0.0), 2.0_f32.ln());
/// // ln(1 + 10⁻⁹) is 10⁻⁹, and not 0.
/// assert!((softplus(1e-9_f32.ln()) - 1e-9).abs() < 1e-14);
/// ```
#[inline(always)]
pub fn softplus(x: f32) -> f32 {
    let t = exp(-x.abs());
    // Twice t / (2 + t): at most ⅔, and never smaller than it must be, so that small t keep their bits.
    let s = t / (0.5 * t + 1.0);
    let square = s * s;
    let p = 5.471_093_3e-4;
    let p = p * square + 2.187_640_9e-3;
    let p = p * square + 1.250_672_7e-2;
    let p = p * square + 8.333_302e-2;
    (if x > 0.0 { x } else { 0.0 }) + (s + s * (square * p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::tests::worst;

    fn exact(x: f64) -> f64 {
        x.max(0.0) + (-x.abs()).exp().ln_1p()
    }

    #[test]
    fn it_is_within_its_bound() {
        assert!(worst(softplus, exact, -87.0..=f32::MAX) <= 4.0);
    }

    #[test]
    fn the_ends_are_right() {
        assert_eq!((softplus(f32::NEG_INFINITY), softplus(f32::INFINITY)), (0.0, f32::INFINITY));
        assert_eq!((softplus(f32::MIN), softplus(f32::MAX)), (0.0, f32::MAX));
    }
}
