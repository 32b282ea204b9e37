//! Packing: a block of a matrix is copied so that the tiles, which read it many times, read it front to back.

use super::{tile::Strided, vector::Vector};

/// Copies `rows` × `columns` values to `to`, whose rows are `to_row` apart.
///
/// # Safety
/// `V`'s instruction set is enabled. `from` is valid for reading that many rows and columns and has a step of 1
/// from row to row or from column to column; `to` is valid for writing them, and nothing else refers to it.
#[inline(always)]
pub(super) unsafe fn pack<V: Vector>(
    from: Strided,
    rows: usize,
    columns: usize,
    to: *mut f32,
    to_row: usize,
) {
    // SAFETY: the caller's promise is the same.
    unsafe {
        if from.column == 1 {
            copy_rows::<V>(from, rows, columns, to, to_row);
        } else {
            transpose::<V>(from, rows, columns, to, to_row);
        }
    }
}

/// # Safety
/// As for `pack`, with a step of 1 from column to column.
#[inline(always)]
unsafe fn copy_rows<V: Vector>(from: Strided, rows: usize, columns: usize, to: *mut f32, to_row: usize) {
    let rest = columns % V::LANES;
    for row in 0..rows {
        // SAFETY: the caller's promise; the row is read and written up to `columns`.
        unsafe {
            let (from, to) = (from.start.add(row * from.row), to.add(row * to_row));
            for column in (0..columns - rest).step_by(V::LANES) {
                V::load(from.add(column)).store(to.add(column));
            }
            if rest > 0 {
                V::load_first(from.add(columns - rest), rest).store_first(to.add(columns - rest), rest);
            }
        }
    }
}

/// # Safety
/// As for `pack`, with a step of 1 from row to row.
#[inline(always)]
unsafe fn transpose<V: Vector>(from: Strided, rows: usize, columns: usize, to: *mut f32, to_row: usize) {
    let (whole_rows, whole_columns) = (rows - rows % V::SQUARE, columns - columns % V::SQUARE);
    for row in (0..whole_rows).step_by(V::SQUARE) {
        for column in (0..whole_columns).step_by(V::SQUARE) {
            // SAFETY: the caller's promise; the square lies within the whole rows and columns.
            unsafe {
                let (from, to) = (from.from(row, column), to.add(row * to_row + column));
                V::transpose(from.start, from.column, to, to_row);
            }
        }
    }
    for row in 0..rows {
        let done = if row < whole_rows { whole_columns } else { 0 };
        for column in done..columns {
            // SAFETY: the caller's promise.
            unsafe { *to.add(row * to_row + column) = *from.from(row, column).start }
        }
    }
}
