//! The elementary functions of the layers, without branches, so that loops over them vectorise, and in
//! plain IEEE operations, so that they give the same bits on every machine.

mod exp;
mod normal;
mod sigmoid;
mod softplus;
mod tanh;

pub use exp::{exp, exp_m1};
pub use normal::{normal_cdf, normal_density};
pub use sigmoid::sigmoid;
pub use softplus::softplus;
pub use tanh::tanh;

/// The larger of two sizes: `Ord::max` may not yet be called where a constant is computed.
pub(crate) const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
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

    /// The largest distance from the f64 function, in half units in the last place of the result.
    pub(super) fn worst(
        fast: fn(f32) -> f32,
        exact: fn(f64) -> f64,
        range: core::ops::RangeInclusive<f32>,
    ) -> f64 {
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
    fn nan_goes_through() {
        for function in [exp, exp_m1, sigmoid, softplus, tanh, normal_cdf, normal_density, ln, ln_1p, sqrt] {
            assert!(function(f32::NAN).is_nan());
        }
    }
}
