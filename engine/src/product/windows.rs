//! A product whose left matrix is never written down: its values are found, row by row and column by column, in
//! an image. So the windows of a convolution need not be copied, of which neighbours share most of their values.

use super::{
    blocks::{DEPTH, LINE, PACKS, ROWS_WORTH_PACKING, STACK_DEPTH, STACK_FLOATS, WIDEST, evenly, is_chained},
    pack::pack,
    tile::{Scattered, Strided, Tile},
    vector::Vector,
};
use crate::InstructionSet;
use core::{array, mem::MaybeUninit};

/// How many places are found at a time: of the columns, as deep as a panel is; of the rows, so many that finding
/// them takes no time. They stand on the stack.
const PLACES: usize = if PACKS { DEPTH } else { 64 };

/// Places that are counted in three loops, one within another.
///
/// Place `((i * counts[1]) + j) * counts[2] + k` is at `start + i * steps[0] + j * steps[1] + k * steps[2]`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nest {
    pub(crate) start: usize,
    pub(crate) counts: [usize; 3],
    pub(crate) steps: [isize; 3],
}

/// How many places a [`Nest`] has, the lowest of them and the highest.
#[derive(Clone, Copy)]
struct Extent {
    count: usize,
    low: isize,
    high: isize,
}

impl Nest {
    /// `None` if that cannot be counted. Sizes may come from anybody's shapes, and one that wraps around could fit
    /// by chance.
    fn extent(self) -> Option<Extent> {
        let [outer, middle, inner] = self.counts;
        let count = outer.checked_mul(middle)?.checked_mul(inner)?;
        if count == 0 {
            return Some(Extent { count, low: 0, high: 0 });
        }
        let start = isize::try_from(self.start).ok()?;
        let mut extent = Extent { count, low: start, high: start };
        for (count, step) in self.counts.into_iter().zip(self.steps) {
            let way = isize::try_from(count - 1).ok()?.checked_mul(step)?;
            let end = if way > 0 { &mut extent.high } else { &mut extent.low };
            *end = end.checked_add(way)?;
        }
        Some(extent)
    }

    /// Writes the places from the one numbered `first` on, of which there are as many. Where these have an extent, nothing
    /// in here wraps around: what is added up is a place again.
    #[inline(always)]
    fn write(self, first: usize, places: &mut [usize]) {
        let [_, middle, inner] = self.counts;
        let step = self.steps[2];
        let (mut line, mut skipped) = (first / inner, first % inner);
        let mut rest = places;
        while !rest.is_empty() {
            let (i, j) = (line / middle, line % middle);
            let start = self.start as isize + i as isize * self.steps[0] + j as isize * self.steps[1];
            let (places, others) = rest.split_at_mut(rest.len().min(inner - skipped));
            let mut place = start + skipped as isize * step;
            for to in places {
                *to = place as usize;
                // Behind the last place it may wrap around, if that is the only one.
                place = place.wrapping_add(step);
            }
            rest = others;
            line += 1;
            skipped = 0;
        }
    }
}

/// A matrix whose value at (row, column) is at the place of the row plus that of the column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Windows<'a> {
    // Invariants, on which the kernels rely: the rows have `height` places and the columns `width`, and unless one of
    // these is 0, the place of each row, and of each row plus each column, is within `values`.
    values: &'a [f32],
    rows: Nest,
    columns: Nest,
    height: usize,
    width: usize,
}

impl<'a> Windows<'a> {
    /// # Panics
    /// Unless all places are within the values.
    #[inline]
    pub(crate) fn new(values: &'a [f32], rows: Nest, columns: Nest) -> Self {
        let extents = rows.extent().zip(columns.extent()).filter(|(row, column)| {
            // A row's place is pointed to before a column's is added, so each is within the values by itself.
            let inside = |highest: isize| highest.cast_unsigned() < values.len();
            row.count == 0
                || column.count == 0
                || (row.low >= 0 && column.low >= 0 && row.high.checked_add(column.high).is_some_and(inside))
        });
        let Some((row, column)) = extents else { panic!("a window reaches beyond the values") };
        Self { values, rows, columns, height: row.count, width: column.count }
    }

    #[must_use]
    pub(crate) fn transposed(self) -> Self {
        let Self { values, rows, columns, height, width } = self;
        Self { values, rows: columns, columns: rows, height: width, width: height }
    }
}

/// A right matrix that is cut into parts of as many rows: each part stored by rows, or each by columns.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stacked<'a> {
    // Invariant, on which the kernels rely: there are `rows * columns` values, and `part` divides `rows`.
    values: &'a [f32],
    rows: usize,
    columns: usize,
    part: usize,
    transposed: bool,
}

