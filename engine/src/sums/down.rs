//! Sums down the columns of a table, added to what is there already: the gradients of a bias and its like.

use super::PLAIN;
use crate::vectorize;

/// How many columns are added up side by side: a few vectors of sums stay in registers while rows pass by.
const LANES: usize = 32;

/// A table whose columns are added up, `SUMS` sums of each.
pub(crate) trait Rows<const SUMS: usize> {
    /// Adds the terms of a row, from a column on, to as many sums of each kind as there are. Must be
    /// `#[inline(always)]`.
    fn add(&self, row: usize, column: usize, sums: [&mut [f32]; SUMS]);
}

/// The values themselves, in rows of `width`.
pub(crate) struct Values<'a> {
    pub(crate) values: &'a [f32],
    pub(crate) width: usize,
}

impl Rows<1> for Values<'_> {
    #[inline(always)]
    fn add(&self, row: usize, column: usize, [sums]: [&mut [f32]; 1]) {
        let values = &self.values[row * self.width + column..][..sums.len()];
        sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    }
}

/// Adds the sums of all rows to `d`, `SUMS` slices with a value for each column.
///
/// [`PLAIN`] rows are added up in f32, and such partial sums in f64.
#[inline(always)]
pub(crate) fn add_down<const SUMS: usize>(rows: usize, mut d: [&mut [f32]; SUMS], table: &impl Rows<SUMS>) {
    let width = d.first().map_or(0, |d| d.len());
    vectorize(
        rows.saturating_mul(width),
        #[inline(always)]
        || {
            let mut column = 0;
            while width - column >= LANES {
                add_lanes::<SUMS, LANES>(rows, column, LANES, &mut d, table);
                column += LANES;
            }
            if column < width {
                add_lanes::<SUMS, LANES>(rows, column, width - column, &mut d, table);
            }
        },
    );
}

/// The same for `count` columns from `column` on.
#[inline(always)]
fn add_lanes<const SUMS: usize, const LANES: usize>(
    rows: usize,
    column: usize,
    count: usize,
    d: &mut [&mut [f32]; SUMS],
    table: &impl Rows<SUMS>,
) {
    // A few rows need no f64, which a device may lack.
    if rows <= PLAIN {
        let sums = add_plain::<SUMS, LANES>(0, rows, column, count, table);
        for (d, sums) in d.iter_mut().zip(&sums) {
            d[column..][..count].iter_mut().zip(sums).for_each(|(d, sum)| *d += sum);
        }
        return;
    }
    let mut totals = [[0.0_f64; LANES]; SUMS];
    for first in (0..rows).step_by(PLAIN) {
        let sums = add_plain::<SUMS, LANES>(first, rows.min(first + PLAIN), column, count, table);
        for (totals, sums) in totals.iter_mut().zip(&sums) {
            totals.iter_mut().zip(sums).for_each(|(total, &sum)| *total += f64::from(sum));
        }
    }
    for (d, totals) in d.iter_mut().zip(&totals) {
        let d = d[column..][..count].iter_mut();
        d.zip(totals).for_each(|(d, total)| *d = (f64::from(*d) + total) as f32);
    }
}

/// The plain sums of the rows from `first` to `end`.
#[inline(always)]
fn add_plain<const SUMS: usize, const LANES: usize>(
    first: usize,
    end: usize,
    column: usize,
    count: usize,
    table: &impl Rows<SUMS>,
) -> [[f32; LANES]; SUMS] {
    let mut sums = [[0.0; LANES]; SUMS];
    for row in first..end {
        table.add(row, column, sums.each_mut().map(|sums| &mut sums[..count]));
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{vec, vec::Vec};

    /// x and x²
    struct Both<'a>(&'a [f32], usize);

    impl Rows<2> for Both<'_> {
        #[inline(always)]
        fn add(&self, row: usize, column: usize, [plain, square]: [&mut [f32]; 2]) {
            let x = &self.0[row * self.1 + column..][..plain.len()];
            for ((plain, square), x) in plain.iter_mut().zip(square).zip(x) {
                *plain += x;
                *square += x * x;
            }
        }
    }

    #[test]
    fn sums_of_any_table_are_added() {
        for (width, rows) in [(1, 1), (1, 16), (3, 17), (32, 5), (33, 40), (70, 100), (4, 0), (0, 4)] {
            let x: Vec<f32> = (0..width * rows).map(|n| (n % 13) as f32).collect();
            let (mut plain, mut square) = (vec![1.0; width], vec![2.0; width]);
            add_down(rows, [&mut plain, &mut square], &Both(&x, width));
            for column in 0..width {
                let of = || x.iter().skip(column).step_by(width);
                // Whole numbers are added without rounding.
                assert_eq!(plain[column], 1.0 + of().sum::<f32>());
                assert_eq!(square[column], 2.0 + of().map(|x| x * x).sum::<f32>());
            }
        }
    }

    #[test]
    fn a_long_column_is_off_by_a_few_roundings() {
        let (width, rows) = (2, 500_000);
        let x = vec![0.7; width * rows];
        let (mut plain, mut square) = (vec![0.0; width], vec![0.0; width]);
        add_down(rows, [&mut plain, &mut square], &Both(&x, width));
        // Equal terms: the 15 additions of a partial sum all round the same way, by 6e-8 at most and by half of it
        // as a rule.
        for (sum, one) in [(plain[1], 0.7_f32), (square[1], 0.7_f32 * 0.7)] {
            let want = rows as f64 * f64::from(one);
            assert!((f64::from(sum) / want - 1.0).abs() < 5e-7, "{sum} and {want}");
        }
    }
}
