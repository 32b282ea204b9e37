//! The few vector operations that a product is made of.

use super::tile::{Left, Tile};

/// Some neighbouring floats, held in one register (or in an array, where there is none).
///
/// # Safety
/// Every method may be called only where the implementor's instruction set is enabled: the machine has it,
/// and the caller is compiled for it (the methods are inlined into the caller, down to the intrinsics).
/// A pointer must be valid for the floats that the method names; it need not be aligned.
pub(super) trait Vector: Copy {
    /// How many floats it holds.
    const LANES: usize;
    /// How many rows the tile has that sums in registers; at most 8. With `VECTORS` it is as large as the
    /// registers allow when a row of the right matrix and one value of the left are held as well.
    const ROWS: usize;
    /// How many vectors wide that tile is; at most 2.
    const VECTORS: usize;
    /// How many rows and columns `transpose` takes.
    const SQUARE: usize;

    /// The same value in each lane.
    unsafe fn splat(value: f32) -> Self;
    /// `LANES` floats.
    unsafe fn load(from: *const f32) -> Self;
    /// The first `count` floats, then zeros. What lies behind them is not read.
    unsafe fn load_first(from: *const f32, count: usize) -> Self;
    /// Writes `LANES` floats.
    unsafe fn store(self, to: *mut f32);
    /// Writes the first `count` lanes. What lies behind them is not written.
    unsafe fn store_first(self, to: *mut f32, count: usize);
    /// `self + left · right`.
    unsafe fn add_product(self, left: Self, right: Self) -> Self;
    /// Reads `SQUARE` rows of `SQUARE` floats, `from_row` apart, and writes them as columns of rows that are
    /// `to_row` apart.
    unsafe fn transpose(from: *const f32, from_row: usize, to: *mut f32, to_row: usize);

    /// [`Tile::with_rows`] in a function of its own, compiled for the instruction set; `tile` is as that asks. A
    /// debug build gives all that is inlined into a function its own room on the stack: with the tiles of every
    /// size in one, that would be most of the stack of a small thread.
    unsafe fn add_tile<L: Left, const ROWS: usize>(tile: Tile<L>);

    /// Asks for the memory at `at` ahead of its use. Any address will do, as nothing is read yet.
    #[inline(always)]
    fn prefetch(_at: *const f32) {}
}

/// Four floats: what SSE2 and NEON hold. The compiler makes of it what the build's machine has, and always
/// rounds after the multiplication and again after the addition.
impl Vector for [f32; 4] {
    const LANES: usize = 4;
    const ROWS: usize = 4;
    const VECTORS: usize = 2;
    const SQUARE: usize = 4;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        [value; 4]
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the pointer is valid for four floats, and no alignment is assumed.
        unsafe { from.cast::<Self>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize) -> Self {
        let mut vector = [0.0; 4];
        for (lane, value) in vector.iter_mut().enumerate().take(count) {
            // SAFETY: the pointer is valid for `count` floats.
            *value = unsafe { *from.add(lane) };
        }
        vector
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the pointer is valid for four floats, and no alignment is assumed.
        unsafe { to.cast::<Self>().write_unaligned(self) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f32, count: usize) {
        for (lane, value) in self.into_iter().enumerate().take(count) {
            // SAFETY: the pointer is valid for `count` floats.
            unsafe { *to.add(lane) = value }
        }
    }

    #[inline(always)]
    unsafe fn add_product(mut self, left: Self, right: Self) -> Self {
        for lane in 0..4 {
            self[lane] += left[lane] * right[lane];
        }
        self
    }

    #[inline(always)]
    unsafe fn transpose(from: *const f32, from_row: usize, to: *mut f32, to_row: usize) {
        for row in 0..4 {
            for column in 0..4 {
                // SAFETY: both squares are valid for four rows of four floats.
                unsafe { *to.add(column * to_row + row) = *from.add(row * from_row + column) }
            }
        }
    }

    unsafe fn add_tile<L: Left, const ROWS: usize>(tile: Tile<L>) {
        // SAFETY: the caller's promise is the same.
        unsafe { tile.with_rows::<Self, ROWS>() }
    }
}
