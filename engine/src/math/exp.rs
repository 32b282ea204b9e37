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
    exp_of_difference(x, 0.0)
}

/// eᵃ⁻ᵇ for −104 ≤ a ≤ 89 and 0 ≤ b ≤ ⅛: as good as [`exp`] of a number that has the digits of both.
#[inline(always)]
pub(super) fn exp_of_difference(a: f32, b: f32) -> f32 {
    let (n, m) = split(a, b);
    let power = m + 1.0;
    // 2ⁿ in two factors, since 2¹²⁸ and the subnormal powers are no single ordinary float.
    let half = n >> 1;
    power * two_to(half) * two_to(n.wrapping_sub(half))
}

/// eˣ − 1, within 2 units in the last place, for small x too; −1 below −17.4, infinity above 88.73.
///
/// With n and r as in [`exp`]: 2ⁿ·(eʳ − 1) + (2ⁿ − 1).
///
/// ```
/// use cornu_engine::math::{exp, exp_m1};
///
/// assert_eq!(exp_m1(1e-9), 1e-9);
/// // 1 + 10⁻⁹ rounds to 1.
/// assert_eq!(exp(1e-9) - 1.0, 0.0);
/// ```
#[inline(always)]
pub fn exp_m1(x: f32) -> f32 {
    let size = if x > 89.0 { 89.0 } else { x };
    let size = if size < -18.0 { -18.0 } else { size };
    let (n, m) = split(size, 0.0);
    // Half of each term, since 2¹²⁸ is no ordinary float.
    let half = two_to(n.wrapping_sub(1));
    // The sign is that of x; without this, −0 would become 0.
    ((half * m + (half - 0.5)) * 2.0).copysign(x)
}

/// n and m with eᵃ⁻ᵇ = 2ⁿ·(1 + m), |m| < ½. If n is 0, m has all its digits, however small.
#[inline(always)]
fn split(a: f32, b: f32) -> (i32, f32) {
    // Adding 1.5·2²³ rounds to an integer, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let shifted = a * core::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = a - n * 0.693_359_4;
    let r = r - n * -2.121_944_4e-4;
    let r = r - b;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_2e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    (shifted.to_bits().wrapping_sub(ROUND.to_bits()) as i32, p * r * r + r)
}

/// 2ⁿ for −127 < n < 128; any float for others, such as the n of NaN.
#[inline(always)]
fn two_to(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::tests::worst;

    #[test]
    fn exp_is_within_its_bound() {
        assert!(worst(exp, f64::exp, -87.0..=88.7) <= 2.0);
    }

    #[test]
    fn exp_m1_is_within_its_bound() {
        assert!(worst(exp_m1, f64::exp_m1, -100.0..=88.7) <= 4.0);
    }

    #[test]
    fn the_ends_are_right() {
        assert_eq!((exp(f32::NEG_INFINITY), exp(f32::INFINITY)), (0.0, f32::INFINITY));
        assert_eq!((exp_m1(f32::NEG_INFINITY), exp_m1(f32::INFINITY)), (-1.0, f32::INFINITY));
        assert!(exp_m1(-0.0).is_sign_negative() && exp_m1(0.0).is_sign_positive());
        // Subnormal results lose bits, as they must, but not their size.
        assert!((f64::from(exp(-100.0)) / (-100.0f64).exp() - 1.0).abs() < 0.02);
    }
}
