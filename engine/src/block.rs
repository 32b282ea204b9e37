//! Arrays viewed as floats: a model, its gradient and each moment of its optimizer are blocks of `f32`.

use crate::{Dims, Token};
use const_panic::{FmtArg, PanicVal, concat_panic};
use core::{marker::PhantomData, slice};
use generic_array::{ArrayLength, GenericArray};

/// A type that is made of `f32` and of nothing else.
///
/// Implemented for `f32`, [`Token`]s, arrays and [`GenericArray`]s; the macros [`block!`](crate::block) and
/// [`parameters!`](crate::parameters) implement it for a struct, after they have checked it.
///
/// ```
/// use cornu_engine::Block;
///
/// let mut square = <[[f32; 2]; 2]>::zeroed();
/// square.floats_mut()[3] = 7.0;
/// assert_eq!(square, [[0.0, 0.0], [0.0, 7.0]]);
/// assert_eq!(<[[f32; 2]; 2]>::LENGTH, square.floats().len());
/// ```
///
/// # Safety
/// The type's bytes are `LENGTH` floats one after another: no padding, no other data, no
/// alignment but that of `f32` (or 1, where there are no floats), and every value of each float is
/// allowed.
pub unsafe trait Block: Sized + 'static {
    /// How many floats there are.
    const LENGTH: usize = size_of::<Self>() / size_of::<f32>();

    /// All floats, in memory order.
    #[inline(always)]
    fn floats(&self) -> &[f32] {
        view_floats(slice::from_ref(self))
    }

    /// All floats, to be changed.
    #[inline(always)]
    fn floats_mut(&mut self) -> &mut [f32] {
        view_floats_mut(slice::from_mut(self))
    }

    /// The value of which every float is 0, on the stack: for small blocks.
    #[inline(always)]
    fn zeroed() -> Self {
        const { assert!(Self::LENGTH * size_of::<f32>() == size_of::<Self>()) }
        // SAFETY: a block is floats only, and the bytes of 0.0 are zeros.
        unsafe { core::mem::zeroed() }
    }
}

/// The floats of several blocks in a row, such as the samples of a batch.
///
/// ```
/// use cornu_engine::view_floats;
///
/// assert_eq!(view_floats(&[[1.0, 2.0], [3.0, 4.0]]), [1.0, 2.0, 3.0, 4.0]);
/// ```
#[inline(always)]
pub fn view_floats<T: Block>(blocks: &[T]) -> &[f32] {
    if T::LENGTH == 0 {
        return &[];
    }
    // SAFETY: each block is `LENGTH` floats and nothing else, and a slice has no gaps.
    unsafe { slice::from_raw_parts(blocks.as_ptr().cast(), blocks.len() * T::LENGTH) }
}

/// As [`view_floats`], to be changed.
///
/// ```
/// let mut samples = [[1.0, 2.0], [3.0, 4.0]];
/// cornu_engine::view_floats_mut(&mut samples).iter_mut().for_each(|value| *value *= 2.0);
/// assert_eq!(samples, [[2.0, 4.0], [6.0, 8.0]]);
/// ```
#[inline(always)]
pub fn view_floats_mut<T: Block>(blocks: &mut [T]) -> &mut [f32] {
    if T::LENGTH == 0 {
        return &mut [];
    }
    // SAFETY: as in `view_floats`; the borrow is exclusive, and a block allows any floats.
    unsafe { slice::from_raw_parts_mut(blocks.as_mut_ptr().cast(), blocks.len() * T::LENGTH) }
}

/// Floats as blocks, such as a batch as its samples; floats that fill no whole block are left out.
///
/// ```
/// use cornu_engine::view_blocks;
///
/// let samples: &[[f32; 2]] = view_blocks(&[1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(samples, [[1.0, 2.0], [3.0, 4.0]]);
/// ```
#[inline(always)]
pub fn view_blocks<T: Block>(floats: &[f32]) -> &[T] {
    if T::LENGTH == 0 {
        return &[];
    }
    // SAFETY: a block is `LENGTH` floats, of any value and aligned as they are; the length is
    // rounded down to whole blocks.
    unsafe { slice::from_raw_parts(floats.as_ptr().cast(), floats.len() / T::LENGTH) }
}