impl<'a> Stacked<'a> {
    /// A matrix stored by rows.
    pub(crate) fn by_rows(values: &'a [f32], rows: usize, columns: usize) -> Self {
        assert!(rows.checked_mul(columns) == Some(values.len()));
        Self { values, rows, columns, part: rows, transposed: false }
    }

    /// Parts of `part` rows, each stored by columns.
    pub(crate) fn by_columns(values: &'a [f32], rows: usize, columns: usize, part: usize) -> Self {
        let fits = rows.checked_mul(columns) == Some(values.len());
        assert!(fits && part > 0 && rows.is_multiple_of(part));
        Self { values, rows, columns, part, transposed: true }
    }

    #[cfg(feature = "threads")]
    pub(super) fn rows(self) -> usize {
        self.rows
    }

    #[cfg(feature = "threads")]
    pub(super) fn columns(self) -> usize {
        self.columns
    }

    /// Copies `depth` rows of `columns` values, from `at` on, to rows of the panel that are `width` apart.
    ///
    /// # Safety
    /// There are such rows and columns, and the panel has room for them.
    #[inline(always)]
    unsafe fn pack<V: Vector>(
        self,
        at: [usize; 2],
        depth: usize,
        columns: usize,
        panel: *mut f32,
        width: usize,
    ) {
        let mut row = 0;
        while row < depth {
            // SAFETY: the caller's promise.
            unsafe {
                let (from, rest) = self.from(at[0] + row, at[1]);
                let count = rest.min(depth - row);
                pack::<V>(from, count, columns, panel.add(row * width), width);
                row += count;
            }
        }
    }

    /// The rest of the part from (row, column) on, and how many rows it has.
    ///
    /// # Safety
    /// There is a value at (row, column).
    #[inline(always)]
    unsafe fn from(self, row: usize, column: usize) -> (Strided, usize) {
        let (part, within) = (row / self.part, row % self.part);
        let (row_step, column_step) = if self.transposed { (1, self.part) } else { (self.columns, 1) };
        let place = part * self.part * self.columns + within * row_step + column * column_step;
        // SAFETY: the caller's promise, and the invariant.
        let start = unsafe { self.values.as_ptr().add(place) };
        (Strided { start, row: row_step, column: column_step }, self.part - within)
    }
}

/// What each row of a result starts from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Start<'a> {
    /// What it holds.
    Result,
    /// A row, the same for all; if it has no values, 0.
    Row(&'a [f32]),
}

/// How many floats of scratch [`windows_product`] uses at most for a depth of `k`. None without the feature `std`.
pub(crate) const fn windows_scratch(k: usize) -> usize {
    let deepest = if k < DEPTH { k } else { DEPTH };
    if PACKS { deepest * WIDEST + LINE / size_of::<f32>() } else { 0 }
}

/// c = the start + a · b, summed as a [`product`](super::product) is, with the same bits. It never allocates. With less scratch than [`windows_scratch`] tells, down to none, it may take longer.
///
/// # Panics
/// If the sizes do not fit.
#[inline(never)]
pub(crate) fn windows_product(
    a: Windows<'_>,
    b: Stacked<'_>,
    start: Start<'_>,
    c: &mut [f32],
    scratch: &mut [f32],
) {
    let set = InstructionSet::detect();
    assert!(a.width == b.rows && a.height.checked_mul(b.columns) == Some(c.len()));
    #[cfg(feature = "threads")]
    return super::threads::add_windows(set, a, b, start, c, scratch);
    #[cfg(not(feature = "threads"))]
    super::backend::add_windows(set, a, 0, b, start, c, scratch);
}

