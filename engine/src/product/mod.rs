//! Matrix products: the one place where nearly all time of a network goes.
//!
//! The loops are cut in the manner of BLIS, from the outside in:
//!
//! * `backend`: who computes a product, and the entries to code compiled for an instruction set;
//! * `threads`: shares the rows of a large product among the processors, with the feature of that name;
//! * `blocks`: cuts a product for the caches;
//! * `pack`: copies a block so that it lies in the order of reading;
//! * `tile`: sums a few rows and vectors of the result in registers;
//! * `windows`: a product whose left matrix is never written down: the windows of a convolution;
//! * `vector`: a handful of operations, for each instruction set.
//!
//! # Bits
//! The depth is cut into blocks of at most `DEPTH` (`blocks.rs`), all alike. Each value of the result is what was in
//! `c`, and then the sum of each block, in their order; and that of a block is the sum of its products in the order of
//! the depth. So a sum as deep as a batch has pixels is off by as many roundings as a block is deep and as there are
//! blocks, and not by one a product; and its bits depend on its row of `a`, its column of `b` and on how a product and
//! a sum are rounded; not on the tile it falls into, on the rows beside it, on the scratch or on how the caches are
//! used. Rounding depends on the instruction set (one with a fused multiply-add rounds once, others twice) and is the
//! same for all rows; a tiny `b` is the exception that has all sets round twice. Where `b` is tiny or stored by columns,
//! the products of the first block are added to `c` one by one: plain loops do so, and where there is no scratch a chain
//! can be cut into panels as small as fit on the stack. Without the feature `std` all of it is one chain.
//! Only matrixmultiply, if it is the backend, sums in another order, and it is chosen for 8 rows or more. Long rows by
//! one column are summed as all rows are, by `sums`.

mod backend;
mod blocks;
mod matrix;
mod pack;
#[cfg(test)]
mod tests;
#[cfg(feature = "threads")]
mod threads;
mod tile;
mod vector;
mod windows;
#[cfg(target_arch = "x86_64")]
mod x86_64;

use crate::{math::larger, sums::total_of_two, vectorize};
use backend::Backend;
pub use matrix::Matrix;
pub(crate) use windows::{Nest, Stacked, Start, Windows, windows_product, windows_scratch};

/// How many values `b` has at most for a product to count as tiny: plain loops beat asking for the instruction
/// set, all the more where the compiler knows the sizes.
const TINY: usize = 128;
/// From how deep on a product by one column is taken as the sums of rows: so many blocks would be too many roundings,
/// and a tile would use one lane of each vector.
const LONG: usize = 4096;

/// c += a · b, where `c` is stored row by row: see [`Matrix`] for an example.
///
/// It never allocates, unless it falls to matrixmultiply (see the feature of that name). With less scratch than
/// [`scratch`] tells, down to none, the result has the same bits and may take longer.
///
/// # Panics
/// If the sizes do not fit: `a.columns == b.rows`, and `c` has `a.rows * b.columns` values.
// Always inlined: it is a question and a call, or, where the sizes are constants, only one of the paths.
#[inline(always)]
pub fn product(a: Matrix<'_>, b: Matrix<'_>, c: &mut [f32], scratch: &mut [f32]) {
    // Tiny or not is asked of `b` alone, since the rounding follows from it and must be that of all rows.
    let tiny = b.values.len() <= TINY;
    if tiny && a.rows == 1 {
        assert!(a.columns == b.rows && c.len() == b.columns);
        return add_tiny_row(a.values, b, c);
    }
    add_product(tiny, a, b, c, scratch);
}