/// As [`view_blocks`], to be changed.
///
/// ```
/// use cornu_engine::view_blocks_mut;
///
/// let mut batch = [1.0, 2.0, 3.0, 4.0];
/// let samples: &mut [[f32; 2]] = view_blocks_mut(&mut batch);
/// samples[1] = [7.0, 8.0];
/// assert_eq!(batch, [1.0, 2.0, 7.0, 8.0]);
/// ```
#[inline(always)]
pub fn view_blocks_mut<T: Block>(floats: &mut [f32]) -> &mut [T] {
    if T::LENGTH == 0 {
        return &mut [];
    }
    // SAFETY: as in `view_blocks`; the borrow is exclusive.
    unsafe { slice::from_raw_parts_mut(floats.as_mut_ptr().cast(), floats.len() / T::LENGTH) }
}

/// A block from its bytes, little-endian as [`view_bytes`] gives them: a model in flash.
///
/// ```
/// use cornu_engine::from_bytes;
///
/// static PAIR: [f32; 2] = from_bytes(&[0, 0, 128, 63, 0, 0, 0, 64]);
/// assert_eq!(PAIR, [1.0, 2.0]);
/// ```
///
/// With `include_bytes!` a file becomes a `static` model, which costs nothing at run time.
///
/// # Panics
/// If there are not as many bytes as the block has; in a `static` that is an error of compilation.
#[track_caller]
pub const fn from_bytes<T: Block>(bytes: &[u8]) -> T {
    const { assert!(cfg!(target_endian = "little"), "files hold little-endian floats") }
    assert!(T::LENGTH * size_of::<f32>() == size_of::<T>());
    if bytes.len() != size_of::<T>() {
        concat_panic(&[&[
            PanicVal::write_str("these are "),
            PanicVal::from_usize(bytes.len(), FmtArg::DISPLAY),
            PanicVal::write_str(" bytes, and the model has "),
            PanicVal::from_usize(size_of::<T>(), FmtArg::DISPLAY),
            PanicVal::write_str(
                ": the file is another model's, or `save` wrote it; `cornu::view_bytes` gives what belongs here",
            ),
        ]]);
    }
    // SAFETY: a block allows every value of its floats, there are as many bytes as it has, and the read
    // asks for no alignment.
    unsafe { bytes.as_ptr().cast::<T>().read_unaligned() }
}

/// The bytes of a block, as they stand in memory.
///
/// ```
/// assert_eq!(cornu_engine::view_bytes(&[1.0_f32]), [0, 0, 128, 63]);
/// ```
pub fn view_bytes<T: Block>(block: &T) -> &[u8] {
    let floats = block.floats();
    // SAFETY: floats have no padding, and every byte of them may be read.
    unsafe { slice::from_raw_parts(floats.as_ptr().cast(), size_of_val(floats)) }
}

/// A block on the heap, every float 0, which never stands on the stack: models may be larger than it.
///
/// ```
/// // 64 MiB, more than a stack holds.
/// let samples: Box<[[f32; 4096]; 4096]> = cornu_engine::boxed();
/// assert_eq!(samples[4095][4095], 0.0);
/// ```
#[cfg(feature = "std")]
#[inline(never)]
pub fn boxed<T: Block>() -> std::boxed::Box<T> {
    assert!(T::LENGTH * size_of::<f32>() == size_of::<T>());
    // SAFETY: a block is floats only, and the bytes of 0.0 are zeros.
    unsafe { std::boxed::Box::new_zeroed().assume_init() }
}

/// As many blocks, every float 0; none stands on the stack on its way into the vector.
///
/// ```
/// let samples: Vec<[f32; 784]> = cornu_engine::zeroed_vec(3);
/// assert_eq!(samples, [[0.0; 784]; 3]);
/// ```
#[cfg(feature = "std")]
pub fn zeroed_vec<T: Block>(length: usize) -> std::vec::Vec<T> {
    assert!(T::LENGTH * size_of::<f32>() == size_of::<T>());
    // SAFETY: a block is floats only, and the bytes of 0.0 are zeros.
    unsafe { std::boxed::Box::new_zeroed_slice(length).assume_init() }.into_vec()
}

// SAFETY: one float.
unsafe impl Block for f32 {}
// SAFETY: an array is its items with nothing between them.
unsafe impl<T: Block, const N: usize> Block for [T; N] {}
// SAFETY: one float, in a transparent struct; any value of it is a token.
unsafe impl<const V: usize> Block for Token<V> {}
// SAFETY: no floats and no bytes.
unsafe impl<T: 'static> Block for PhantomData<T> {}
// SAFETY: a generic array is laid out as an array, as its documentation promises.
unsafe impl<N: ArrayLength + 'static> Block for GenericArray<f32, N> {}