/// c = the start + the rows of `a` from `first_row` on, times `b`.
///
/// # Safety
/// `V`'s instruction set is enabled.
#[inline(always)]
pub(super) unsafe fn add_product<V: Vector>(
    a: Windows<'_>,
    first_row: usize,
    b: Stacked<'_>,
    start: Start<'_>,
    c: &mut [f32],
    mut scratch: &mut [f32],
) {
    let (depth, columns) = (b.rows, b.columns);
    if columns == 0 || c.is_empty() {
        return;
    }
    // The kernels trust the sizes.
    assert!(
        matches!(start, Start::Result | Start::Row([]))
            || matches!(start, Start::Row(row) if row.len() == columns)
    );
    if depth == 0 {
        return;
    }
    let rows = c.len() / columns;
    // The kernels trust the sizes.
    let is_there = first_row <= a.height && rows <= a.height - first_row;
    assert!(a.width == depth && is_there && c.len().is_multiple_of(columns));
    let widest = V::VECTORS * V::LANES;
    let mut stack = MaybeUninit::<[f32; STACK_FLOATS]>::uninit();
    let (mut panel, mut on_stack) = (None, false);
    if b.transposed || (PACKS && rows >= ROWS_WORTH_PACKING && columns > widest) {
        let unaligned = scratch.as_ptr().align_offset(LINE).min(scratch.len());
        scratch = &mut scratch[unaligned..];
        panel = scratch.get_mut(..evenly(depth, PLACES) * widest).map(<[f32]>::as_mut_ptr);
        if b.transposed && panel.is_none() {
            (panel, on_stack) = (Some(stack.as_mut_ptr().cast()), true);
        }
    }
    let (mut row_places, mut column_places) = ([0; PLACES], [0; PLACES]);
    let (values, zeros) = (a.values.as_ptr(), [0.0; WIDEST]);
    let block = evenly(depth, PLACES);
    let mut end = 0;
    while end < b.rows {
        let first = end;
        // As of a product: the same blocks, of which the first may be a chain, which may be cut anywhere.
        let chained = is_chained(first < block && b.transposed && columns > 1);
        let most = if on_stack && chained { evenly(block, STACK_DEPTH) } else { block };
        end = b.rows.min((first / block + 1) * block).min(first + most);
        let depth = end - first;
        let width = if PACKS && on_stack { widest.min(STACK_FLOATS / depth) } else { widest };
        a.columns.write(first, &mut column_places[..depth]);
        for column in (0..columns).step_by(width) {
            let width_here = width.min(columns - column);
            // SAFETY: `first` and `column` are within the right matrix; the panel has room for `depth` rows of
            // `width`: in the scratch that was asked for, and on the stack, where that follows from the room.
            let (right, right_row) = unsafe {
                match panel {
                    Some(panel) => {
                        b.pack::<V>([first, column], depth, width_here, panel, width);
                        (panel.cast_const(), width)
                    }
                    None => (b.from(first, column).0.start, columns),
                }
            };
            for top in (0..rows).step_by(PLACES) {
                let count = PLACES.min(rows - top);
                a.rows.write(first_row + top, &mut row_places[..count]);
                let high = evenly(count, V::ROWS);
                for row in (0..count).step_by(high) {
                    let high = high.min(count - row);
                    // SAFETY: the caller's promise; the places are those of rows and columns of the windows, all
                    // within their values. The tile is within the right matrix, the start and the result, cut off at the
                    // last row and column. Rows that there are not stand for the tile's last.
                    unsafe {
                        let rows = array::from_fn(|n| values.add(row_places[row + n.min(high - 1)]));
                        let left = Scattered { rows, columns: column_places.as_ptr() };
                        let result = c.as_mut_ptr().add((top + row) * columns + column);
                        let result_row = columns;
                        let (before, before_row) = match start {
                            Start::Row([]) if first == 0 => (zeros.as_ptr(), 0),
                            Start::Row(row) if first == 0 => (row.as_ptr().add(column), 0),
                            _ => {
                                prefetch::<V>(result.wrapping_add(high * columns), high, columns);
                                (result.cast_const(), result_row)
                            }
                        };
                        let (rows, columns) = (high, width_here);
                        Tile {
                            rows,
                            depth,
                            columns,
                            left,
                            right,
                            right_row,
                            before,
                            before_row,
                            chained,
                            result,
                            result_row,
                        }
                        .add_product::<V>();
                    }
                }
            }
        }
    }
}

