//! Sums down the columns of a long table: the statistics of each channel over a whole batch.

use super::PLAIN;
use crate::{math::larger, vectorize};
use core::ops::Range;

/// How many values are added up side by side for a table of this width: whole rows of it, and so many that
/// neither the width of a vector nor the time that an addition takes is lost where rows are short.
pub(crate) const fn lanes(width: usize) -> usize {
    const ENOUGH: usize = 256;
    width * larger(1, ENOUGH / larger(1, width))
}

/// How many floats [`column_sums`] uses for `sums` sums of each column.
pub(crate) const fn column_sums_scratch(sums: usize, width: usize) -> usize {
    3 * sums * lanes(width)
}

/// What is summed.
pub(crate) trait Terms<const SUMS: usize> {
    /// Adds the terms of the values at a range, which are one or several whole rows, to the beginning of each of
    /// the partial sums. Must be `#[inline(always)]`.
    fn add(&self, sums: [&mut [f32]; SUMS], at: Range<usize>);
}

/// Writes `SUMS` sums of each of `width` columns of a table with `length` values into `sums`, one sum of all
/// columns after another.
///
/// [`PLAIN`] terms are added up plainly; such partial sums are added with what each addition rounds off kept
/// (Kahan, 1965). So a sum of any length is off by a few roundings, as if it had a handful of terms; and its
/// order is fixed by the table's size alone.
pub(crate) fn column_sums<const SUMS: usize>(
    length: usize,
    width: usize,
    sums: &mut [f32],
    scratch: &mut [f32],
    terms: &impl Terms<SUMS>,
) {
    let lanes = lanes(width);
    let (part, rest) = scratch.split_at_mut(SUMS * lanes);
    let (total, rest) = rest.split_at_mut(SUMS * lanes);
    let lost = &mut rest[..SUMS * lanes];
    vectorize(
        length,
        #[inline(always)]
        || add_up(length, lanes, [part, total, lost], terms),
    );
    for (sums, total) in sums.chunks_exact_mut(width).zip(total.chunks_exact(lanes)) {
        for (column, sum) in sums.iter_mut().enumerate() {
            // In f64, since there may be many lanes of a short row.
            *sum = total[column..].iter().step_by(width).map(|&total| f64::from(total)).sum::<f64>() as f32;
        }
    }
}

/// Sums each lane into `total`.
#[inline(always)]
fn add_up<const SUMS: usize>(
    length: usize,
    lanes: usize,
    [part, total, lost]: [&mut [f32]; 3],
    terms: &impl Terms<SUMS>,
) {
    total.fill(0.0);
    lost.fill(0.0);
    let mut start = 0;
    while start < length {
        part.fill(0.0);
        for _ in 0..PLAIN {
            let end = if length - start < lanes { length } else { start + lanes };
            let mut parts = part.chunks_exact_mut(lanes);
            terms.add(core::array::from_fn(|_| parts.next().unwrap_or_default()), start..end);
            start = end;
            if start == length {
                break;
            }
        }
        for ((total, lost), part) in total.iter_mut().zip(lost.iter_mut()).zip(part.iter()) {
            let term = part - *lost;
            let sum = *total + term;
            *lost = (sum - *total) - term;
            *total = sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{vec, vec::Vec};

    /// x and x²
    struct Both<'a>(&'a [f32]);

    impl Terms<2> for Both<'_> {
        fn add(&self, [plain, square]: [&mut [f32]; 2], at: Range<usize>) {
            for ((plain, square), x) in plain.iter_mut().zip(square).zip(&self.0[at]) {
                *plain += x;
                *square += x * x;
            }
        }
    }

    fn check(width: usize, rows: usize) {
        let x: Vec<f32> = (0..width * rows).map(|n| 1.0 + (n as f32 * 0.7).sin()).collect();
        let mut sums = vec![f32::NAN; 2 * width];
        let mut scratch = vec![f32::NAN; column_sums_scratch(2, width)];
        column_sums(x.len(), width, &mut sums, &mut scratch, &Both(&x));
        for column in 0..width {
            let of = |f: fn(f64) -> f64| -> f64 {
                x.iter().skip(column).step_by(width).map(|&x| f(f64::from(x))).sum()
            };
            for (got, want) in [(sums[column], of(|x| x)), (sums[width + column], of(|x| x * x))] {
                // All terms are positive. Partial sums of 16 terms are off by some two roundings (6e-8) at
                // random, their total by one or two.
                assert!((f64::from(got) / want - 1.0).abs() < 4e-7, "{width} × {rows}: {got} and {want}");
            }
        }
    }

    #[test]
    fn sums_of_any_table_are_exact_to_a_few_roundings() {
        for (width, rows) in [(1, 1), (1, 70), (3, 21), (3, 1000), (40, 17), (64, 16), (65, 33), (200, 5)] {
            check(width, rows);
        }
        // A plain sum in f32 would be off by 1e-5 and more.
        check(1, 3_000_000);
        check(5, 300_000);
    }
}
