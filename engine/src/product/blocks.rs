//! The loops around the tile: they cut a product so that what is read many times stays near.
//!
//! The depth is cut first, so that as many rows of `b` as a panel is deep stay in the first cache while all
//! rows of `a` pass by. A panel is copied there if its values lie apart and enough rows make use of it. The same cut
//! keeps the sums exact, so it follows from the depth alone: see [`super`].

use super::{
    Matrix,
    pack::pack,
    tile::{Strided, Tile, widest},
    vector::Vector,
};
use crate::math::larger;
use core::mem::MaybeUninit;

/// How deep a block is at most, of which each sum is formed by itself. 256 × 32 floats, a panel, fill two thirds of a
/// first cache of 48 KiB.
pub(super) const DEPTH: usize = 256;
/// How deep a panel is on the stack, where there is no scratch, if sums need not be formed by themselves.
pub(super) const STACK_DEPTH: usize = 16;
/// How large a panel on the stack is: of a whole block it has a few columns.
pub(super) const STACK_FLOATS: usize =
    if PACKS { larger(STACK_DEPTH * WIDEST, DEPTH) } else { STACK_DEPTH * WIDEST };
/// The widest tile of all vectors for this machine.
pub(super) const WIDEST: usize = if cfg!(target_arch = "x86_64") { 32 } else { 8 };
/// How many rows of a transposed `a` are packed at a time, for the second cache.
const PACKED_ROWS: usize = 256;
/// From how many rows of `a` on it pays to pack `b`, and from how many columns of `b` to pack `a`.
pub(super) const ROWS_WORTH_PACKING: usize = 32;
const COLUMNS_WORTH_PACKING: usize = 64;
/// Firmware has neither the memory for packed blocks nor the caches that make them pay.
pub(super) const PACKS: bool = cfg!(feature = "std");
/// Packed blocks start with a cache line, so that no vector spans two.
pub(super) const LINE: usize = 64;

/// See [`super::scratch`].
pub(super) const fn scratch(depth: usize, columns: usize) -> usize {
    if !PACKS {
        return 0;
    }
    let rows = if columns >= COLUMNS_WORTH_PACKING { PACKED_ROWS } else { 0 };
    let deepest = if depth < DEPTH { depth } else { DEPTH };
    deepest * (WIDEST + rows) + LINE / size_of::<f32>()
}

/// c += a · b. Of a `tiny` product, the products are added to `c` one by one.
///
/// # Safety
/// `V`'s instruction set is enabled; `a.columns == b.rows`, and `c` has `a.rows * b.columns` values.
#[inline(always)]
pub(super) unsafe fn add_product<V: Vector>(
    tiny: bool,
    a: Matrix<'_>,
    b: Matrix<'_>,
    c: &mut [f32],
    mut scratch: &mut [f32],
) {
    let (rows, depth, columns) = (a.rows, a.columns, b.columns);
    if rows == 0 || depth == 0 || columns == 0 {
        return;
    }
    let width = V::VECTORS * V::LANES;
    let scattered = b.column_stride != 1 && columns > 1;
    let (mut left_panel, mut right_panel) = (None, None);
    if PACKS {
        let unaligned = scratch.as_ptr().align_offset(LINE).min(scratch.len());
        scratch = &mut scratch[unaligned..];
        let deepest = evenly(depth, DEPTH);
        if rows >= ROWS_WORTH_PACKING && (scattered || columns > width) {
            right_panel = scratch.split_off_mut(..deepest * width).map(<[f32]>::as_mut_ptr);
        }
        if columns >= COLUMNS_WORTH_PACKING && a.column_stride != 1 {
            left_panel = scratch.split_off_mut(..deepest * rows.min(PACKED_ROWS)).map(<[f32]>::as_mut_ptr);
        }
    }
    let mut stack = MaybeUninit::<[f32; STACK_FLOATS]>::uninit();
    let on_stack = scattered && right_panel.is_none();
    if on_stack {
        right_panel = Some(stack.as_mut_ptr().cast());
    }
    let product = Product {
        rows,
        columns,
        left: Strided { start: a.values.as_ptr(), row: a.row_stride, column: a.column_stride },
        right: Strided { start: b.values.as_ptr(), row: b.row_stride, column: b.column_stride },
        result: c.as_mut_ptr(),
        left_panel,
        right_panel,
        panel_floats: if on_stack { STACK_FLOATS } else { usize::MAX },
    };
    let block = evenly(depth, DEPTH);
    let mut first = 0;
    while first < depth {
        let chained = is_chained(first < block && (tiny || scattered));
        // A chain may be cut anywhere.
        let most = if on_stack && chained { evenly(block, STACK_DEPTH) } else { block };
        let rest = if PACKS { block - first % block } else { block };
        let deep = most.min(rest).min(depth - first);
        // SAFETY: the caller's promise and the invariants of `Matrix`. A block is at most `deepest` deep, for which the
        // panels in the scratch have room, and not deeper than the panel on the stack has floats.
        unsafe { product.add_block::<V>(first, deep, chained) }
        first += deep;
    }
}

