use super::recurrent::{
    self, Walk, add_outer, add_product, apply_to, back_through, step_of, step_of_mut, take, two_steps,
};
use crate::{
    Activation, Array, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Grouped, Layer, Linear,
    Random, RecurrentSettings, ResetAfter, ReturnSequences, Shape, ShapeRule, Sigmoid, Tanh,
    bias::{add_rows, start_rows},
    math::larger,
    parameters,
    switches::use_bias,
    vectorize, view_blocks, view_blocks_mut,
};
use core::{fmt::Debug, marker::PhantomData, ops::Range};

/// [`AfterProduct`] or [`BeforeProduct`]: where the reset gate of a [`GRU`], which has an example, stands.
pub trait ResetGate: 'static {
    /// Whether it stands after the product.
    const AFTER: bool;
    /// What holds the bias.
    type Bias<const UNITS: usize>: Array + Debug;
}

/// The reset gate of a [`GRU`] is applied to h·U, as in the example there: Keras's `reset_after=True`, its
/// default.
#[derive(Clone, Copy, Debug)]
pub struct AfterProduct;

/// The reset gate of a [`GRU`] is applied to h, as in the example there: Keras's `reset_after=False`.
#[derive(Clone, Copy, Debug)]
pub struct BeforeProduct;

impl ResetGate for AfterProduct {
    const AFTER: bool = true;
    type Bias<const UNITS: usize> = [Grouped<3, UNITS>; 2];
}

impl ResetGate for BeforeProduct {
    const AFTER: bool = false;
    type Bias<const UNITS: usize> = Grouped<3, UNITS>;
}

/// A gated recurrent unit: at each step of a sequence, gates say how much of the last output is kept, and how
/// much of it is seen.
///
/// Keras's `GRU` (`keras/src/layers/rnn/gru.py`), with its defaults; of Cho et al., 2014. For the input x and
/// the last output h of a step, which starts as 0:
///
/// * z = R(x·K_z + b_z + h·U_z + b′_z), and so the gate r
/// * g = A(x·K_h + b_h + r·(h·U_h + b′_h))
/// * h ← z·h + (1 − z)·g
///
/// With `{ reset_after: false }` there is no b′, and g = A(x·K_h + b_h + (r·h)·U_h), which takes two products a
/// step. The gates stand in the order z, r, h in each row of the parameters; b and b′ are the two rows of the
/// bias. A is Keras's `activation`, and R its `recurrent_activation`.
///
/// It takes a sequence (steps × `FEATURES`), and gives the last h (`UNITS` values), or with
/// `{ return_sequences: true }` that of each step (steps × `UNITS`). It can be given one step after another.
/// There is neither Keras's `dropout` nor its `recurrent_dropout`, and no masking.
///
/// ```
/// use cornu_engine::{Dims, GRU, Parameters, ResetAfter, ReturnSequences, Sequence, ShapeRule};
///
/// type Hours = Sequence<24, 3>;
/// assert_eq!(<GRU<3, 16> as ShapeRule<Hours>>::OUTPUT, Dims::flat(16));
/// type Each = <GRU<3, 16> as ReturnSequences<true>>::Layer;
/// assert_eq!(<Each as ShapeRule<Hours>>::OUTPUT, Dims::sequence(24, 16));
///
/// assert_eq!(<GRU<3, 16>>::PARAMETERS[2].dims.as_slice(), [2, 48]);
/// type Before = <GRU<3, 16> as ResetAfter<false>>::Layer;
/// assert_eq!(Before::PARAMETERS[2].dims.as_slice(), [48]);
/// ```
///
/// What may stand in braces: [`RecurrentSettings`].
#[repr(C)]
#[derive(Clone)]
pub struct GRU<
    const FEATURES: usize,
    const UNITS: usize,
    A = Tanh,
    R = Sigmoid,
    const RETURN_SEQUENCES: bool = false,
    G: ResetGate = AfterProduct,
    B: BiasTerm = Bias,
