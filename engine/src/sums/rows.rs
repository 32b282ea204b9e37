//! The sum of a row of values, several terms at a time.

use super::PLAIN;

/// How many sums are formed side by side.
const LANES: usize = 16;
/// How many terms are added up in f32: some in each lane, and then the lanes.
const BLOCK: usize = PLAIN * LANES;

/// Σ f(x), rounded once. To be called where the instruction set is chosen.
#[inline(always)]
pub(crate) fn row_sum(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    // A short row has no need of f64, which a device may lack.
    if x.len() <= BLOCK { block_sum(x, f) } else { total(x, f) as f32 }
}

/// Σ f(a, b), rounded once.
#[inline(always)]
pub(crate) fn row_sum_of_two(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> f32 {
    if a.len() <= BLOCK { block_sum_of_two(a, b, f) } else { total_of_two(a, b, f) as f32 }
}

/// Σ f(x). Blocks of the row are added up in f32, several terms at once; their sums in f64.
#[inline(always)]
fn total(x: &[f32], f: impl Fn(f32) -> f32) -> f64 {
    let mut total = 0.0;
    for x in x.chunks(BLOCK) {
        total += f64::from(block_sum(x, &f));
    }
    total
}

/// Σ f(a, b), in the same way.
#[inline(always)]
pub(crate) fn total_of_two(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> f64 {
    let mut total = 0.0;
    for (a, b) in a.chunks(BLOCK).zip(b.chunks(BLOCK)) {
        total += f64::from(block_sum_of_two(a, b, &f));
    }
    total
}

#[inline(always)]
fn block_sum(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    // Whole lanes by themselves: their length is then a constant.
    let (whole, rest) = x.as_chunks::<LANES>();
    for x in whole {
        sums.iter_mut().zip(x).for_each(|(sum, &x)| *sum += f(x));
    }
    sums.iter_mut().zip(rest).for_each(|(sum, &x)| *sum += f(x));
    fold(sums)
}

#[inline(always)]
fn block_sum_of_two(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    let ((whole_a, rest_a), (whole_b, rest_b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in whole_a.iter().zip(whole_b) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (&a, &b))| *sum += f(a, b));
    }
    sums.iter_mut().zip(rest_a.iter().zip(rest_b)).for_each(|(sum, (&a, &b))| *sum += f(a, b));
    fold(sums)
}

/// The sums' sum, half added to half.
#[inline(always)]
fn fold(mut sums: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            sums[lane] += sums[lane + half];
        }
        half /= 2;
    }
    sums[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{vec, vec::Vec};

    #[test]
    fn every_term_counts_once() {
        for length in [0, 1, 2, 15, 16, 17, 31, 32, 33, 100, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 17] {
            let x: Vec<f32> = (0..length).map(|n| (n % 64) as f32).collect();
            // Whole numbers are added without rounding.
            let want = x.iter().map(|x| x * x).sum();
            assert_eq!(row_sum(&x, |x| x * x), want);
            assert_eq!(row_sum_of_two(&x, &x, |a, b| a * b), want);
            assert_eq!(total(&x, |x| x * x), f64::from(want));
            assert_eq!(total_of_two(&x, &x, |a, b| a * b), f64::from(want));
        }
    }

    #[test]
    fn a_long_sum_is_off_by_a_few_roundings() {
        // Equal terms are the worst there are: all additions round the same way. Each lane's 15 additions and the
        // 4 of the lanes are off by 6e-8 at most, of which half is what such a number happens to take.
        let x = vec![0.7; 1_000_000];
        let want = 1e6 * f64::from(0.7_f32);
        for got in [total(&x, |x| x), total_of_two(&x, &x, |a, _| a), row_sum(&x, |x| x).into()] {
            assert!((got / want - 1.0).abs() < 6e-7, "{got} and {want}");
        }
    }
}
