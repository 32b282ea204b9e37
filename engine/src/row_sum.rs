//! The sum of a row of values, several terms at a time.

/// How many sums are formed side by side.
const LANES: usize = 16;

/// Σ f(x), in an order of its own that follows from the length alone, so that a processor may form several of
/// its sums at once. To be called where the instruction set is chosen.
#[inline(always)]
pub(crate) fn row_sum(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0; LANES];
    // Whole lanes by themselves: their length is then a constant.
    let (whole, rest) = x.as_chunks::<LANES>();
    for x in whole {
        sums.iter_mut().zip(x).for_each(|(sum, &x)| *sum += f(x));
    }
    sums.iter_mut().zip(rest).for_each(|(sum, &x)| *sum += f(x));
    fold(sums)
}

/// Σ f(a, b), in the same way.
#[inline(always)]
pub(crate) fn row_sum_of_two(a: &[f32], b: &[f32], f: impl Fn(f32, f32) -> f32) -> f32 {
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
    use std::vec::Vec;

    #[test]
    fn every_term_counts_once() {
        for length in [0, 1, 2, 15, 16, 17, 31, 32, 33, 100] {
            let x: Vec<f32> = (0..length).map(|n| n as f32).collect();
            // Whole numbers are added without rounding.
            let want = x.iter().map(|x| x * x).sum();
            assert_eq!(row_sum(&x, |x| x * x), want);
            assert_eq!(row_sum_of_two(&x, &x, |a, b| a * b), want);
        }
    }
}