> {
    /// The weights of what comes in, features × 3·units.
    pub kernel: [Grouped<3, UNITS>; FEATURES],
    /// The weights of the last output, units × 3·units.
    pub recurrent_kernel: [Grouped<3, UNITS>; UNITS],
    /// What is added to each sum: one row for the kernel, one for the recurrent kernel.
    pub bias: B::Of<G::Bias<UNITS>>,
    activation: PhantomData<(A, R)>,
}

parameters! {
    impl [const F: usize, const U: usize, A: 'static, R: 'static, const S: bool, G: ResetGate, B: BiasTerm]
        GRU<F, U, A, R, S, G, B> { kernel, recurrent_kernel, bias; activation }
}

use_bias! {
    impl [const F: usize, const U: usize, A, R, const S: bool, G: ResetGate] GRU<F, U, A, R, S, G>
}

#[diagnostic::do_not_recommend]
impl<const F: usize, const U: usize, A, R, const S: bool, G: ResetGate, B: BiasTerm, const SEQUENCES: bool>
    ReturnSequences<SEQUENCES> for GRU<F, U, A, R, S, G, B>
{
    type Layer = GRU<F, U, A, R, SEQUENCES, G, B>;
}

#[diagnostic::do_not_recommend]
impl<const F: usize, const U: usize, A, R, const S: bool, G: ResetGate, B: BiasTerm> ResetAfter<true>
    for GRU<F, U, A, R, S, G, B>
{
    type Layer = GRU<F, U, A, R, S, AfterProduct, B>;
}

#[diagnostic::do_not_recommend]
impl<const F: usize, const U: usize, A, R, const S: bool, G: ResetGate, B: BiasTerm> ResetAfter<false>
    for GRU<F, U, A, R, S, G, B>
{
    type Layer = GRU<F, U, A, R, S, BeforeProduct, B>;
}

impl<In: Shape, S: Setup<Settings = RecurrentSettings>, const F: usize, const U: usize, A, R, const S: bool, G: ResetGate, B: BiasTerm> ShapeRule<In, S>
    for GRU<F, U, A, R, S, G, B>
{
    const OUTPUT: Dims = recurrent::output(In::DIMS, U, S);
    const FIT: Fit = recurrent::fit(In::DIMS, F, U);
}

/// The gates of one sample.
type Gates<const U: usize> = [[f32; U]; 3];

