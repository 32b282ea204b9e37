//! A large product on all processors: each computes some rows of the result.

use super::{
    Backend, Matrix, backend,
    windows::{Stacked, Start, Windows},
};
use crate::{
    InstructionSet,
    thread_memory::{ThreadMemory, lend},
    threads::{join, threads},
};
use std::vec::Vec;

std::thread_local!(static SCRATCH: ThreadMemory = const { ThreadMemory::new(Vec::new()) });

/// How many multiply-accumulates are worth another thread: some tens of microseconds.
const WORTH_A_THREAD: usize = 1 << 21;
/// The fewest rows of a part: fewer would fill no tile.
const FEWEST_ROWS: usize = 16;

/// c += a · b, for sizes that fit.
pub(super) fn add_product(
    backend: Backend,
    tiny: bool,
    a: Matrix<'_>,
    b: Matrix<'_>,
    c: &mut [f32],
    scratch: &mut [f32],
) {
    // An estimate: an overflow would only make a huge product look small.
    let worth = a.rows.saturating_mul(a.columns).saturating_mul(b.columns) / WORTH_A_THREAD;
    let parts = threads().min(worth).min(a.rows / FEWEST_ROWS);
    add_parts(parts, backend, tiny, a, b, c, scratch);
}

/// c = the start + a · b, for sizes that fit.
pub(super) fn add_windows(
    set: InstructionSet,
    a: Windows<'_>,
    b: Stacked<'_>,
    start: Start<'_>,
    c: &mut [f32],
    scratch: &mut [f32],
) {
    let Some(rows) = c.len().checked_div(b.columns()) else { return };
    let worth = c.len().saturating_mul(b.rows()) / WORTH_A_THREAD;
    add_window_parts(threads().min(worth).min(rows / FEWEST_ROWS), set, a, 0, b, start, c, scratch);
}

#[expect(clippy::too_many_arguments, reason = "those of the product, and which part of it")]
fn add_window_parts(
    parts: usize,
    set: InstructionSet,
    a: Windows<'_>,
    first_row: usize,
    b: Stacked<'_>,
    start: Start<'_>,
    c: &mut [f32],
    scratch: &mut [f32],
) {
    if parts <= 1 {
        return backend::add_windows(set, a, first_row, b, start, c, scratch);
    }
    let first = parts / 2;
    let rows = c.len() / b.columns() * first / parts;
    let (c, more_c) = c.split_at_mut(rows * b.columns());
    let floats = scratch.len();
    join(
        || add_window_parts(first, set, a, first_row, b, start, c, scratch),
        || {
            lend(&SCRATCH, floats, |scratch| {
                add_window_parts(parts - first, set, a, first_row + rows, b, start, more_c, scratch);
            });
        },
    );
}

fn add_parts(
    parts: usize,
    backend: Backend,
    tiny: bool,
    a: Matrix<'_>,
    b: Matrix<'_>,
    c: &mut [f32],
    scratch: &mut [f32],
) {
    if parts <= 1 {
        return backend.add_product(tiny, a, b, c, scratch);
    }
    let first = parts / 2;
    let rows = a.rows * first / parts;
    let (a, more_a) = a.split_at_row(rows);
    let (c, more_c) = c.split_at_mut(rows * b.columns);
    let floats = scratch.len();
    join(
        || add_parts(first, backend, tiny, a, b, c, scratch),
        || {
            lend(&SCRATCH, floats, |scratch| {
                add_parts(parts - first, backend, tiny, more_a, b, more_c, scratch);
            });
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{product::product, threads::same_on_any_number};
    use std::vec;

    /// Large enough to be cut in four, with a remainder.
    const SIZES: [usize; 3] = [131, 300, 517];

    fn values(count: usize) -> Vec<f32> {
        (0..count).map(|place| (place as f32 * 0.37).sin()).collect()
    }

    #[test]
    fn bits_do_not_depend_on_the_number_of_threads() {
        let [m, k, n] = SIZES;
        assert!(m * k * n / WORTH_A_THREAD >= 4 && m / FEWEST_ROWS >= 4);
        let (a, b) = (values(m * k), values(k * n));
        for transposed in [false, true] {
            same_on_any_number(|| {
                let (mut c, mut scratch) = (values(m * n), vec![f32::NAN; super::super::scratch(k, n)]);
                let a = if transposed { Matrix::new(&a, k, m).transposed() } else { Matrix::new(&a, m, k) };
                product(a, Matrix::new(&b, k, n), &mut c, &mut scratch);
                c
            });
        }
    }
}