/// Asks for the part of the result that the next tile will start from.
#[inline(always)]
fn prefetch<V: Vector>(result: *const f32, rows: usize, columns: usize) {
    for row in 0..rows {
        for vector in 0..V::VECTORS {
            V::prefetch(result.wrapping_add(row * columns + vector * V::LANES));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Matrix, *};
    use std::{vec, vec::Vec};

    fn values(count: usize) -> Vec<f32> {
        (0..count).map(|place| (place as f32 * 0.37).sin()).collect()
    }

    /// Windows of 3 × 2 pixels of three channels, in two images of 7 × 9, with the taps in the opposite order if
    /// `turned`; and the same, written down.
    fn windows(values: &[f32], turned: bool) -> (Windows<'_>, Vec<f32>) {
        let rows = Nest { start: 0, counts: [2, 5, 8], steps: [189, 27, 3] };
        let columns = if turned {
            Nest { start: 57, counts: [3, 2, 3], steps: [-27, -3, 1] }
        } else {
            Nest { start: 0, counts: [3, 2, 3], steps: [27, 3, 1] }
        };
        let mut written = Vec::new();
        for row in 0..80 {
            let start = row / 40 * 189 + row / 8 % 5 * 27 + row % 8 * 3;
            for column in 0..18 {
                let tap = if turned { 5 - column / 3 } else { column / 3 };
                written.push(values[start + tap / 2 * 27 + tap % 2 * 3 + column % 3]);
            }
        }
        (Windows::new(values, rows, columns), written)
    }

    /// On every instruction set, with and without scratch, and for any part of the rows.
    #[test]
    fn windows_have_the_bits_of_a_product_of_what_they_find() {
        let images = values(2 * 189);
        for set in [InstructionSet::Portable, InstructionSet::Avx2, InstructionSet::Avx512] {
            for turned in [false, true] {
                let (windows, written) = windows(&images, turned);
                for (columns, by_columns, transposed) in [1, 13, 32, 70]
                    .into_iter()
                    .flat_map(|n| [(n, false, false), (n, true, false), (n, false, true)])
                {
                    let (a, rows, depth) =
                        if transposed { (windows.transposed(), 18, 80) } else { (windows, 80, 18) };
                    let b = values(depth * columns);
                    // Parts of half the rows, each stored by columns.
                    let part = depth / 2;
                    let right = if by_columns {
                        Stacked::by_columns(&b, depth, columns, part)
                    } else {
                        Stacked::by_rows(&b, depth, columns)
                    };
                    let value = |step: usize, column: usize| match by_columns {
                        true => b[step / part * part * columns + column * part + step % part],
                        false => b[step * columns + column],
                    };
                    // Stored in the same way, since that decides whether the first block is a chain.
                    let plain: Vec<f32> = match by_columns {
                        true => (0..depth * columns).map(|at| value(at % depth, at / depth)).collect(),
                        false => (0..depth * columns).map(|at| value(at / columns, at % columns)).collect(),
                    };
                    let plain = match by_columns {
                        true => Matrix::new(&plain, columns, depth).transposed(),
                        false => Matrix::new(&plain, depth, columns),
                    };
                    let left = if transposed {
                        Matrix::new(&written, 80, 18).transposed()
                    } else {
                        Matrix::new(&written, 80, 18)
                    };
                    let row = values(columns);
                    let mut want = row.repeat(rows);
                    let backend = super::super::backend::Backend::Kernels(set);
                    backend.add_product(false, left, plain, &mut want, &mut []);
                    for floats in [windows_scratch(depth), 0] {
                        for (first, count) in [(0, rows), (3, 1), (5, rows - 5)] {
                            let mut c = vec![f32::NAN; count * columns];
                            let mut scratch = vec![f32::NAN; floats];
                            let start = Start::Row(&row);
                            let add = super::super::backend::add_windows;
                            add(set, a, first, right, start, &mut c, &mut scratch);
                            assert_eq!(
                                c,
                                want[first * columns..][..count * columns],
                                "rows {first} and {count} more, {columns} columns on {set}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_result_is_added_to_and_an_empty_row_is_zeros() {
        let images = values(2 * 189);
        let (windows, _) = windows(&images, false);
        let b = values(18 * 7);
        let [mut from_zeros, mut added] = [vec![f32::NAN; 80 * 7], vec![0.0; 80 * 7]];
        let b = Stacked::by_rows(&b, 18, 7);
        windows_product(windows, b, Start::Row(&[]), &mut from_zeros, &mut []);
        windows_product(windows, b, Start::Result, &mut added, &mut []);
        assert_eq!(from_zeros, added);
        windows_product(windows, b, Start::Result, &mut added, &mut []);
        assert!(added.iter().zip(&from_zeros).all(|(twice, once)| (twice - 2.0 * once).abs() < 1e-5));
    }

    const fn nest(counts: [usize; 3], steps: [isize; 3]) -> Nest {
        Nest { start: 0, counts, steps }
    }

    #[test]
    #[should_panic(expected = "a window reaches beyond the values")]
    fn windows_beyond_the_values_panic() {
        Windows::new(&[0.0; 11], nest([1, 1, 3], [0, 0, 4]), nest([1, 2, 2], [0, 2, 1]));
    }

    /// Windows of a wider image than any memory holds, of which the sizes, the places or their number wrap around to
    /// what would fit.
    #[test]
    fn sizes_that_wrap_around_are_refused() {
        const HALF: usize = 1 << (usize::BITS / 2);
        const MOST: isize = isize::MAX;
        let single = nest([1; 3], [0; 3]);
        for nest in [
            // usize::MAX + 1 + 1024 places, all on the first few values.
            nest([HALF, HALF, 1], [0; 3]),
            nest([1024, HALF / 1024, HALF + 1], [1, 0, 0]),
            nest([usize::MAX, 1, 1], [0; 3]),
            // The last is on a value, the way there leads around.
            nest([5, 1, 1], [MOST / 2 + 1, 0, 0]),
            nest([3, 2, 1], [MOST, 2, 0]),
            nest([2, 2, 2], [MOST, MOST, 2]),
            nest([2, 1, 2], [MOST, 0, -MOST]),
            nest([2, 1, 1], [isize::MIN, 0, 0]),
            nest([2, 2, 1], [isize::MIN, isize::MIN, 0]),
            Nest { start: usize::MAX, ..nest([2, 1, 1], [1, 0, 0]) },
            Nest { start: usize::MAX - 7, ..single },
        ] {
            let refused = |rows, columns| {
                std::panic::catch_unwind(|| Windows::new(&[0.0; 2048], rows, columns).values.len()).is_err()
            };
            assert!(refused(nest, single) && refused(single, nest), "{nest:?}");
        }
        // Each fits, and their sum does not.
        let far = Nest { start: MOST.cast_unsigned() - 1, ..single };
        assert!(std::panic::catch_unwind(|| Windows::new(&[0.0; 8], far, far).values.len()).is_err());
    }

    /// A step that is never taken may be any; so it is where a window has one place.
    #[test]
    fn a_step_that_is_not_taken_does_not_count() {
        let (values, b) = (values(8), [2.0; 2]);
        let rows = nest([1, 4, 1], [isize::MAX, 2, isize::MIN]);
        let columns = nest([1, 2, 1], [isize::MIN, 1, isize::MAX]);
        let mut c = [f32::NAN; 4];
        let windows = Windows::new(&values, rows, columns);
        windows_product(windows, Stacked::by_rows(&b, 2, 1), Start::Row(&[]), &mut c, &mut []);
        let want: Vec<f32> = values.chunks(2).map(|pair| 2.0 * pair[0] + 2.0 * pair[1]).collect();
        assert!(c.iter().zip(want).all(|(c, want)| (c - want).abs() < 1e-5));
    }

    #[test]
    fn what_has_no_places_fits_anything() {
        let (none, far) = (nest([0, usize::MAX, 1], [0; 3]), nest([1; 3], [0; 3]));
        let mut c = [1.0; 3];
        let windows = Windows::new(&[], far, none);
        windows_product(windows, Stacked::by_rows(&[], 0, 3), Start::Result, &mut c, &mut []);
        windows_product(
            windows.transposed(),
            Stacked::by_rows(&[0.0; 3], 1, 3),
            Start::Result,
            &mut [],
            &mut [],
        );
        assert_eq!(c, [1.0; 3]);
    }

    #[test]
    fn right_matrices_that_wrap_around_are_refused() {
        let half = 1 << (usize::BITS / 2);
        let refused =
            |make: fn(usize) -> Stacked<'static>| std::panic::catch_unwind(|| make(half).rows).is_err();
        assert!(refused(|half| Stacked::by_rows(&[], half, half)));
        assert!(refused(|half| Stacked::by_columns(&[], half, half, half)));
        assert!(refused(|half| Stacked::by_columns(&[], half, half, 1)));
    }

    /// The kernels of another size of result than that of the rows.
    #[test]
    fn a_result_of_another_size_is_refused() {
        let images = values(2 * 189);
        let b = values(18 * 7);
        for length in [79 * 7, 81 * 7, 80 * 7 - 1] {
            for first in [0, 1, usize::MAX] {
                let refused = std::panic::catch_unwind(|| {
                    let (windows, _) = windows(&images, false);
                    let (b, mut c) = (Stacked::by_rows(&b, 18, 7), vec![0.0; length]);
                    let set = InstructionSet::detect();
                    let start = Start::Row(&[]);
                    super::super::backend::add_windows(set, windows, first, b, start, &mut c, &mut []);
                    if first == 0 {
                        windows_product(windows, b, start, &mut c, &mut []);
                    }
                });
                assert!(refused.is_err() || (first, length) == (1, 79 * 7), "{length} from {first}");
            }
        }
    }
}
