//! The vectors of x86-64. The intrinsics say what an operation is; see [`Vector`] for what is promised.

use super::{
    tile::{Left, Tile},
    vector::Vector,
};
use core::arch::x86_64::*;

/// Eight floats, with AVX2 and FMA. Unless `FUSED` it rounds as plain loops do: after the multiplication
/// and again after the addition.
#[derive(Clone, Copy)]
pub(super) struct Avx2<const FUSED: bool>(__m256);

/// Of the 16 registers, a tile takes 6 × 2 for its sums, 2 for a row of the right matrix and 1 for a value
/// of the left.
impl<const FUSED: bool> Vector for Avx2<FUSED> {
    const LANES: usize = 8;
    const ROWS: usize = 6;
    const VECTORS: usize = 2;
    const SQUARE: usize = 8;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        // SAFETY: AVX2 is enabled.
        Self(unsafe { _mm256_set1_ps(value) })
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: AVX2 is enabled, and the pointer is valid for eight floats.
        Self(unsafe { _mm256_loadu_ps(from) })
    }

    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize) -> Self {
        // SAFETY: AVX2 is enabled, the pointer is valid for `count` floats, and other lanes are not read.
        Self(unsafe { _mm256_maskload_ps(from, first_of_eight(count)) })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: AVX2 is enabled, and the pointer is valid for eight floats.
        unsafe { _mm256_storeu_ps(to, self.0) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f32, count: usize) {
        // SAFETY: AVX2 is enabled, the pointer is valid for `count` floats, and other lanes are not written.
        unsafe { _mm256_maskstore_ps(to, first_of_eight(count), self.0) }
    }

    #[inline(always)]
    unsafe fn add_product(self, left: Self, right: Self) -> Self {
        // SAFETY: AVX2 and FMA are enabled.
        Self(unsafe {
            if FUSED {
                _mm256_fmadd_ps(left.0, right.0, self.0)
            } else {
                _mm256_add_ps(self.0, _mm256_mul_ps(left.0, right.0))
            }
        })
    }

    #[inline(always)]
    unsafe fn transpose(from: *const f32, from_row: usize, to: *mut f32, to_row: usize) {
        // SAFETY: the caller's promise is the same.
        unsafe { transpose_8_by_8(from, from_row, to, to_row) }
    }

    #[target_feature(enable = "avx2,fma")]
    unsafe fn add_tile<L: Left, const ROWS: usize>(tile: Tile<L>) {
        // SAFETY: the caller's promise is the same, and this function is compiled for what the vectors need.
        unsafe { tile.with_rows::<Self, ROWS>() }
    }

    #[inline(always)]
    fn prefetch(at: *const f32) {
        // SAFETY: every x86-64 has it, and it reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(at.cast()) }
    }
}

/// Sixteen floats, with AVX-512F (and AVX2, which comes with it).
#[derive(Clone, Copy)]
pub(super) struct Avx512(__m512);

/// There are 32 registers, but 8 × 2 sums already keep two units of four cycles busy twice over, larger tiles
/// measure no faster, and 8 divides the usual batch sizes.
impl Vector for Avx512 {
    const LANES: usize = 16;
    const ROWS: usize = 8;
    const VECTORS: usize = 2;
    const SQUARE: usize = 8;

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        // SAFETY: AVX-512F is enabled.
        Self(unsafe { _mm512_set1_ps(value) })
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: AVX-512F is enabled, and the pointer is valid for sixteen floats.
        Self(unsafe { _mm512_loadu_ps(from) })
    }

    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize) -> Self {
        // SAFETY: AVX-512F is enabled, the pointer is valid for `count` floats, and other lanes are not read.
        Self(unsafe { _mm512_maskz_loadu_ps(first_of_sixteen(count), from) })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: AVX-512F is enabled, and the pointer is valid for sixteen floats.
        unsafe { _mm512_storeu_ps(to, self.0) }
    }

    #[inline(always)]
    unsafe fn store_first(self, to: *mut f32, count: usize) {
        // SAFETY: AVX-512F is enabled, the pointer is valid for `count` floats, and other lanes are not written.
        unsafe { _mm512_mask_storeu_ps(to, first_of_sixteen(count), self.0) }
    }

    #[inline(always)]
    unsafe fn add_product(self, left: Self, right: Self) -> Self {
        // SAFETY: AVX-512F is enabled.
        Self(unsafe { _mm512_fmadd_ps(left.0, right.0, self.0) })
    }

    #[inline(always)]
    unsafe fn transpose(from: *const f32, from_row: usize, to: *mut f32, to_row: usize) {
        // SAFETY: the caller's promise is the same, and AVX2 is enabled too.
        unsafe { transpose_8_by_8(from, from_row, to, to_row) }
    }

    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]
    unsafe fn add_tile<L: Left, const ROWS: usize>(tile: Tile<L>) {
        // SAFETY: the caller's promise is the same, and this function is compiled for what the vectors need.
        unsafe { tile.with_rows::<Self, ROWS>() }
    }

    #[inline(always)]
    fn prefetch(at: *const f32) {
        // SAFETY: every x86-64 has it, and it reads nothing.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(at.cast()) }
    }
}

/// A mask of the first `count` lanes, of 1 to 15.
#[inline(always)]
fn first_of_sixteen(count: usize) -> __mmask16 {
    (1 << count) - 1
}

/// A mask of the first `count` lanes.
///
/// # Safety
/// AVX2 is enabled.
#[inline(always)]
unsafe fn first_of_eight(count: usize) -> __m256i {
    // SAFETY: the caller's promise.
    unsafe {
        let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        _mm256_cmpgt_epi32(_mm256_set1_epi32(count as i32), lanes)
    }
}

/// [`Vector::transpose`] for 8 × 8 floats.
///
/// # Safety
/// AVX2 is enabled; `from` is valid for eight rows of eight floats `from_row` apart, `to` for as many that are
/// `to_row` apart.
#[inline(always)]
unsafe fn transpose_8_by_8(from: *const f32, from_row: usize, to: *mut f32, to_row: usize) {
    for half in [0, 4] {
        // SAFETY: the caller's promise: each read is four floats within a row of `from` (columns `half..half + 4`
        // of row `row` or `row + 4`), each write a whole row of `to`.
        unsafe {
            // Four columns of rows 0 to 3 in the low halves, of rows 4 to 7 in the high ones: what is left to do
            // is to transpose 4 × 4 in each half, and the instructions work on halves.
            let rows = |row: usize| {
                let low = from.add(row * from_row + half);
                _mm256_set_m128(_mm_loadu_ps(low.add(4 * from_row)), _mm_loadu_ps(low))
            };
            let (a, b, c, d) = (rows(0), rows(1), rows(2), rows(3));
            let (ab_01, ab_23) = (_mm256_unpacklo_ps(a, b), _mm256_unpackhi_ps(a, b));
            let (cd_01, cd_23) = (_mm256_unpacklo_ps(c, d), _mm256_unpackhi_ps(c, d));
            let to = to.add(half * to_row);
            _mm256_storeu_ps(to, _mm256_shuffle_ps::<0b01_00_01_00>(ab_01, cd_01));
            _mm256_storeu_ps(to.add(to_row), _mm256_shuffle_ps::<0b11_10_11_10>(ab_01, cd_01));
            _mm256_storeu_ps(to.add(2 * to_row), _mm256_shuffle_ps::<0b01_00_01_00>(ab_23, cd_23));
            _mm256_storeu_ps(to.add(3 * to_row), _mm256_shuffle_ps::<0b11_10_11_10>(ab_23, cd_23));
        }
    }
}
