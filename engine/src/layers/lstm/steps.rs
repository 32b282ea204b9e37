//! The steps of an LSTM, forward and back.

use super::LSTM;
use crate::{
    Activation, BiasTerm, Block,
    bias::start_rows,
    layers::recurrent::{add_product, apply_to, back_through, fade, take},
    vectorize, view_blocks, view_blocks_mut,
};

/// The four gates of one sample.
pub(super) type Gates<const U: usize> = [[f32; U]; 4];

impl<const F: usize, const U: usize, A: Activation, R: Activation, B: BiasTerm> LSTM<F, U, A, R, B> {
    /// Whether the sums are kept for the way back, beside the gates.
    pub(super) const KEEPS_SUMS: bool = A::NEEDS_SUMS || R::NEEDS_SUMS;

    /// From the sums of each sample to its gates, from one carry to the next, and to the output;
    /// `shown` is A(c).
    #[inline(always)]
    pub(super) fn open_gates(gates: &mut [f32], carry: &mut [f32], shown: &mut [f32], h: &mut [f32]) {
        apply_to::<R>(gates, 4 * U, 0..2 * U, U);
        apply_to::<A>(gates, 4 * U, 2 * U..3 * U, U);
        apply_to::<R>(gates, 4 * U, 3 * U..4 * U, U);
        let gates = view_blocks::<Gates<U>>(gates);
        vectorize(
            carry.len(),
            #[inline(always)]
            || {
                for ([i, f, g, _], carry) in gates.iter().zip(view_blocks_mut::<[f32; U]>(carry)) {
                    for n in 0..U {
                        carry[n] = f[n] * carry[n] + i[n] * g[n];
                    }
                }
            },
        );
        shown.copy_from_slice(carry);
        A::apply(shown, U);
        vectorize(
            h.len(),
            #[inline(always)]
            || {
                let rows = view_blocks::<[f32; U]>(shown).iter().zip(view_blocks_mut::<[f32; U]>(h));
                for ([_, _, _, o], (shown, h)) in gates.iter().zip(rows) {
                    for n in 0..U {
                        h[n] = o[n] * shown[n];
                    }
                }
            },
        );
    }

    /// One step of as many samples as there are, in inference: `h` and `carry` are what the last one left.
    #[inline(always)]
    pub(super) fn advance(&self, x: &[f32], h: &mut [f32], carry: &mut [f32], mut scratch: &mut [f32]) {
        let gates = take(&mut scratch, 4 * h.len());
        let shown = take(&mut scratch, h.len());
        start_rows(gates, &self.bias, 4 * U);
        add_product(x, F, self.kernel.floats(), 4 * U, gates, scratch);
        add_product(h, U, self.recurrent_kernel.floats(), 4 * U, gates, scratch);
        Self::open_gates(gates, carry, shown, h);
    }

    /// One step back: from the gradients of the output and of the carry to those of the sums, which take the
    /// gates' place, and to that of the last carry. `memory` is five times as large as `dh`.
    #[inline(always)]
    pub(super) fn close_gates(step: StepBack<'_>, dh: &[f32], dcarry: &mut [f32], memory: &mut [f32]) {
        let StepBack { gates: gate_floats, sums, last_carry, carry, shown } = step;
        let (d_floats, dshown) = memory.split_at_mut(gate_floats.len());
        let gates = view_blocks::<Gates<U>>(gate_floats);
        let dh = view_blocks::<[f32; U]>(dh);
        vectorize(
            dshown.len(),
            #[inline(always)]
            || {
                let rows = gates.iter().zip(dh).zip(view_blocks_mut::<[f32; U]>(dshown));
                for (([_, _, _, o], dh), dshown) in rows {
                    for n in 0..U {
                        dshown[n] = dh[n] * o[n];
                    }
                }
            },
        );
        A::backward(if A::NEEDS_SUMS { carry } else { &[] }, shown, dshown, U);
        vectorize(
            d_floats.len(),
            #[inline(always)]
            || {
                let carries =
                    view_blocks::<[f32; U]>(last_carry).iter().zip(view_blocks_mut::<[f32; U]>(dcarry));
                let outputs = view_blocks::<[f32; U]>(shown).iter().zip(dh);
                let ways = view_blocks::<[f32; U]>(dshown).iter().zip(outputs).zip(carries);
                let rows = gates.iter().zip(view_blocks_mut::<Gates<U>>(d_floats));
                for (([i, f, g, _], d), ((dshown, (shown, dh)), (last, dcarry))) in rows.zip(ways) {
                    for n in 0..U {
                        let dc = fade(dcarry[n] + dshown[n]);
                        d[0][n] = dc * g[n];
                        d[1][n] = dc * last[n];
                        d[2][n] = dc * i[n];
                        d[3][n] = dh[n] * shown[n];
                        dcarry[n] = dc * f[n];
                    }
                }
            },
        );
        back_through::<R>(sums, gate_floats, d_floats, 4 * U, 0..2 * U, U);
        back_through::<A>(sums, gate_floats, d_floats, 4 * U, 2 * U..3 * U, U);
        back_through::<R>(sums, gate_floats, d_floats, 4 * U, 3 * U..4 * U, U);
        gate_floats.copy_from_slice(d_floats);
    }
}

/// What the way forward left of one step.
pub(super) struct StepBack<'a> {
    pub(super) gates: &'a mut [f32],
    pub(super) sums: &'a [f32],
    pub(super) last_carry: &'a [f32],
    pub(super) carry: &'a [f32],
    pub(super) shown: &'a [f32],
}
