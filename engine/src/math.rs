//! The elementary functions of the layers, without branches, so that loops over them vectorise, and in
//! plain IEEE operations, so that they give the same bits on every machine.

/// The larger of two sizes: `Ord::max` may not yet be called where a constant is computed.
pub(crate) const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// eˣ, within 1 unit in the last place; 0 below −104, infinity above 88.73, NaN for NaN.
///
/// Cephes' `expf`: x = n·ln 2 + r with |r| ≤ ½·ln 2, and a polynomial for eʳ.
///
/// ```
/// assert_eq!(cornu_engine::math::exp(0.0), 1.0);
/// ```
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    // Comparisons with NaN are false, so that NaN stays (`f32::min` would drop it).
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    // Adding 1.5·2²³ rounds to an integer, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let shifted = x * core::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * 0.693_359_4;
    let r = r - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_2e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let power = p * r * r + r + 1.0;
    // 2ⁿ in two factors, since 2¹²⁸ and the subnormal powers are no single ordinary float.
    let n = shifted.to_bits().wrapping_sub(ROUND.to_bits()) as i32;
    let half = n >> 1;
    let two_to = |n: i32| f32::from_bits((n.wrapping_add(127) as u32) << 23);
    power * two_to(half) * two_to(n.wrapping_sub(half))
}

/// 1 / (1 + e⁻ˣ), within 3 units in the last place where the result is an ordinary float.
///
/// ```
/// assert_eq!(cornu_engine::math::sigmoid(0.0), 0.5);
/// ```
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

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

/// The natural logarithm.
///
/// ```
/// assert_eq!(cornu_engine::math::ln(1.0), 0.0);
/// ```
#[inline]
pub fn ln(x: f32) -> f32 {
    libm::logf(x)
}

/// ln(1 + x), exact for small x.
///
/// ```
/// use cornu_engine::math::{ln, ln_1p};
///
/// assert_eq!(ln_1p(1e-9), 1e-9);
/// // 1 + 10⁻⁹ rounds to 1.
/// assert_eq!(ln(1.0 + 1e-9), 0.0);
/// ```
#[inline]
pub fn ln_1p(x: f32) -> f32 {
    libm::log1pf(x)
}

/// The square root.
///
/// ```
/// assert_eq!(cornu_engine::math::sqrt(9.0), 3.0);
/// ```
#[inline(always)]
pub fn sqrt(x: f32) -> f32 {
    // Both are rounded exactly; only the first is one instruction in a vectorised loop.
    #[cfg(feature = "std")]
    return x.sqrt();
    #[cfg(not(feature = "std"))]
    return libm::sqrtf(x);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The largest distance from the f64 function, in units in the last place of the result.
    fn worst(fast: fn(f32) -> f32, exact: fn(f64) -> f64, range: core::ops::RangeInclusive<f32>) -> f64 {
        let (mut worst, mut at) = (0.0f64, 0.0);
        // Every 997th float: 4.3 million of them.
        for bits in (0..=u32::MAX).step_by(997) {
            let x = f32::from_bits(bits);
            if !range.contains(&x) {
                continue;
            }
            let want = exact(f64::from(x));
            let unit = f64::from((want as f32).abs().max(f32::MIN_POSITIVE)) * f64::from(f32::EPSILON) / 2.0;
            let distance = (f64::from(fast(x)) - want).abs() / unit;
            if distance > worst {
                (worst, at) = (distance, x);
            }
        }
        std::println!("worst distance {worst:.2} half units at {at}");
        worst
    }

    #[test]
    fn exp_is_within_its_bound() {
        assert!(worst(exp, f64::exp, -87.0..=88.7) <= 2.0);
    }

    #[test]
    fn sigmoid_is_within_its_bound() {
        assert!(worst(sigmoid, |x| 1.0 / (1.0 + (-x).exp()), -87.0..=100.0) <= 6.0);
    }

    #[test]
    fn tanh_is_within_its_bound() {
        assert!(worst(tanh, f64::tanh, -100.0..=100.0) <= 6.0);
    }

    #[test]
    fn the_ends_are_right() {
        for function in [exp, sigmoid, tanh] {
            assert!(function(f32::NAN).is_nan());
        }
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert_eq!(exp(f32::INFINITY), f32::INFINITY);
        assert_eq!((sigmoid(-1e38), sigmoid(1e38)), (0.0, 1.0));
        assert_eq!((tanh(-1e38), tanh(1e38)), (-1.0, 1.0));
        assert!(tanh(-0.0).is_sign_negative());
        // Subnormal results lose bits, as they must, but not their size.
        assert!((f64::from(exp(-100.0)) / (-100.0f64).exp() - 1.0).abs() < 0.02);
    }
}
