//! Plain loops at the full width of the machine.

use crate::instruction_set::{self, InstructionSet, LoopWork, Work};

/// Runs a loop over `length` floats, compiled for the best instruction set that the machine has.
///
/// A short loop is not worth the question and runs as it stands, so that tiny networks stay tiny code.
/// Bits do not depend on the choice, as long as the loop adds in a fixed order: nothing is fused.
///
/// ```
/// let mut values = [1.0_f32; 100];
/// cornu_engine::vectorize(values.len(), || values.iter_mut().for_each(|x| *x *= 2.0));
/// assert_eq!(values, [2.0; 100]);
/// ```
#[inline(always)]
pub fn vectorize<R>(length: usize, work: impl FnOnce() -> R) -> R {
    vectorize_work(length, work)
}

/// The same for a type whose loop is always inlined.
#[inline(always)]
pub(crate) fn vectorize_work<W: Work>(length: usize, work: W) -> W::Output {
    if length < WORTH_ASKING { work.run() } else { instruction_set::run(work) }
}

/// How many floats are worth the question.
const WORTH_ASKING: usize = 128;

/// The same for a loop of any size. A compiler inlines a closure as long as it is small, such as one loop over
/// values; loops over rows, or several of them, it leaves as they are, compiled for the oldest machine.
#[inline(always)]
pub(crate) fn vectorize_loop<W: LoopWork<A>, A>(length: usize, _: W, arguments: A) {
    let set = if length < WORTH_ASKING { InstructionSet::Portable } else { InstructionSet::Avx512 };
    instruction_set::run_work::<W, A>(set, arguments);
}

/// Writes a loop for [`vectorize_loop`]: its name, its generics, its arguments as a tuple, and its body.
macro_rules! vector_loop {
    ($(#[$doc:meta])* $name:ident [$($generics:tt)*] |$pattern:tt: $arguments:ty| $body:block) => {
        $(#[$doc])*
        struct $name;

        impl<$($generics)*> $crate::instruction_set::LoopWork<$arguments> for $name {
            #[inline(always)]
            fn run($pattern: $arguments) $body
        }
    };
}
pub(crate) use vector_loop;
