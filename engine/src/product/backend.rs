//! Who computes a product: Cornu's kernels on some instruction set, or the crate matrixmultiply.

use super::{
    Matrix, blocks,
    windows::{self, Stacked, Start, Windows},
};
use crate::InstructionSet;

/// Who computes a product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Backend {
    /// The kernels of this crate, compiled for an instruction set.
    Kernels(InstructionSet),
    /// The crate matrixmultiply. It has kernels for machines that this crate has none for, but allocates on
    /// each call and is slow where one side of a product is short, so it is for large products only.
    #[cfg(feature = "matrixmultiply")]
    MatrixMultiply,
}

impl Backend {
    /// The best for this product.
    #[cfg_attr(not(feature = "matrixmultiply"), expect(unused_variables))]
    pub(super) fn choose(a: Matrix<'_>, b: Matrix<'_>) -> Self {
        match InstructionSet::detect() {
            #[cfg(feature = "matrixmultiply")]
            InstructionSet::Portable
                if a.rows >= LARGE_ROWS && b.rows >= LARGE_SIDE && b.columns >= LARGE_SIDE =>
            {
                Self::MatrixMultiply
            }
            set => Self::Kernels(set),
        }
    }

    /// c += a · b, for sizes that fit. Where the machine lacks the instruction set, the best it has is taken.
    ///
    /// A `tiny` product rounds twice and is one sum with what `c` holds, as plain loops do; see [`super::product`].
    pub(super) fn add_product(
        self,
        tiny: bool,
        a: Matrix<'_>,
        b: Matrix<'_>,
        c: &mut [f32],
        scratch: &mut [f32],
    ) {
        assert!(a.columns == b.rows && a.rows.checked_mul(b.columns) == Some(c.len()));
        match self {
            // SAFETY: the sizes fit, and the machine has what `detect` finds and all sets before it.
            Self::Kernels(set) => unsafe {
                match set.min(InstructionSet::detect()) {
                    #[cfg(target_arch = "x86_64")]
                    InstructionSet::Avx2 | InstructionSet::Avx512 if tiny => avx2::<false>(a, b, c, scratch),
                    #[cfg(target_arch = "x86_64")]
                    InstructionSet::Avx512 => avx512(a, b, c, scratch),
                    #[cfg(target_arch = "x86_64")]
                    InstructionSet::Avx2 => avx2::<true>(a, b, c, scratch),
                    _ => blocks::add_product::<[f32; 4]>(tiny, a, b, c, scratch),
                }
            },
            #[cfg(feature = "matrixmultiply")]
            Self::MatrixMultiply => matrixmultiply(a, b, c),
        }
    }
}

/// c = the start + the rows of `a` from `first_row` on, times `b`, on this instruction set, or the best that there is.
pub(super) fn add_windows(
    set: InstructionSet,
    a: Windows<'_>,
    first_row: usize,
    b: Stacked<'_>,
    start: Start<'_>,
    c: &mut [f32],
    scratch: &mut [f32],
) {
    // SAFETY: the machine has what `detect` finds and all sets before it.
    unsafe {
        match set.min(InstructionSet::detect()) {
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx512 => windows_avx512(a, first_row, b, start, c, scratch),
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 => windows_avx2(a, first_row, b, start, c, scratch),
            _ => windows::add_product::<[f32; 4]>(a, first_row, b, start, c, scratch),
        }
    }
}

/// # Safety
/// The machine has AVX2 and FMA.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn windows_avx2(
    a: Windows<'_>,
    first_row: usize,
    b: Stacked<'_>,
    start: Start<'_>,
    c: &mut [f32],
    scratch: &mut [f32],
) {
    // SAFETY: the caller's promise, and this function is compiled for what the vectors need.
    unsafe { windows::add_product::<super::x86_64::Avx2<true>>(a, first_row, b, start, c, scratch) }
}

/// # Safety
/// The machine has what [`InstructionSet::Avx512`] stands for.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]
unsafe fn windows_avx512(
    a: Windows<'_>,
    first_row: usize,
    b: Stacked<'_>,
    start: Start<'_>,
    c: &mut [f32],
    scratch: &mut [f32],
) {
    // SAFETY: the caller's promise, and this function is compiled for what the vectors need.
    unsafe { windows::add_product::<super::x86_64::Avx512>(a, first_row, b, start, c, scratch) }
}

/// # Safety
/// The machine has AVX2 and FMA; the sizes fit, as for [`blocks::add_product`].
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn avx2<const FUSED: bool>(a: Matrix<'_>, b: Matrix<'_>, c: &mut [f32], scratch: &mut [f32]) {
    // SAFETY: the caller's promise, and this function is compiled for what the vectors need.
    unsafe { blocks::add_product::<super::x86_64::Avx2<FUSED>>(!FUSED, a, b, c, scratch) }
}

/// # Safety
/// The machine has what [`InstructionSet::Avx512`] stands for; the sizes fit, as for [`blocks::add_product`].
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl")]
unsafe fn avx512(a: Matrix<'_>, b: Matrix<'_>, c: &mut [f32], scratch: &mut [f32]) {
    // SAFETY: the caller's promise, and this function is compiled for what the vectors need.
    unsafe { blocks::add_product::<super::x86_64::Avx512>(false, a, b, c, scratch) }
}

/// From how many rows of `a`, and rows and columns of `b`, matrixmultiply is worth its allocation.
#[cfg(feature = "matrixmultiply")]
const LARGE_ROWS: usize = 8;
#[cfg(feature = "matrixmultiply")]
const LARGE_SIDE: usize = 32;

/// c += a · b, for sizes that fit.
#[cfg(feature = "matrixmultiply")]
fn matrixmultiply(a: Matrix<'_>, b: Matrix<'_>, c: &mut [f32]) {
    let stride = |stride: usize| stride as isize;
    // SAFETY: the invariants of `Matrix`: every value is within its slice; `c` has a value for each row and
    // column, and is borrowed for writing.
    unsafe {
        matrixmultiply::sgemm(
            a.rows,
            a.columns,
            b.columns,
            1.0,
            a.values.as_ptr(),
            stride(a.row_stride),
            stride(a.column_stride),
            b.values.as_ptr(),
            stride(b.row_stride),
            stride(b.column_stride),
            1.0,
            c.as_mut_ptr(),
            stride(b.columns),
            1,
        );
    }
}
