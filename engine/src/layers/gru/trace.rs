//! What a GRU keeps of a batch for its way back.

use super::steps::Step;
use crate::layers::recurrent::{step_of_mut, take};

/// The parts of the trace, each steps × samples × values; of the output there is one step more, the start.
pub(super) struct Trace<'a> {
    pub(super) one: usize,
    pub(super) gates: &'a mut [f32],
    pub(super) sums: &'a mut [f32],
    pub(super) h: &'a mut [f32],
    /// Of a reset gate after the product: the recurrent kernel's part of the sums, then its gradient.
    pub(super) inner: &'a mut [f32],
    /// Of one before it: r·h, and the gradients of the gates' and of the candidate's sums.
    pub(super) seen: &'a mut [f32],
    pub(super) dgates: &'a mut [f32],
    pub(super) dg: &'a mut [f32],
}

impl<'a> Trace<'a> {
    pub(super) fn new(
        mut trace: &'a mut [f32],
        steps: usize,
        one: usize,
        keeps_sums: bool,
        after: bool,
    ) -> Self {
        let all = steps * one;
        let (after, before) = if after { (all, 0) } else { (0, all) };
        Trace {
            one,
            gates: take(&mut trace, 3 * all),
            sums: take(&mut trace, if keeps_sums { 3 * all } else { 0 }),
            h: take(&mut trace, all + one),
            inner: take(&mut trace, 3 * after),
            seen: take(&mut trace, before),
            dgates: take(&mut trace, 2 * before),
            dg: take(&mut trace, before),
        }
    }

    /// The rows of one step, with the last output; a part that there is not is empty, and `inner` is then this
    /// memory.
    pub(super) fn step<'b>(&'b mut self, step: usize, inner: &'b mut [f32]) -> (Step<'b>, &'b mut [f32]) {
        let one = self.one;
        let rows = Step {
            gates: step_of_mut(self.gates, step, 3 * one),
            inner: if self.inner.is_empty() { inner } else { step_of_mut(self.inner, step, 3 * one) },
            seen: if self.seen.is_empty() { &mut [] } else { step_of_mut(self.seen, step, one) },
            sums: if self.sums.is_empty() { &mut [] } else { step_of_mut(self.sums, step, 3 * one) },
        };
        (rows, &mut self.h[step * one..][..2 * one])
    }
}
