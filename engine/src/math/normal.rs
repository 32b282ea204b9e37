use super::exp::exp_of_difference;

/// Φ(x) = ½·(1 + erf(x/√2)), how probable it is that a standard normal number is at most x: within 3 units
/// in the last place where the result is an ordinary float, also of the smallest; 0 below −14.4.
///
/// With a = |x|, Φ(−a) = e^(−a²/2)·m(a), and (1 + a)·m(a) is a polynomial in (a − 4) / (a + 4): after Shepherd and
/// Laframboise, 1981, for a below 14.6, with coefficients that make the largest error smallest (3·10⁻⁸).
///
/// ```
/// assert_eq!(cornu_engine::math::normal_cdf(0.0), 0.5);
/// ```
#[inline(always)]
pub fn normal_cdf(x: f32) -> f32 {
    let a = within_range(x);
    let q = (a - 4.0) / (a + 4.0);
    let p = 8.875_993e-5;
    let p = p * q + 7.224_857e-4;
    let p = p * q - 4.093_46e-4;
    let p = p * q - 5.049_622_6e-3;
    let p = p * q + 1.796_584_6e-2;
    let p = p * q - 3.218_542e-2;
    let p = p * q + 2.859_746_5e-2;
    let p = p * q + 1.399_869_1e-2;
    let p = p * q - 9.670_339e-2;
    let p = p * q + 4.720_532_3e-1;
    let tail = bell(a) * p / (1.0 + a);
    if x > 0.0 { 1.0 - tail } else { tail }
}

/// φ(x) = e^(−x²/2) / √(2π), the derivative of [`normal_cdf`], within 2 units in the last place where the result is
/// an ordinary float.
///
/// ```
/// assert_eq!(cornu_engine::math::normal_density(0.0), 0.3989423);
/// ```
#[inline(always)]
pub fn normal_density(x: f32) -> f32 {
    bell(within_range(x)) * 0.398_942_3
}

/// |x|, but 14.4 for those beyond: there both functions are 0, and −a²/2 is still above −104.
#[inline(always)]
fn within_range(x: f32) -> f32 {
    let a = x.abs();
    if a > 14.4 { 14.4 } else { a }
}

/// e^(−a²/2). The square of a float has twice its digits, and the exponent needs more of them than one float
/// has; so it is the square of the upper 12 bits, which is a float, and the small rest (a² − u²)/2.
#[inline(always)]
fn bell(a: f32) -> f32 {
    let upper = f32::from_bits(a.to_bits() & 0xffff_f000);
    exp_of_difference(-0.5 * upper * upper, 0.5 * (a - upper) * (a + upper))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::tests::worst;
    use std::f64::consts::{FRAC_1_SQRT_2, TAU};

    #[test]
    fn normal_cdf_is_within_its_bound() {
        assert!(worst(normal_cdf, |x| 0.5 * libm::erfc(-x * FRAC_1_SQRT_2), -12.9..=100.0) <= 6.0);
    }

    #[test]
    fn normal_density_is_within_its_bound() {
        assert!(worst(normal_density, |x| (-0.5 * x * x).exp() / TAU.sqrt(), -13.1..=13.1) <= 4.0);
    }

    #[test]
    fn the_ends_are_right() {
        for (x, below) in [(-14.4, 0.0), (f32::MIN, 0.0), (f32::NEG_INFINITY, 0.0), (f32::INFINITY, 1.0)] {
            assert_eq!((normal_cdf(x), normal_density(x)), (below, 0.0));
        }
    }
}
