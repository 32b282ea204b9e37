//! Arrays viewed as floats: a model, its gradient and each moment of its optimizer are blocks of `f32`.
//!
//! # Why it is sound
//! Safe code makes its structs blocks with [`block!`](crate::block), so the macro must not believe it. Three things
//! hold together:
//!
//! * The macro lists the fields in a pattern and takes a reference to each as a block, so nothing else is in the struct.
//! * Whether there are gaps between them is known only of a struct whose parameters are given. So the check stands
//!   in [`Block::LENGTH`], and every view in this file asks for that ([`checked_length`]). The length of a struct is the sum of
//!   its fields', and that of an array a multiple of its items': what is wrong inside does not compile outside either.
//! * The tokens between the macro's brackets may not end the `impl` that they stand in: [`one_item!`](crate::one_item).
//!
//! # Why not bytemuck or zerocopy
//! Their proofs are read by more people, but they do not fit. A `Pod`, `AnyBitPattern` or `NoUninit` of bytemuck is
//! `Copy`, which a model must not be: a copy of 16 MB would pass over the stack unseen. And both crates derive their
//! traits for a struct that is generic over its sizes, as nearly every layer is, only if it is transparent or its fields
//! have no alignment, since a derive sees a struct before its parameters are given. What would be left for them
//! are the casts of a few slices.

use crate::{Dims, Token};
use const_panic::{FmtArg, PanicVal, concat_panic};
use core::{marker::PhantomData, slice};
use generic_array::{ArrayLength, GenericArray};

/// A type that is made of `f32` and of nothing else.
///
/// Implemented for `f32`, [`Token`]s, arrays and [`GenericArray`]s; the macros [`block!`](crate::block) and
/// [`parameters!`](crate::parameters) implement it for a struct, and check the struct where its length is asked for.
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
/// allowed. Where that does not hold, to evaluate `LENGTH` does not compile: so whoever relies on it evaluates
/// `LENGTH` first.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not made of `f32` alone",
    note = "a struct of your own becomes a block by `cornu::parameters!` or `cornu::block!`"
)]
pub unsafe trait Block: Sized + 'static {
    /// How many floats there are.
    const LENGTH: usize;

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
        const { checked_length::<Self>() };
        // SAFETY: a block is floats only, and the bytes of 0.0 are zeros.
        unsafe { core::mem::zeroed() }
    }
}

/// How many floats a block has, once its size and its alignment are known to be theirs.
///
/// Every function that looks at a block asks here, in a constant: so none is compiled for a type that is not one.
/// `LENGTH` has checked the same of a struct; here the mistakes of an `unsafe impl` end as well.
const fn checked_length<T: Block>() -> usize {
    assert!(
        matches!(T::LENGTH.checked_mul(size_of::<f32>()), Some(bytes) if bytes == size_of::<T>()),
        "a block is its floats and nothing else"
    );
    assert!(is_aligned::<T>(), "a block is aligned as its floats are");
    T::LENGTH
}