// SAFETY: an array and nothing else.
unsafe impl<const GROUPS: usize, const EACH: usize> Block for Grouped<GROUPS, EACH> {}

/// A parameter's array: a block that knows its sizes.
///
/// ```
/// use cornu_engine::Array;
///
/// assert_eq!(<[[f32; 512]; 784]>::DIMS.as_slice(), [784, 512]);
/// ```
pub trait Array: Block + Copy {
    /// The sizes, outermost first.
    const DIMS: Dims;
}

impl Array for f32 {
    const DIMS: Dims = Dims::SCALAR;
}

impl<T: Array, const N: usize> Array for [T; N] {
    const DIMS: Dims = T::DIMS.times(N);
}

/// Groups of values in one row, such as the four gates of an LSTM: an array of arrays whose size counts as
/// one, as Keras has it.
///
/// ```
/// use cornu_engine::{Array, Grouped};
///
/// // A kernel of 3 inputs and 4 gates of 16 units.
/// assert_eq!(<[Grouped<4, 16>; 3]>::DIMS.as_slice(), [3, 64]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(transparent)]
pub struct Grouped<const GROUPS: usize, const EACH: usize>(pub [[f32; EACH]; GROUPS]);

impl<const GROUPS: usize, const EACH: usize> Array for Grouped<GROUPS, EACH> {
    const DIMS: Dims = Dims::flat(GROUPS * EACH);
}

/// The bytes of a field, for [`block!`](crate::block).
#[doc(hidden)]
pub const fn bytes_of<B, F: Block>(_: fn(&B) -> &F) -> usize {
    size_of::<F>()
}

/// How many floats the struct `B` has, whose fields have `bytes` together; does not compile if there is
/// a gap between them.
#[doc(hidden)]
pub const fn block_length<B>(bytes: usize) -> usize {
    assert!(size_of::<B>() == bytes, "the fields of a block leave no gap");
    assert!(align_of::<B>() <= align_of::<f32>(), "a block is aligned as its floats are");
    bytes / size_of::<f32>()
}

/// Implements [`Block`] for a struct all of whose fields are blocks, and checks that they are.
///
/// Every field is named; a struct with padding, or with a field that is no block, does not compile.
///
/// ```
/// use cornu_engine::Block;
///
/// #[repr(C)]
/// struct Pair<const N: usize> {
///     left: [f32; N],
///     right: f32,
/// }
/// cornu_engine::block! { impl [const N: usize] Pair<N> { left, right } }
///
/// assert_eq!(Pair { left: [1.0, 2.0], right: 3.0 }.floats(), [1.0, 2.0, 3.0]);
/// ```
#[macro_export]
macro_rules! block {
    (impl [$($generics:tt)*] $block:ty { $($field:ident),* $(,)? }) => {
        // SAFETY: `LENGTH` does not compile unless every field, all of which are named, is a block, and
        // together they fill the struct without a gap; so the struct is floats only, aligned no further than
        // they are. Each way to look at a block goes through `LENGTH`.
        unsafe impl<$($generics)*> $crate::Block for $block {
            const LENGTH: usize = {
                let _every_field_is_named = |Self { $($field: _),* }: &Self| {};
                $crate::block_length::<Self>(0 $(+ $crate::bytes_of(|block: &Self| &block.$field))*)
            };
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_and_blocks_are_views_of_each_other() {
        let mut floats = [1.0, 2.0, 3.0, 4.0, 5.0];
        assert_eq!(view_blocks::<[f32; 2]>(&floats), [[1.0, 2.0], [3.0, 4.0]]);
        view_blocks_mut::<[f32; 2]>(&mut floats)[1] = [8.0, 9.0];
        assert_eq!(floats, [1.0, 2.0, 8.0, 9.0, 5.0]);
        assert_eq!([[1.0, 2.0], [3.0, 4.0]].floats(), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(<[[f32; 4]; 3]>::zeroed(), [[0.0; 4]; 3]);
    }

    #[test]
    fn a_block_without_floats_is_empty() {
        assert!(PhantomData::<u64>.floats().is_empty());
        assert!(PhantomData::<u64>.floats_mut().is_empty());
        assert!(view_blocks::<[f32; 0]>(&[1.0]).is_empty());
    }

    #[test]
    fn an_array_knows_its_sizes() {
        assert_eq!(<[[[f32; 2]; 3]; 4]>::DIMS.as_slice(), [4, 3, 2]);
        assert_eq!(f32::DIMS.as_slice(), [0_usize; 0]);
    }
}