impl<const F: usize, const U: usize, A: Activation, R: Activation, const S: bool, G: ResetGate, B: BiasTerm>
    GRU<F, U, A, R, S, G, B>
{
    /// Whether the sums are kept for the way back, beside the gates.
    const KEEPS_SUMS: bool = A::NEEDS_SUMS || R::NEEDS_SUMS;

    /// The floats of one sample and step in use.
    const IN_USE: usize = if G::AFTER { 7 * U } else { 8 * U };

    /// Starts the sums with a row of the bias: that of the kernel, or that of the recurrent kernel.
    #[inline(always)]
    fn start(&self, sums: &mut [f32], which: usize) {
        match view_blocks::<Grouped<3, U>>(self.bias.floats()).get(which) {
            Some(bias) => start_rows(sums, bias, 3 * U),
            None => sums.fill(0.0),
        }
    }

    /// One step, from the kernel's part of the sums in `gates`: `h` is the last output and becomes the next.
    #[inline(always)]
    fn advance(&self, step: Step<'_>, h: &mut [f32], scratch: &mut [f32]) {
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

    /// One step of as many samples as there are, in use: `h` is the last output and becomes the next.
    #[inline(always)]
    fn infer_step(&self, x: &[f32], h: &mut [f32], mut scratch: &mut [f32]) {
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
    fn back_after(step: Back<'_>, inner: &mut [f32], memory: &mut [f32]) {
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
    fn back_before(
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
struct Step<'a> {
    gates: &'a mut [f32],
    inner: &'a mut [f32],
    seen: &'a mut [f32],
    sums: &'a mut [f32],
}

/// What the way forward left of one step, its last output, and the gradient of the one that it gave.
struct Back<'a> {
    gates: &'a mut [f32],
    sums: &'a [f32],
    last: &'a [f32],
    dh: &'a mut [f32],
}

/// The parts of the trace, each steps × samples × values; of the output there is one step more, the start.
struct Trace<'a> {
    one: usize,
    gates: &'a mut [f32],
    sums: &'a mut [f32],
    h: &'a mut [f32],
    /// Of a reset gate after the product: the recurrent kernel's part of the sums, then its gradient.
    inner: &'a mut [f32],
    /// Of one before it: r·h, and the gradients of the gates' and of the candidate's sums.
    seen: &'a mut [f32],
    dgates: &'a mut [f32],
    dg: &'a mut [f32],
}

impl<'a> Trace<'a> {
    fn new(mut trace: &'a mut [f32], steps: usize, one: usize, keeps_sums: bool, after: bool) -> Self {
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
    fn step<'b>(&'b mut self, step: usize, inner: &'b mut [f32]) -> (Step<'b>, &'b mut [f32]) {
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

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = RecurrentSettings>, const F: usize, const U: usize, A, R, const S: bool, G: ResetGate, B: BiasTerm> Layer<In, S>
    for GRU<F, U, A, R, S, G, B>
where
    A: Activation,
    R: Activation,
{
    type Activation = Linear;
    const COST: usize = {
        let recurrent = if G::AFTER { U } else { 2 * U };
        In::DIMS.sizes[0] * (F + recurrent) * 3 * U
    };
    const TRACE: Floats = {
        let gates = if Self::KEEPS_SUMS { 6 * U } else { 3 * U };
        let recurrent = if G::AFTER { 3 * U } else { 4 * U };
        Floats::each(In::DIMS.sizes[0] * (gates + recurrent + U) + U)
    };
    const SCRATCH: Floats = {
        let once = 3 * U * U + recurrent::products(F, U, 3 * U);
        Floats::once(once).and(Floats::each(larger(In::DIMS.sizes[0] * F + 5 * U, F + Self::IN_USE)))
    };
    const INFERENCE_SCRATCH: usize = Self::IN_USE;
    const STATE: Option<usize> = Some(U);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.init.write(&mut self.kernel, random);
        S::SETTINGS.recurrent_init.write(&mut self.recurrent_kernel, random);
        S::SETTINGS.bias_init.write(&mut self.bias, random);
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], mut scratch: &mut [f32]) {
        let walk = Walk::<F, U>::new(x, In::DIMS, S::SETTINGS.go_backwards);
        let h = take(&mut scratch, walk.batch * U);
        let rows = take(&mut scratch, walk.room_for_a_step());
        h.fill(0.0);
        for step in 0..walk.steps {
            self.infer_step(walk.take_step(x, step, rows), h, scratch);
            walk.give_step::<S>(h, step, y);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let walk = Walk::<F, U>::new(pass.x, In::DIMS, S::SETTINGS.go_backwards);
        let one = walk.batch * U;
        let mut trace = Trace::new(pass.trace, walk.steps, one, Self::KEEPS_SUMS, G::AFTER);
        let mut scratch = pass.scratch;
        let rows = take(&mut scratch, walk.room_for_all_steps());
        let inner = take(&mut scratch, if G::AFTER { 0 } else { 3 * one });
        self.start(trace.gates, 0);
        walk.add_input(pass.x, self.kernel.floats(), trace.gates, rows, scratch);
        trace.h[..one].fill(0.0);
        for step in 0..walk.steps {
            let (rows, h) = trace.step(step, inner);
            let (last, h) = two_steps(h, 0, one);
            h.copy_from_slice(last);
            self.advance(rows, h, scratch);
            walk.give_step::<S>(h, step, pass.y);
        }
    }

    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let walk = Walk::<F, U>::new(pass.x, In::DIMS, S::SETTINGS.go_backwards);
        let one = walk.batch * U;
        let trace = Trace::new(pass.trace, walk.steps, one, Self::KEEPS_SUMS, G::AFTER);
        let mut scratch = pass.scratch;
        let dh = take(&mut scratch, one);
        let dseen = take(&mut scratch, if G::AFTER { 0 } else { one });
        let rows = take(&mut scratch, walk.room_for_all_steps());
        let transposed = take(&mut scratch, 3 * U * U);
        let memory = take(&mut scratch, 3 * one);
        recurrent::transpose(self.recurrent_kernel.floats(), 3 * U, transposed);
        dh.fill(0.0);
        for step in (0..walk.steps).rev() {
            walk.add_step::<S>(pass.dy, step, dh);
            let back = Back {
                gates: step_of_mut(trace.gates, step, 3 * one),
                sums: if Self::KEEPS_SUMS { step_of(trace.sums, step, 3 * one) } else { &[] },
                last: step_of(trace.h, step, one),
                dh,
            };
            if G::AFTER {
                let inner = step_of_mut(trace.inner, step, 3 * one);
                Self::back_after(back, inner, memory);
                if step > 0 {
                    add_product(inner, 3 * U, transposed, U, dh, scratch);
                }
            } else {
                let dgates = step_of_mut(trace.dgates, step, 2 * one);
                let parts = (dgates, step_of_mut(trace.dg, step, one));
                Self::back_before(back, parts, (&mut *memory, &mut *dseen), transposed, scratch);
            }
        }
        if let Some(d) = d {
            walk.add_kernel_gradient(pass.x, trace.gates, d.kernel.floats_mut(), rows, scratch);
            let last = &trace.h[..walk.steps * one];
            let d_recurrent = d.recurrent_kernel.floats_mut();
            if G::AFTER {
                add_outer(last, U, trace.inner, 3 * U, d_recurrent, scratch);
            } else {
                // Two products, each with columns of its own, in memory that is free by now.
                transposed.fill(0.0);
                let (d_gates, d_candidate) = transposed.split_at_mut(2 * U * U);
                add_outer(last, U, trace.dgates, 2 * U, d_gates, scratch);
                add_outer(trace.seen, U, trace.dg, U, d_candidate, scratch);
                let parts = d_gates.chunks_exact(2 * U).zip(d_candidate.chunks_exact(U));
                for (d, (gates, candidate)) in d_recurrent.chunks_exact_mut(3 * U).zip(parts) {
                    d.iter_mut().zip(gates.iter().chain(candidate)).for_each(|(d, part)| *d += part);
                }
            }
            let sums = [&*trace.gates, &*trace.inner];
            for (d, sums) in view_blocks_mut::<Grouped<3, U>>(d.bias.floats_mut()).iter_mut().zip(sums) {
                add_rows(d, sums, 3 * U);
            }
        }
        if let Some(dx) = pass.dx {
            walk.write_input_gradient(trace.gates, self.kernel.floats(), dx, rows, scratch);
        }
    }

    #[inline]
    fn step(&self, x: &[f32], y: &mut [f32], state: &mut [f32], scratch: &mut [f32]) {
        self.infer_step(x, state, scratch);
        y.copy_from_slice(state);
    }
}

impl<const F: usize, const U: usize, A, R, const S: bool, G: ResetGate, B: BiasTerm> Debug
    for GRU<F, U, A, R, S, G, B>
{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("GRU")
            .field("kernel", &self.kernel)
            .field("recurrent_kernel", &self.recurrent_kernel)
            .field("bias", &self.bias)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::recurrent::tests::{Swish, check_streaming, relu, run, sigmoid, swish, times};
    use super::*;
    use crate::{NoBias, Relu, Sequence, Settings, Softmax, testing::check_layer};
    use std::{vec, vec::Vec};

    const FORWARDS: RecurrentSettings = RecurrentSettings::DEFAULT;
    const BACKWARDS: RecurrentSettings = RecurrentSettings { go_backwards: true, ..FORWARDS };

    type Function = fn(f64) -> f64;

    fn check_with<
        const T: usize,
        const F: usize,
        const U: usize,
        A: Activation,
        R: Activation,
        const S: bool,
        G: ResetGate,
        B: BiasTerm,
    >(
        settings: &RecurrentSettings,
        (activation, recurrent): (Function, Function),
    ) {
        check_layer::<Sequence<T, F>, GRU<F, U, A, R, S, G, B>>(settings, |parameters, x| {
            let (kernel, rest) = parameters.split_at(F * 3 * U);
            let (recurrent_kernel, bias) = rest.split_at(U * 3 * U);
            let bias = |n: usize| bias.get(n).unwrap_or(&0.0);
            run(x, F, U, (S::SETTINGS.go_backwards, S), vec![0.0; U], |x, h| {
                let x = times(x, kernel);
                let inner = times(h, recurrent_kernel);
                let gate = |gate: usize, n: usize| {
                    let n = gate * U + n;
                    recurrent(x[n] + bias(n) + inner[n] + bias(3 * U + n))
                };
                let seen: Vec<f64> = if G::AFTER {
                    (0..U).map(|n| gate(1, n) * (inner[2 * U + n] + bias(5 * U + n))).collect()
                } else {
                    let seen: Vec<f64> = (0..U).map(|n| gate(1, n) * h[n]).collect();
                    times(&seen, recurrent_kernel)[2 * U..].to_vec()
                };
                let candidate = |n: usize| activation(x[2 * U + n] + bias(2 * U + n) + seen[n]);
                (0..U).map(|n| gate(0, n) * h[n] + (1.0 - gate(0, n)) * candidate(n)).collect()
            })
        });
    }

    fn check<const T: usize, const F: usize, const U: usize, const S: bool>(settings: &RecurrentSettings) {
        check_with::<T, F, U, Tanh, Sigmoid, S, AfterProduct, Bias>(settings, (f64::tanh, sigmoid));
        check_with::<T, F, U, Tanh, Sigmoid, S, BeforeProduct, Bias>(settings, (f64::tanh, sigmoid));
    }

    #[test]
    fn of_the_last_step() {
        check::<1, 1, 1, false>(&FORWARDS);
        check::<1, 3, 5, false>(&FORWARDS);
        check::<4, 1, 5, false>(&FORWARDS);
        check::<5, 3, 2, false>(&FORWARDS);
        check::<3, 17, 7, false>(&FORWARDS);
    }

    #[test]
    fn of_each_step() {
        check::<1, 2, 3, true>(&FORWARDS);
        check::<5, 3, 2, true>(&FORWARDS);
        check::<3, 2, 13, true>(&FORWARDS);
    }

    #[test]
    fn from_the_last_step_on() {
        check::<4, 3, 5, false>(&BACKWARDS);
        check::<4, 3, 5, true>(&BACKWARDS);
    }

    #[test]
    fn without_a_bias() {
        let functions: (Function, Function) = (f64::tanh, sigmoid);
        check_with::<4, 3, 5, Tanh, Sigmoid, true, AfterProduct, NoBias>(&FORWARDS, functions);
        check_with::<4, 3, 5, Tanh, Sigmoid, false, BeforeProduct, NoBias>(&FORWARDS, functions);
    }

    fn check_activations<G: ResetGate>() {
        check_with::<3, 3, 5, Relu, Sigmoid, true, G, Bias>(&FORWARDS, (relu, sigmoid));
        check_with::<3, 3, 5, Tanh, Relu, false, G, Bias>(&FORWARDS, (f64::tanh, relu));
        check_with::<3, 3, 5, Swish, Sigmoid, false, G, Bias>(&FORWARDS, (swish, sigmoid));
        check_with::<3, 3, 5, Tanh, Swish, true, G, Bias>(&BACKWARDS, (f64::tanh, swish));
        // Softmax takes all units of a sample together: of one unit it makes 1.
        check_with::<3, 2, 1, Softmax, Sigmoid, true, G, Bias>(&FORWARDS, (|_| 1.0, sigmoid));
    }

    #[test]
    fn with_other_activations() {
        check_activations::<AfterProduct>();
        check_activations::<BeforeProduct>();
    }

    #[test]
    fn step_by_step() {
        check_streaming::<Sequence<1, 3>, GRU<3, 5>>();
        check_streaming::<Sequence<7, 3>, GRU<3, 5>>();
        check_streaming::<Sequence<7, 9>, GRU<9, 20, Tanh, Sigmoid, true>>();
        check_streaming::<Sequence<7, 9>, GRU<9, 20, Tanh, Sigmoid, true, BeforeProduct>>();
    }
}