/// Whether a block is aligned as its floats are: no further, and if it has floats, no less.
const fn is_aligned<T>() -> bool {
    let (own, of_floats) = (align_of::<T>(), align_of::<f32>());
    own == of_floats || (own < of_floats && size_of::<T>() == 0)
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
    if const { checked_length::<T>() } == 0 {
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
    if const { checked_length::<T>() } == 0 {
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
    if const { checked_length::<T>() } == 0 {
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
    if const { checked_length::<T>() } == 0 {
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
    const { checked_length::<T>() };
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
    const { checked_length::<T>() };
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
    const { checked_length::<T>() };
    // SAFETY: a block is floats only, and the bytes of 0.0 are zeros.
    unsafe { std::boxed::Box::new_zeroed_slice(length).assume_init() }.into_vec()
}

// SAFETY: one float.
unsafe impl Block for f32 {
    const LENGTH: usize = 1;
}

// SAFETY: an array is its items with nothing between them, each of which is `LENGTH` floats. The constant asks for
// theirs even if there are none, so that an array of what is not a block is not one.
unsafe impl<T: Block, const N: usize> Block for [T; N] {
    const LENGTH: usize = T::LENGTH * N;
}

// SAFETY: one float, in a transparent struct; any value of it is a token.
unsafe impl<const V: usize> Block for Token<V> {
    const LENGTH: usize = 1;
}

// SAFETY: no floats and no bytes.
unsafe impl<T: 'static> Block for PhantomData<T> {
    const LENGTH: usize = 0;
}

// SAFETY: a generic array is laid out as an array of `USIZE` items, as its documentation promises.
unsafe impl<N: ArrayLength + 'static> Block for GenericArray<f32, N> {
    const LENGTH: usize = N::USIZE;
}

// SAFETY: an array in a transparent struct.
unsafe impl<const GROUPS: usize, const EACH: usize> Block for Grouped<GROUPS, EACH> {
    const LENGTH: usize = <[[f32; EACH]; GROUPS]>::LENGTH;
}

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

/// The bytes of a field, for [`block!`](crate::block). They are counted by its length, so that a field is checked as
/// well.
///
/// The field is what is asked, and not what a reference to it turns into:
///
/// ```compile_fail
/// # use std::ops::Deref;
/// struct Pointer {
///     value: f32,
///     other: u64,
/// }
/// # impl Deref for Pointer {
/// #     type Target = f32;
/// #     fn deref(&self) -> &f32 {
/// #         &self.value
/// #     }
/// # }
/// // `Pointer` implements `Deref<Target = f32>`.
/// struct Behind {
///     pointer: Pointer,
/// }
/// cornu_engine::block! { impl [] Behind { pointer } }
/// ```
#[doc(hidden)]
pub const fn bytes_of<B, F: Block>(_: fn(&B) -> &F) -> usize {
    bytes_of_type::<F, ()>()
}

/// The same, of a field's type. Of a network's, `After` hangs on its being a layer: see `pass/silent.rs`.
#[doc(hidden)]
pub const fn bytes_of_type<F: crate::pass::BlockIn<After>, After>() -> usize {
    F::LENGTH * size_of::<f32>()
}

/// How many floats the struct `B` has, whose fields have `bytes` together; does not compile if there is
/// a gap between them.
#[doc(hidden)]
pub const fn block_length<B>(bytes: usize) -> usize {
    assert!(size_of::<B>() == bytes, "the fields of a block leave no gap");
    assert!(is_aligned::<B>(), "a block is aligned as its floats are");
    bytes / size_of::<f32>()
}

/// Compiles if it is given one item, and becomes nothing.
///
/// What [`block!`](crate::block) takes between its brackets are tokens as they come, and `> Send for Mine {} impl <`
/// are tokens, too: behind the macro's `unsafe impl<` they would end its `impl` and begin another, of another trait for
/// another type, whose `unsafe` nobody wrote. Here they are two items. Of one item that starts with `impl<` and
/// ends with `> Block for Mine {}`, `Block` is the trait and `Mine` the type: nothing but the `for` of an `impl` may
/// stand before a type and a brace. So what passes is the parameters of this `impl` and nothing else.
///
/// It is a macro of its own, and no rule of `block!`, where anybody could call the rule that is only for tokens that
/// have passed.
#[doc(hidden)]
#[macro_export]
macro_rules! one_item {
    ($item:item) => {};
}

/// Implements [`Block`] for a struct all of whose fields are blocks, and checks that they are.
///
/// Every field is named; a struct with padding, or with a field that is not a block, does not compile.
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
///
/// Whether there is padding is known only when the struct's parameters are, so an error of this kind is found where a
/// value is first looked at:
///
/// ```compile_fail
/// use cornu_engine::Block;
///
/// #[derive(Clone, Copy)]
/// #[repr(C, align(8))]
/// struct Padded {
///     value: f32,
/// }
/// cornu_engine::block! { impl [] Padded { value } }
///
/// [Padded { value: 1.0 }; 3].floats();
/// ```
#[macro_export]
macro_rules! block {
    (impl [$($generics:tt)*] $block:ty { $($field:ident),* $(,)? }) => {
        $crate::one_item! { impl<$($generics)*> $crate::Block for $block {} }
        // SAFETY: `LENGTH` does not compile unless every field, all of which are named, is a block, and
        // together they fill the struct without a gap; so the struct is floats only, aligned no further than
        // they are. Each way to look at a block goes through `LENGTH`. The generics are those of this `impl` and
        // nothing else, since with them it is one item.
        unsafe impl<$($generics)*> $crate::Block for $block {
            const LENGTH: usize = {
                let __every_field_is_named = |Self { $($field: _),* }: &Self| {};
                $crate::block_length::<Self>(0 $(+ $crate::bytes_of(|__block: &Self| &__block.$field))*)
            };
        }
    };
    // Of a network, which knows the type of each field: of hundreds, one function is checked faster than one a field.
    (network $block:ident { $($field:ident: $layer:ty, $after:ty;)* }) => {
        // SAFETY: as above. That each field has the type whose bytes are counted is checked by a raw pointer, which is
        // not turned into one to another type that has a size.
        unsafe impl $crate::Block for $block {
            const LENGTH: usize = {
                let __every_field_is_named_and_has_its_type = |__block: &Self| {
                    let Self { $($field: _),* } = __block;
                    $(let _: *const $layer = &raw const __block.$field;)*
                };
                $crate::block_length::<Self>(0 $(+ $crate::bytes_of_type::<$layer, $after>())*)
            };
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

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
        assert!(view_blocks_mut::<PhantomData<u64>>(&mut [1.0]).is_empty());
        assert!(view_bytes(&[PhantomData::<u64>; 3]).is_empty());
        assert_eq!(from_bytes::<[[f32; 0]; 2]>(&[]), [[0.0; 0]; 2]);
        // A vector of what has no bytes has no memory, however long it is.
        assert!(view_floats(&zeroed_vec::<PhantomData<u64>>(usize::MAX)).is_empty());
        assert!(boxed::<[[f32; 7]; 0]>().floats().is_empty());
    }

    #[test]
    #[should_panic(expected = "capacity overflow")]
    fn a_vector_that_no_memory_holds_panics() {
        zeroed_vec::<[f32; 2]>(usize::MAX / 4);
    }

    #[test]
    fn lengths_are_those_of_what_is_inside() {
        #[repr(C)]
        struct Two<T, const N: usize> {
            left: [T; N],
            right: (),
            last: T,
        }
        // SAFETY: as long as the last field is a block of no floats, and `()` none.
        unsafe impl<T: Block, const N: usize> Block for Two<T, N> {
            const LENGTH: usize = <[T; N]>::LENGTH + T::LENGTH;
        }
        let mut two = Two { left: [[1.0, 2.0], [3.0, 4.0]], right: (), last: [5.0, 6.0] };
        assert_eq!(two.floats(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        two.floats_mut()[5] = 7.0;
        assert_eq!((two.last, two.right), ([5.0, 7.0], ()));
        assert_eq!(<Grouped<4, 3>>::LENGTH, 12);
        assert_eq!(<[GenericArray<f32, typenum::U5>; 2]>::zeroed().floats(), [0.0; 10]);
        assert_eq!(GenericArray::<f32, typenum::U0>::LENGTH, 0);
    }

    /// The ways that a model and its samples go, with a struct as the macros make it.
    #[test]
    fn a_struct_of_parameters_is_viewed_in_every_way() {
        use crate::{BiasTerm, NoBias, Parameters};

        #[derive(Debug)]
        #[repr(C)]
        struct Tiny<const N: usize, T: Array + core::fmt::Debug, B: BiasTerm, A> {
            kernel: [T; N],
            mean: Grouped<2, N>,
            bias: B::Of<[T; N]>,
            kind: PhantomData<A>,
        }
        crate::parameters! {
            impl [const N: usize, T: Array + core::fmt::Debug, B: BiasTerm, A: 'static] Tiny<N, T, B, A> {
                kernel, state mean, bias; kind
            }
        }
        type Own = Tiny<3, [f32; 2], crate::Bias, std::string::String>;
        assert_eq!((Own::LENGTH, Tiny::<3, f32, NoBias, ()>::LENGTH), (18, 9));
        assert_eq!(Own::PARAMETERS.iter().map(|table| table.offset).collect::<Vec<_>>(), [0, 6, 12]);

        let mut all: Vec<Own> = zeroed_vec(2);
        view_floats_mut(&mut all).iter_mut().zip(0_u8..).for_each(|(to, n)| *to = n.into());
        assert_eq!((all[1].kernel[2], all[1].mean.0[1][0], all[1].bias[2][1]), ([22.0, 23.0], 27.0, 35.0));
        let copy: Own = from_bytes(view_bytes(&all[1]));
        assert_eq!(copy.floats(), &view_floats(&all)[18..]);
        let mut own = boxed::<Own>();
        own.floats_mut().copy_from_slice(all[0].floats());
        own.bias[0] = [0.5; 2];
        let [first, second] = view_blocks_mut::<Own>(view_floats_mut(&mut all)) else { panic!() };
        core::mem::swap(first, second);
        second.bias = own.bias;
        assert_eq!(view_blocks::<[[f32; 2]; 9]>(view_floats(&all))[1][6], [0.5; 2]);
        assert_eq!(Own::zeroed().floats(), [0.0; 18]);
    }

    #[test]
    fn bytes_are_a_block_wherever_they_stand() {
        let bytes = [9, 0, 0, 128, 63, 0, 0, 0, 64];
        let pair: [f32; 2] = from_bytes(&bytes[1..]);
        assert_eq!(view_bytes(&pair), &bytes[1..]);
    }

    #[test]
    fn an_array_knows_its_sizes() {
        assert_eq!(<[[[f32; 2]; 3]; 4]>::DIMS.as_slice(), [4, 3, 2]);
        assert_eq!(f32::DIMS.as_slice(), [0_usize; 0]);
    }
}