/// Whether the products of a block are added to the result one by one: if `may` says so, and in firmware always. Its
/// products are not as deep as that it would matter, and to add sums would be three times the code.
pub(super) const fn is_chained(may: bool) -> bool {
    may || !PACKS
}

/// The size of the parts when `whole` is cut into as few as possible of at most `most` each, all alike, so that
/// no thin one is left over.
pub(super) const fn evenly(whole: usize, most: usize) -> usize {
    whole.div_ceil(whole.div_ceil(most))
}

/// A product about to be computed, and where its packed blocks go, if there are to be any.
struct Product {
    rows: usize,
    columns: usize,
    left: Strided,
    right: Strided,
    result: *mut f32,
    left_panel: Option<*mut f32>,
    right_panel: Option<*mut f32>,
    /// What the right panel has room for, if that is not enough for a tile's columns.
    panel_floats: usize,
}

impl Product {
    /// Adds the products of `depth` columns of the left and rows of the right, from `first` on: one by one if
    /// `chained`, or else their sum.
    ///
    /// # Safety
    /// `V`'s instruction set is enabled. The matrices are valid for the sizes given, with a depth of at least
    /// `first + depth`, the result for writing, and so are the panels: the left one for `depth` times
    /// PACKED_ROWS or all rows, the right one for `depth` times a tile's columns or for `panel_floats`, of which there
    /// are at least `depth`.
    #[inline(always)]
    unsafe fn add_block<V: Vector>(&self, first: usize, depth: usize, chained: bool) {
        let usual = V::VECTORS * V::LANES;
        // A constant in firmware, where a panel always has room: much code depends on it.
        let width = if PACKS { usual.min(self.panel_floats / depth) } else { usual };
        // A panel on the stack has no room for wider tiles than usual.
        let wide = if self.right_panel.is_some() { width } else { widest::<V>(self.rows) };
        let rows_at_once = if self.left_panel.is_some() { PACKED_ROWS } else { self.rows };
        for top in (0..self.rows).step_by(rows_at_once) {
            let rows = top..self.rows.min(top + rows_at_once);
            // SAFETY: the caller's promise; `rows` are within the matrix, `column` too, and so is a tile, cut
            // off at the last row and column.
            unsafe {
                if let Some(panel) = self.left_panel {
                    for row in rows.clone().step_by(V::ROWS) {
                        let count = V::ROWS.min(rows.end - row);
                        let Strided { start, row: down, column: across } = self.left.from(row, first);
                        let columns = Strided { start, row: across, column: down };
                        pack::<V>(columns, depth, count, panel.add((row - top) * depth), count);
                    }
                }
                let mut column = 0;
                while column < self.columns {
                    let remaining = self.columns - column;
                    let columns = if remaining >= wide { wide } else { width.min(remaining) };
                    let right = self.right.from(first, column);
                    let (right, right_row) = match self.right_panel {
                        Some(panel) => {
                            pack::<V>(right, depth, columns, panel, width);
                            (panel.cast_const(), width)
                        }
                        None => (right.start, right.row),
                    };
                    for row in rows.clone().step_by(V::ROWS) {
                        let count = V::ROWS.min(rows.end - row);
                        let left = match self.left_panel {
                            Some(panel) => {
                                Strided { start: panel.add((row - top) * depth), row: 1, column: count }
                            }
                            None => self.left.from(row, first),
                        };
                        self.prefetch_result::<V>(row + V::ROWS, column);
                        let result = self.result.add(row * self.columns + column);
                        let result_row = self.columns;
                        let (before, before_row) = (result.cast_const(), result_row);
                        Tile {
                            rows: count,
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
                    column += columns;
                }
            }
        }
    }

    /// Asks for the part of the result that the tile from `row` on will start from: while it waits for that, it
    /// can do nothing else.
    #[inline(always)]
    fn prefetch_result<V: Vector>(&self, row: usize, column: usize) {
        for row in row..self.rows.min(row + V::ROWS) {
            for vector in 0..V::VECTORS {
                let index = row * self.columns + column + vector * V::LANES;
                V::prefetch(self.result.wrapping_add(index));
            }
        }
    }
}
