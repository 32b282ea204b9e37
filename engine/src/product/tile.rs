//! The innermost loop: a tile of the result, which stays in registers while it sums over the depth.

use super::{blocks::is_chained, vector::Vector};

/// A matrix as the kernels read it: the steps from one value to the next row and column.
#[derive(Clone, Copy)]
pub(super) struct Strided {
    pub(super) start: *const f32,
    pub(super) row: usize,
    pub(super) column: usize,
}

impl Strided {
    /// The part of the matrix from (row, column) on.
    ///
    /// # Safety
    /// There is a value at (row, column).
    #[inline(always)]
    pub(super) unsafe fn from(self, row: usize, column: usize) -> Self {
        // SAFETY: the caller's promise.
        Self { start: unsafe { self.start.add(row * self.row + column * self.column) }, ..self }
    }
}

/// A left matrix whose rows start anywhere, and whose columns are anywhere behind that, the same for all rows.
#[derive(Clone, Copy)]
pub(super) struct Scattered {
    pub(super) rows: [*const f32; 8],
    /// Of each column, how far behind the start of a row it stands.
    pub(super) columns: *const usize,
}

/// The left matrix of a tile.
pub(super) trait Left: Copy {
    /// What finds the values of one column.
    type Column: Copy;

    /// # Safety
    /// There is such a column.
    unsafe fn column(self, column: usize) -> Self::Column;

    /// # Safety
    /// There is such a row, and a value of it in the column, which is one of this matrix.
    unsafe fn value(self, row: usize, column: Self::Column) -> f32;
}

impl Left for Strided {
    type Column = *const f32;

    #[inline(always)]
    unsafe fn column(self, column: usize) -> *const f32 {
        // SAFETY: the caller's promise.
        unsafe { self.start.add(column * self.column) }
    }

    #[inline(always)]
    unsafe fn value(self, row: usize, column: *const f32) -> f32 {
        // SAFETY: the caller's promise.
        unsafe { *column.add(row * self.row) }
    }
}

impl Left for Scattered {
    type Column = usize;

    #[inline(always)]
    unsafe fn column(self, column: usize) -> usize {
        // SAFETY: the caller's promise.
        unsafe { *self.columns.add(column) }
    }

    #[inline(always)]
    unsafe fn value(self, row: usize, column: usize) -> f32 {
        // SAFETY: the caller's promise.
        unsafe { *self.rows[row].add(column) }
    }
}

/// `rows` × `columns` values of the result, each of them a sum of `depth` products, and of what was before.
#[derive(Clone, Copy)]
pub(super) struct Tile<L> {
    pub(super) rows: usize,
    pub(super) depth: usize,
    pub(super) columns: usize,
    /// `rows` × `depth`.
    pub(super) left: L,
    /// `depth` × `columns`, the values of a row side by side.
    pub(super) right: *const f32,
    pub(super) right_row: usize,
    /// `rows` × `columns`, the values of a row side by side: what each sum is added to. It may be the result.
    pub(super) before: *const f32,
    /// May be 0, where all rows start from the same.
    pub(super) before_row: usize,
    /// Whether the products are added to what was before one by one, and not their sum.
    pub(super) chained: bool,
    /// `rows` × `columns`, the values of a row side by side.
    pub(super) result: *mut f32,
    pub(super) result_row: usize,
}

/// What changes no value that it is added to, not even −0: as many as a tile has columns at most.
static NOTHING: [f32; 8 * 16] = [-0.0; 8 * 16];

/// How many columns a tile has at most. One or two rows of two vectors are too few sums to keep the multipliers
/// busy, as each has to wait for the one before it; so these tiles are wider.
#[inline(always)]
pub(super) const fn widest<V: Vector>(rows: usize) -> usize {
    V::LANES
        * match rows {
            1 => 8,
            2 => 4,
            _ => V::VECTORS,
        }
}

impl<L: Left> Tile<L> {
    /// result = before + left · right, each value summed in the order of the depth, whatever the tile's size.
    ///
    /// # Safety
    /// `V`'s instruction set is enabled. The matrices are valid for their sizes, the result for writing,
    /// and no other reference to it is in use. There are 1 to `V::ROWS` rows, and either 1 to
    /// `V::VECTORS * V::LANES` columns or as many as [`widest`] tells for the rows.
    #[inline(always)]
    pub(super) unsafe fn add_product<V: Vector>(self) {
        // SAFETY: the caller's promise. The conditions only spare a `V` with fewer rows the code for more.
        unsafe {
            match self.rows {
                8 if V::ROWS >= 8 => V::add_tile::<L, 8>(self),
                7 if V::ROWS >= 7 => V::add_tile::<L, 7>(self),
                6 if V::ROWS >= 6 => V::add_tile::<L, 6>(self),
                5 if V::ROWS >= 5 => V::add_tile::<L, 5>(self),
                4 => V::add_tile::<L, 4>(self),
                3 => V::add_tile::<L, 3>(self),
                2 => V::add_tile::<L, 2>(self),
                _ => V::add_tile::<L, 1>(self),
            }
        }
    }

