//! Plain loops at the full width of the machine.

use crate::instruction_set::{self, Work};

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
    const WORTH_ASKING: usize = 128;
    if length < WORTH_ASKING { work.run() } else { instruction_set::run(work) }
}
