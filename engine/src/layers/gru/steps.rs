//! The steps of a GRU, forward and back.

use super::{GRU, ResetGate};
use crate::{
    Activation, BiasTerm, Block, Grouped,
    bias::start_rows,
    layers::recurrent::{add_product, apply_to, back_through, take},
    vectorize, view_blocks, view_blocks_mut,
};
use core::ops::Range;

/// The gates of one sample.
type Gates<const U: usize> = [[f32; U]; 3];

impl<const F: usize, const U: usize, A: Activation, R: Activation, G: ResetGate, B: BiasTerm>
    GRU<F, U, A, R, G, B>
{
    /// Whether the sums are kept for the way back, beside the gates.
    pub(super) const KEEPS_SUMS: bool = A::NEEDS_SUMS || R::NEEDS_SUMS;

    /// The floats of one sample and step in inference.
    pub(super) const IN_INFERENCE: usize = if G::AFTER { 7 * U } else { 8 * U };

    /// Starts the sums with a row of the bias: that of the kernel, or that of the recurrent kernel.
    #[inline(always)]
    pub(super) fn start(&self, sums: &mut [f32], which: usize) {
        match view_blocks::<Grouped<3, U>>(self.bias.floats()).get(which) {
            Some(bias) => start_rows(sums, bias, 3 * U),
            None => sums.fill(0.0),
        }
    }

    /// One step, from the kernel's part of the sums in `gates`: `h` is the last output and becomes the next.
    #[inline(always)]
    pub(super) fn advance(&self, step: Step<'_>, h: &mut [f32], scratch: &mut [f32]) {
        let Step { gates, inner, seen, sums } = step;
        let recurrent_kernel = self.recurrent_kernel.floats();
        self.start(inner, 1);
        add_product(h, U, recurrent_kernel, 3 * U, inner, scratch);
        Self::open_gates(gates, inner, sums);
        if !G::AFTER {
            Self::look(gates, h, seen);
            // The gates' columns are computed once more, for nothing: that takes no copy of the others.
            inner.fill(0.0);
            add_product(seen, U, recurrent_kernel, 3 * U, inner, scratch);
        }
        vectorize(
            gates.len(),
            #[inline(always)]
            || {
                let rows = view_blocks_mut::<Gates<U>>(gates).iter_mut().zip(view_blocks::<Gates<U>>(inner));
                for ([_, r, g], inner) in rows {
                    for n in 0..U {
                        g[n] += if G::AFTER { r[n] * inner[2][n] } else { inner[2][n] };
                    }
                }
            },
        );
        Self::keep(gates, sums, 2..3);
        apply_to::<A>(gates, 3 * U, 2 * U..3 * U, U);
        vectorize(
            h.len(),
            #[inline(always)]
            || {
                let rows = view_blocks::<Gates<U>>(gates).iter().zip(view_blocks_mut::<[f32; U]>(h));
                for ([z, _, g], h) in rows {
                    for n in 0..U {
                        h[n] = z[n] * h[n] + (1.0 - z[n]) * g[n];
                    }
                }
            },
        );
    }

    /// From the sums of each sample to its gates z and r.
    #[inline(always)]
    fn open_gates(gates: &mut [f32], inner: &[f32], sums: &mut [f32]) {
        vectorize(
            gates.len(),
            #[inline(always)]
            || {
                let rows = view_blocks_mut::<Gates<U>>(gates).iter_mut().zip(view_blocks::<Gates<U>>(inner));
                for (gates, inner) in rows {
                    for gate in 0..2 {
                        for n in 0..U {
                            gates[gate][n] += inner[gate][n];
                        }
                    }
                }
            },
        );
        Self::keep(gates, sums, 0..2);
        apply_to::<R>(gates, 3 * U, 0..2 * U, U);
    }

    /// Copies the sums of some gates for the way back, if there is one that needs them.
    #[inline(always)]
    fn keep(gates: &[f32], sums: &mut [f32], which: Range<usize>) {
        if Self::KEEPS_SUMS && !sums.is_empty() {
            for (sums, gates) in
                view_blocks_mut::<Gates<U>>(sums).iter_mut().zip(view_blocks::<Gates<U>>(gates))
            {
                sums[which.clone()].copy_from_slice(&gates[which.clone()]);
            }
        }
    }

    /// The last output through the reset gate, where that stands before the product.
    #[inline(always)]
    fn look(gates: &[f32], h: &[f32], seen: &mut [f32]) {
        vectorize(
            seen.len(),
            #[inline(always)]
            || {
                let states = view_blocks::<[f32; U]>(h).iter().zip(view_blocks_mut::<[f32; U]>(seen));
                for ([_, r, _], (h, seen)) in view_blocks::<Gates<U>>(gates).iter().zip(states) {
                    for n in 0..U {
                        seen[n] = r[n] * h[n];
                    }
                }
            },
        );
    }

    /// One step of as many samples as there are, in inference: `h` is the last output and becomes the next.
    #[inline(always)]
    pub(super) fn infer_step(&self, x: &[f32], h: &mut [f32], mut scratch: &mut [f32]) {
        let (gates, inner) = (take(&mut scratch, 3 * h.len()), take(&mut scratch, 3 * h.len()));
        let seen = take(&mut scratch, if G::AFTER { 0 } else { h.len() });
        self.start(gates, 0);
        add_product(x, F, self.kernel.floats(), 3 * U, gates, scratch);
        self.advance(Step { gates, inner, seen, sums: &mut [] }, h, scratch);
    }

    /// One step back, from the gradient of the output: the gradients of the kernel's sums take the gates' place,
    /// those of the recurrent kernel's the place of `inner`. `dh` keeps what goes by the product; `memory` is as
    /// large as the gates.
    #[inline(always)]
    pub(super) fn back_after(step: Back<'_>, inner: &mut [f32], memory: &mut [f32]) {
        let Back { gates, sums, last, dh } = step;
        Self::back_to_candidate(gates, last, dh, memory);
        back_through::<A>(sums, gates, memory, 3 * U, 2 * U..3 * U, U);
        vectorize(
            memory.len(),
            #[inline(always)]
            || {
                let rows = view_blocks::<Gates<U>>(gates).iter().zip(view_blocks_mut::<Gates<U>>(memory));
                for (([_, r, _], [_, dr, dg]), [_, _, inner]) in rows.zip(view_blocks_mut::<Gates<U>>(inner))
                {
                    for n in 0..U {
                        dr[n] = dg[n] * inner[n];
                        inner[n] = dg[n] * r[n];
                    }
                }
            },
        );
        back_through::<R>(sums, gates, memory, 3 * U, 0..2 * U, U);
        let rows = view_blocks::<Gates<U>>(memory).iter().zip(view_blocks_mut::<Gates<U>>(inner));
        rows.for_each(|(d, inner)| inner[..2].copy_from_slice(&d[..2]));
        gates.copy_from_slice(memory);
    }

    /// The gradients of z and of the candidate, in their places in `d`, and what of `dh` goes by the product.
    #[inline(always)]
    fn back_to_candidate(gates: &[f32], last: &[f32], dh: &mut [f32], d: &mut [f32]) {
        vectorize(
            d.len(),
            #[inline(always)]
            || {
                let rows = view_blocks::<Gates<U>>(gates).iter().zip(view_blocks_mut::<Gates<U>>(d));
                let states = view_blocks::<[f32; U]>(last).iter().zip(view_blocks_mut::<[f32; U]>(dh));
                for (([z, _, g], [dz, _, dg]), (last, dh)) in rows.zip(states) {
                    for n in 0..U {
                        dz[n] = dh[n] * (last[n] - g[n]);
                        dg[n] = dh[n] * (1.0 - z[n]);
                        dh[n] *= z[n];
                    }
                }
            },
        );
    }

    /// One step back where the reset gate stands before the product: besides, the gradients of the gates' sums and
    /// of the candidate's go to `dgates` and `dg`, each by itself. `transposed` is the recurrent kernel with its
    /// columns as rows; `memory` is as large as the gates, and `dseen` as `dh`.
    #[inline(always)]
    pub(super) fn back_before(
        step: Back<'_>,
        (dgates, dg): (&mut [f32], &mut [f32]),
        (memory, dseen): (&mut [f32], &mut [f32]),
        transposed: &[f32],
        scratch: &mut [f32],
    ) {
        let Back { gates, sums, last, dh } = step;
        let (of_gates, of_candidate) = transposed.split_at(2 * U * U);
        Self::back_to_candidate(gates, last, dh, memory);
        back_through::<A>(sums, gates, memory, 3 * U, 2 * U..3 * U, U);
        let d = view_blocks::<Gates<U>>(memory).iter();
        d.zip(view_blocks_mut(dg)).for_each(|(d, dg)| *dg = d[2]);
        dseen.fill(0.0);
        add_product(dg, U, of_candidate, U, dseen, scratch);
        vectorize(
            memory.len(),
            #[inline(always)]
            || {
                let rows = view_blocks::<Gates<U>>(gates).iter().zip(view_blocks_mut::<Gates<U>>(memory));
                let states = view_blocks::<[f32; U]>(last).iter().zip(view_blocks_mut::<[f32; U]>(dh));
                let states = states.zip(view_blocks::<[f32; U]>(dseen));
                for (([_, r, _], [_, dr, _]), ((last, dh), dseen)) in rows.zip(states) {
                    for n in 0..U {
                        dr[n] = dseen[n] * last[n];
                        dh[n] += dseen[n] * r[n];
                    }
                }
            },
        );
        back_through::<R>(sums, gates, memory, 3 * U, 0..2 * U, U);
        let d = view_blocks::<Gates<U>>(memory).iter();
        d.zip(view_blocks_mut::<[[f32; U]; 2]>(dgates))
            .for_each(|(d, dgates)| dgates.copy_from_slice(&d[..2]));
        gates.copy_from_slice(memory);
        add_product(dgates, 2 * U, of_gates, U, dh, scratch);
    }
}

/// The rows of one step: the gates, the recurrent kernel's part of the sums, r·h, and the kept sums.
pub(super) struct Step<'a> {
    pub(super) gates: &'a mut [f32],
    pub(super) inner: &'a mut [f32],
    pub(super) seen: &'a mut [f32],
    pub(super) sums: &'a mut [f32],
}

/// What the way forward left of one step, its last output, and the gradient of the one that it gave.
pub(super) struct Back<'a> {
    pub(super) gates: &'a mut [f32],
    pub(super) sums: &'a [f32],
    pub(super) last: &'a [f32],
    pub(super) dh: &'a mut [f32],
}