    /// # Safety
    /// As for `add_product`, and there are `ROWS` rows.
    #[inline(always)]
    pub(super) unsafe fn with_rows<V: Vector, const ROWS: usize>(self) {
        let vectors = self.columns.div_ceil(V::LANES);
        // SAFETY: the caller's promise; the vectors are as many as the columns need, the last one partial if
        // they do not fill it.
        unsafe {
            match (vectors, self.columns.is_multiple_of(V::LANES)) {
                (8, _) if ROWS == 1 => self.sum::<V, ROWS, 8, false>(),
                (4, _) if ROWS == 2 => self.sum::<V, ROWS, 4, false>(),
                (2, true) => self.sum::<V, ROWS, 2, false>(),
                (2, false) => self.sum::<V, ROWS, 2, true>(),
                (_, true) => self.sum::<V, ROWS, 1, false>(),
                (_, false) => self.sum::<V, ROWS, 1, true>(),
            }
        }
    }

    /// # Safety
    /// As for `add_product`, and there are `ROWS` rows. The columns fill `VECTORS` vectors, or if `PARTIAL` all
    /// but the last one, of which they take at least a lane.
    #[inline(always)]
    unsafe fn sum<V: Vector, const ROWS: usize, const VECTORS: usize, const PARTIAL: bool>(self) {
        let Self { depth, left, right, right_row, before, before_row, chained, result, result_row, .. } =
            self;
        // One loop, whatever comes first: a branch would be twice the code. What is nothing to a sum is −0.
        let (nothing, before) = ((NOTHING.as_ptr(), 0), (before, before_row));
        let ((start, start_row), (end, end_row)) =
            if is_chained(chained) { (before, nothing) } else { (nothing, before) };
        let last = self.columns - (VECTORS - 1) * V::LANES;
        // SAFETY: the caller's promise; `row` is below ROWS, `step` below the depth, and a row is loaded and
        // stored up to `columns`.
        unsafe {
            let mut sums = [[V::splat(0.0); VECTORS]; ROWS];
            for (row, sums) in sums.iter_mut().enumerate() {
                *sums = load_row::<V, VECTORS, PARTIAL>(start.add(row * start_row), last);
            }
            for step in 0..depth {
                let right = load_row::<V, VECTORS, PARTIAL>(right.add(step * right_row), last);
                let left_column = left.column(step);
                for (row, sums) in sums.iter_mut().enumerate() {
                    let left = V::splat(left.value(row, left_column));
                    for (sum, right) in sums.iter_mut().zip(right) {
                        *sum = sum.add_product(left, right);
                    }
                }
            }
            for (row, mut sums) in sums.into_iter().enumerate() {
                // Known when this is compiled, so that firmware has none of it.
                if !is_chained(false) {
                    let end = load_row::<V, VECTORS, PARTIAL>(end.add(row * end_row), last);
                    for (sum, end) in sums.iter_mut().zip(end) {
                        *sum = end.add_product(*sum, V::splat(1.0));
                    }
                }
                for (vector, sum) in sums.into_iter().enumerate() {
                    let to = result.add(row * result_row + vector * V::LANES);
                    if PARTIAL && vector + 1 == VECTORS {
                        sum.store_first(to, last);
                    } else {
                        sum.store(to);
                    }
                }
            }
        }
    }
}

/// `VECTORS` vectors, full ones but for the last if `PARTIAL`: that has `last` values.
///
/// # Safety
/// `V`'s instruction set is enabled, and `from` is valid for that many floats.
#[inline(always)]
unsafe fn load_row<V: Vector, const VECTORS: usize, const PARTIAL: bool>(
    from: *const f32,
    last: usize,
) -> [V; VECTORS] {
    // SAFETY: the caller's promise.
    unsafe {
        let mut row = [V::splat(0.0); VECTORS];
        for (vector, value) in row.iter_mut().enumerate() {
            let from = from.add(vector * V::LANES);
            *value = if PARTIAL && vector + 1 == VECTORS { V::load_first(from, last) } else { V::load(from) };
        }
        row
    }
}