/// How many floats of scratch [`product`] uses at most for an inner size of `k` and `n` columns, with any number
/// of rows. None is used by tiny products, nor by any without the feature `std`.
///
/// ```
/// use cornu_engine::product::{Matrix, product, scratch};
///
/// let (a, b, mut c) = ([1.0; 2 * 100], [1.0; 100 * 50], [0.0; 2 * 50]);
/// let mut memory = vec![0.0; scratch(100, 50)];
/// product(Matrix::new(&a, 2, 100), Matrix::new(&b, 100, 50), &mut c, &mut memory);
/// assert_eq!(c, [100.0; 2 * 50]);
/// ```
pub const fn scratch(k: usize, n: usize) -> usize {
    if k.saturating_mul(n) <= TINY { 0 } else { blocks::scratch(k, n) }
}

/// How many floats of scratch the three products of a dense training step use at most, with batches of any size:
/// forward, to the kernel's gradient, and to the input's. 0 for a small layer, whose products are fast enough
/// without: so its memory is the same on a device. It is what a layer with such a kernel states as its
/// [`SCRATCH`](crate::Layer::SCRATCH).
///
/// ```
/// use cornu_engine::product::{scratch, training_scratch};
///
/// const SCRATCH: usize = training_scratch(784, 512);
/// assert!(SCRATCH >= scratch(784, 512) && SCRATCH >= scratch(512, 784));
/// assert_eq!(training_scratch(64, 64), 0);
/// ```
pub const fn training_scratch(inputs: usize, units: usize) -> usize {
    const SMALL: usize = 4096;
    if inputs.saturating_mul(units) <= SMALL {
        return 0;
    }
    // The inner size of the kernel's gradient is the batch, which may be of any size.
    let gradients = larger(scratch(usize::MAX, units), scratch(units, inputs));
    larger(scratch(inputs, units), gradients)
}

/// Not inlined, unlike the tiny row, so that there is one copy of it.
#[inline(never)]
fn add_product(tiny: bool, a: Matrix<'_>, b: Matrix<'_>, c: &mut [f32], scratch: &mut [f32]) {
    // Not in firmware, whose rows are not that long.
    if blocks::PACKS && b.columns == 1 && a.columns > LONG && a.column_stride == 1 && b.row_stride == 1 {
        return add_long_rows(a, b.values, c);
    }
    // A result of one column is a row as well: cᵀ += bᵀ · aᵀ. If `a` is stored by columns, that reads it in order
    // and fills whole vectors instead of one lane of each.
    let (a, b) = if b.columns == 1 && a.row_stride == 1 { (b.transposed(), a.transposed()) } else { (a, b) };
    // Chosen for the whole, so that its bits do not depend on how it is cut.
    let backend = Backend::choose(a, b);
    #[cfg(feature = "threads")]
    return threads::add_product(backend, tiny, a, b, c, scratch);
    #[cfg(not(feature = "threads"))]
    backend.add_product(tiny, a, b, c, scratch);
}

/// c += a · b for a `b` of one column, each value the sum of a long row.
fn add_long_rows(a: Matrix<'_>, b: &[f32], c: &mut [f32]) {
    assert!(a.columns == b.len() && c.len() == a.rows);
    for (row, c) in c.iter_mut().enumerate() {
        let a = &a.values[row * a.row_stride..][..a.columns];
        let sum = vectorize(
            a.len(),
            #[inline(always)]
            || total_of_two(a, b, |a, b| a * b),
        );
        *c = (f64::from(*c) + sum) as f32;
    }
}

/// c += a · b for a row `a`, in plain loops that inline and unroll.
#[inline(always)]
fn add_tiny_row(a: &[f32], b: Matrix<'_>, c: &mut [f32]) {
    if a.is_empty() || c.is_empty() {
        return;
    }
    if b.column_stride == 1 {
        for (a, b) in a.iter().zip(b.values.chunks_exact(c.len())) {
            for (c, b) in c.iter_mut().zip(b) {
                *c += a * b;
            }
        }
    } else {
        for (c, b) in c.iter_mut().zip(b.values.chunks_exact(a.len())) {
            for (a, b) in a.iter().zip(b) {
                *c += a * b;
            }
        }
    }
}
