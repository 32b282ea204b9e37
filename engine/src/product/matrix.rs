//! A slice read as a matrix.

/// A matrix as a view of a slice: rows, columns, and a stride for each, so a transposed matrix is a view too.
///
/// ```
/// use cornu_engine::product::{Matrix, product};
///
/// let a = [1.0, 2.0, 3.0];
/// let b = [[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]];
/// let mut c = [0.5, 0.5];
/// product(Matrix::new(&a, 1, 3), Matrix::new(b.as_flattened(), 3, 2), &mut c, &mut []);
/// assert_eq!(c, [14.5, 140.5]);
///
/// // The same values stored column by column.
/// let b = [[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]];
/// product(Matrix::new(&a, 1, 3), Matrix::new(b.as_flattened(), 2, 3).transposed(), &mut c, &mut []);
/// assert_eq!(c, [28.5, 280.5]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    // Invariants, on which the kernels rely: (row, column) is at `row * row_stride + column * column_stride`,
    // within `values` for every row below `rows` and column below `columns`; one of the strides is 1.
    pub(super) values: &'a [f32],
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) row_stride: usize,
    pub(super) column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// A matrix stored row by row: see [`Matrix`] for an example.
    ///
    /// # Panics
    /// Unless there are `rows * columns` values.
    #[inline]
    #[track_caller]
    pub const fn new(values: &'a [f32], rows: usize, columns: usize) -> Self {
        // Checked, since the kernels trust the sizes: a product that wraps around could match by chance.
        assert!(
            matches!(rows.checked_mul(columns), Some(size) if size == values.len()),
            "a matrix needs rows * columns values"
        );
        Self { values, rows, columns, row_stride: columns, column_stride: 1 }
    }

    /// The rows before `row`, and those from it on.
    #[cfg(feature = "threads")]
    pub(super) fn split_at_row(self, row: usize) -> (Self, Self) {
        assert!(row <= self.rows);
        let rest = &self.values[(row * self.row_stride).min(self.values.len())..];
        (Self { rows: row, ..self }, Self { values: rest, rows: self.rows - row, ..self })
    }

    /// The same values with rows and columns swapped: see [`Matrix`] for an example.
    #[inline]
    #[must_use]
    pub const fn transposed(self) -> Self {
        let Self { values, rows, columns, row_stride, column_stride } = self;
        Self { values, rows: columns, columns: rows, row_stride: column_stride, column_stride: row_stride }
    }
}
