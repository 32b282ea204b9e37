//! Plain loops at the full width of the machine.

use crate::InstructionSet;

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
///
/// The choice holds for what is inlined into the closure, and for the closure only if it is inlined itself. The
/// compiler does that as long as it is small, such as one loop with a short formula. A larger one, such as loops
/// over rows, or several loops, it leaves where it is, without a word, compiled for the oldest machine. So:
///
/// * a closure that holds more than one loop with a short formula is `#[inline(always)]`, written in front of it;
/// * so is every closure in it that is called for each row, and every function that it calls. A long formula stands
///   in a `for` loop, since in `for_each` it would be one more closure.
///
/// ```
/// use cornu_engine::vectorize;
///
/// let mut rows = [[1.0_f32, 2.0, 3.0, 4.0]; 100];
/// vectorize(
///     400,
///     #[inline(always)]
///     || {
///         for row in &mut rows {
///             let sum: f32 = row.iter().sum();
///             row.iter_mut().for_each(|x| *x /= sum);
///         }
///     },
/// );
/// assert_eq!(rows, [[0.1, 0.2, 0.3, 0.4]; 100]);
/// ```
#[inline(always)]
pub fn vectorize<R>(length: usize, work: impl FnOnce() -> R) -> R {
    if length < WORTH_ASKING { work() } else { InstructionSet::detect().run(work) }
}

/// How many floats are worth the question.
const WORTH_ASKING: usize = 128;
