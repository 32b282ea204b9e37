//! The ways through a network in training: forward, and back.

use super::{
    Known, MergeStep, Output, Step, Visit, activity, all_taken, gather_inputs, merge_into, scatter,
    value_dims, value_len,
};
use crate::{
    Activation, Backward, Block, Chance, Floats, Forward, Inputs, Layer, Linear, Merge, Network, Rule, Setup,
    Shape, plan::GradientPlan, plan::was_taken, view_blocks_mut,
};
use core::marker::PhantomData;

/// One batch's memory in a training step, and what comes in and goes out.
#[derive(Debug)]
pub struct Work<'a> {
    batch: usize,
    x: &'a [f32],
    y: &'a mut [f32],
    /// Copies of the inputs, if there are several, and of each layer what it gives and keeps.
    values: &'a mut [f32],
    scratch: &'a mut [f32],
    seed: u64,
    step: u64,
    /// Whether the layers learn; if not, they may behave as in inference.
    trainable: bool,
    /// What the outputs of layers add to the loss: a sum over the samples.
    pub(crate) activity: f64,
}

impl<'a> Work<'a> {
    /// For one batch. `x` are its samples, `y` the place of the outputs' sums, which only the way forward
    /// needs. `values` has `N::PLAN.values_floats`, `scratch` what the layers need.
    #[inline(always)]
    pub(crate) fn new<N: Network>(
        x: &'a [f32],
        y: &'a mut [f32],
        values: &'a mut [f32],
        scratch: &'a mut [f32],
    ) -> Self {
        let batch = x.len() / N::Input::LENGTH;
        Work { batch, x, y, values, scratch, seed: 0, step: 0, trainable: true, activity: 0.0 }
    }

    /// The same, in this step of a training with this seed.
    #[inline(always)]
    pub(crate) fn at(self, seed: u64, step: u64) -> Self {
        Work { seed, step, ..self }
    }

    /// The same; only if it is `trainable` do the layers learn.
    #[inline(always)]
    pub(crate) fn learning(self, trainable: bool) -> Self {
        Work { trainable, ..self }
    }
}

/// What the layer `AT` kept among the values of a batch.
#[inline(always)]
pub(super) fn trace<N: Network, In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
    values: &[f32],
    batch: usize,
) -> &[f32] {
    let start = const { value_place::<N>(Known::<N, AT>::VALUE) }.of(batch);
    let inside = if matches!(const { Known::<N, AT>::OUTPUT }, Output::Whole) { 0 } else { L::OUTPUT.len() };
    &values[start + batch * inside..][..L::TRACE.of(batch)]
}

/// Where a value of a network starts in the memory of the values.
const fn value_place<N: Network>(value: usize) -> Floats {
    N::PLAN.values[value]
}

/// A value that was made before: the only input, or one in `before`.
#[inline(always)]
fn value_before<'v, N: Network>(x: &'v [f32], before: &'v [f32], batch: usize, value: usize) -> &'v [f32] {
    let floats = batch * value_len::<N>(value);
    if value == 0 && N::INPUTS.len() == 1 {
        &x[..floats]
    } else {
        &before[value_place::<N>(value).of(batch)..][..floats]
    }
}

/// What stands behind a value's place: its floats (unless they stand in the output), and the layer's trace.
#[inline(always)]
fn cut<'v, N: Network, const AT: usize>(
    own: &'v mut [f32],
    y: &'v mut [f32],
    floats: usize,
) -> (&'v mut [f32], &'v mut [f32]) {
    match const { Known::<N, AT>::OUTPUT } {
        Output::Whole => (&mut y[..floats], own),
        _ => own.split_at_mut(floats),
    }
}

/// The same on the way back, which does not change what went out.
#[inline(always)]
fn cut_back<'v, N: Network, const AT: usize>(
    own: &'v mut [f32],
    y: &'v [f32],
    floats: usize,
) -> (&'v [f32], &'v mut [f32]) {
    match const { Known::<N, AT>::OUTPUT } {
        Output::Whole => (&y[..floats], own),
        _ => {
            let (own, trace) = own.split_at_mut(floats);
            (own, trace)
        }
    }
}

/// Forward through all layers.
struct ForwardPass<'w, 'a, N>(&'w mut Work<'a>, PhantomData<N>);

impl<N: Network> Visit for ForwardPass<'_, '_, N> {
    #[inline(always)]
    fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
        &mut self,
        step: &Step<In, L, S>,
        layer: &L,
    ) {
        let Work { batch, x, y: outputs, values, scratch, seed, step: count, trainable, activity: penalty } =
            &mut *self.0;
        let floats = *batch * L::OUTPUT.len();
        let (before, own) = values.split_at_mut(const { value_place::<N>(Known::<N, AT>::VALUE) }.of(*batch));
        let x = value_before::<N>(x, before, *batch, const { Known::<N, AT>::TAKEN });
        let (y, trace) = cut::<N, AT>(own, &mut outputs[..], floats);
        let (trace, sums) = trace.split_at_mut(L::TRACE.of(*batch));
        layer.forward(Forward {
            x,
            y,
            trace,
            scratch,
            chance: Chance::new(*seed, *count, const { Known::<N, AT>::STREAM }),
            trainable: step.trainable && *trainable,
            penalty,
        });
        if L::Activation::NEEDS_SUMS {
            sums[..floats].copy_from_slice(y);
        }
        if let Output::Part { start } = const { Known::<N, AT>::OUTPUT } {
            scatter(&own[..floats], L::OUTPUT.len(), outputs, N::Output::LENGTH, start);
        }
        // The only output's is the loss's part.
        if !matches!(const { Known::<N, AT>::OUTPUT }, Output::Whole) {
            L::Activation::apply(&mut own[..floats], L::OUTPUT.last());
        }
        if let Some(rule) = activity::<N, In, L, S, AT>() {
            let (y, _) = cut::<N, AT>(own, outputs, floats);
            *penalty += rule.penalty(y, L::OUTPUT);
        }
    }

    #[inline(always)]
    fn merge<In: Inputs, M: Merge<In, S>, S: Setup, const AT: usize>(&mut self, _: &MergeStep<In, M, S>) {
        let Work { batch, x, y: outputs, values, .. } = &mut *self.0;
        let batch = *batch;
        let floats = batch * M::OUTPUT.len();
        let (before, own) = values.split_at_mut(const { value_place::<N>(Known::<N, AT>::VALUE) }.of(batch));
        let (y, _) = cut::<N, AT>(own, &mut outputs[..], floats);
        merge_into::<N, In, M, S, AT>(y, |value| value_before::<N>(x, before, batch, value));
        if let Output::Part { start } = const { Known::<N, AT>::OUTPUT } {
            scatter(&own[..floats], M::OUTPUT.len(), outputs, N::Output::LENGTH, start);
        }
    }
}

/// What the way back takes and gives.
#[derive(Debug)]
pub struct Back<'a> {
    /// The outputs.
    pub y: &'a [f32],
    /// The gradient with respect to the outputs' sums; it is changed on the way.
    pub dy: &'a mut [f32],
    /// Where that with respect to the input goes, if it is asked for.
    pub dx: Option<&'a mut [f32]>,
    /// Where that with respect to the parameters is added.
    pub d: GradientBlock<'a>,
    /// The gradients of the values.
    pub gradients: &'a mut [f32],
}

/// The gradient of a network's parameters.
#[derive(Debug)]
pub enum GradientBlock<'a> {
    /// Nobody asks for it.
    Nobody,
    /// Of the layers that are trained, one after another.
    Trained(&'a mut [f32]),
    /// Of all layers, as the network itself.
    Whole(&'a mut [f32]),
}

impl GradientBlock<'_> {
    /// That of one layer.
    #[inline(always)]
    fn of<N: Network, L: Block, const AT: usize>(&mut self) -> Option<&mut L> {
        if !const { N::LAYERS[Known::<N, AT>::INFO.owner].trainable } {
            return None;
        }
        let (floats, start) = match self {
            GradientBlock::Nobody => return None,
            GradientBlock::Trained(floats) => {
                (floats, const { parameters_before::<N>(Known::<N, AT>::INFO.owner, true) })
            }
            GradientBlock::Whole(floats) => {
                (floats, const { parameters_before::<N>(Known::<N, AT>::INFO.owner, false) })
            }
        };
        view_blocks_mut::<L>(&mut floats[start..start + L::LENGTH]).first_mut()
    }
}

/// The parameters of the layers before this one; only those of the trained, if one likes.
const fn parameters_before<N: Network>(end: usize, trained: bool) -> usize {
    let (mut floats, mut layer) = (0, 0);
    while layer < end {
        if N::LAYERS[layer].trainable || !trained {
            floats += N::LAYERS[layer].parameters;
        }
        layer += 1;
    }
    floats
}

/// Back through all layers.
struct BackwardPass<'w, 'a, N> {
    work: &'w mut Work<'a>,
    back: Back<'w>,
    plan: GradientPlan,
    /// Whether the parameters' gradient is asked for.
    learns: bool,
    network: PhantomData<N>,
}

/// Where a gradient stands.
#[derive(Clone, Copy, PartialEq)]
enum GradientPlace {
    /// That of the only output.
    Output,
    /// That of the only input.
    Input,
    /// In the memory, from here on.
    Memory(usize),
}

impl<N: Network> BackwardPass<'_, '_, N> {
    fn place(&self, value: usize) -> GradientPlace {
        if value == 0 && N::INPUTS.len() == 1 {
            GradientPlace::Input
        } else if N::OUTPUTS.len() == 1 && N::OUTPUTS[0] == value {
            GradientPlace::Output
        } else {
            GradientPlace::Memory(self.work.batch * self.plan.places[value])
        }
    }

    /// Whether somebody asks for the gradient of a value.
    #[inline(always)]
    fn is_needed(&self, value: usize) -> bool {
        self.back.dx.is_some() || self.learns && self.plan.needed[value]
    }

    /// Makes the gradient of what a layer gave that of its sums: that of the outputs is already.
    #[inline(always)]
    fn through_activation<A: Activation, const AT: usize>(
        &mut self,
        sums: core::ops::Range<usize>,
        rule: Option<Rule>,
    ) {
        let sizes = const { value_dims::<N>(Known::<N, AT>::VALUE) };
        let batch = self.work.batch;
        let floats = batch * sizes.len();
        let start = const { value_place::<N>(Known::<N, AT>::VALUE) }.of(batch);
        // Of the mean over the batch, as Keras has it.
        let share = 1.0 / batch as f32;
        if matches!(const { Known::<N, AT>::OUTPUT }, Output::Whole) {
            if let Some(rule) = rule {
                rule.add_gradient(&self.back.y[..floats], sizes, share, &mut self.back.dy[..floats]);
            }
            return;
        }
        let GradientPlace::Memory(place) = self.place(Known::<N, AT>::VALUE) else { return };
        let dy = &mut self.back.gradients[place..place + floats];
        let y = &self.work.values[start..start + floats];
        // An output that no layer takes has no gradient yet but that of the loss.
        let is_taken = const { N::PLAN.last_use[Known::<N, AT>::VALUE] > AT + 1 };
        if !is_taken {
            dy.fill(0.0);
        }
        if let Some(rule) = rule {
            rule.add_gradient(y, sizes, share, dy);
        }
        if is_taken || rule.is_some() {
            A::backward(&self.work.values[sums], y, dy, sizes.last());
        }
        if let Output::Part { start } = const { Known::<N, AT>::OUTPUT } {
            let parts = self.back.dy.chunks_exact(N::Output::LENGTH).zip(dy.chunks_exact_mut(sizes.len()));
            for (from, to) in parts {
                to.iter_mut().zip(&from[start..]).for_each(|(to, from)| *to += from);
            }
        }
    }

    /// The gradient of what a layer gave, the place for that of what it took, if that is asked for, and
    /// whether it is to be added to one that is there; that place is then another.
    #[inline(always)]
    fn gradients<const AT: usize>(
        &mut self,
        slot: usize,
    ) -> (&mut [f32], Option<&mut [f32]>, Option<GradientPlace>) {
        let taken = Known::<N, AT>::INFO.inputs;
        let value = taken[slot];
        let batch = self.work.batch;
        let floats = batch * value_len::<N>(Known::<N, AT>::VALUE);
        let taken_floats = batch * value_len::<N>(value);
        let needed = self.is_needed(value);
        let is_first = N::PLAN.last_use[value] == AT + 1 && !was_taken(taken, slot);
        let target = self.place(value);
        let (dy_place, dx_place) = (
            self.place(Known::<N, AT>::VALUE),
            if is_first { target } else { GradientPlace::Memory(batch * self.plan.floats) },
        );
        let Back { dy, dx, gradients, .. } = &mut self.back;
        let more = (needed && !is_first).then_some(target);
        match (dy_place, dx_place) {
            (GradientPlace::Memory(a), GradientPlace::Memory(b)) if needed => {
                let (dy, dx) = two(gradients, a..a + floats, b..b + taken_floats);
                (dy, Some(dx), more)
            }
            (GradientPlace::Memory(a), GradientPlace::Input) if needed => {
                (&mut gradients[a..a + floats], dx.as_deref_mut().map(|dx| &mut dx[..taken_floats]), more)
            }
            (GradientPlace::Memory(a), _) => (&mut gradients[a..a + floats], None, None),
            (_, GradientPlace::Memory(b)) if needed => {
                (&mut dy[..floats], Some(&mut gradients[b..b + taken_floats]), more)
            }
            (_, GradientPlace::Input) if needed => {
                (&mut dy[..floats], dx.as_deref_mut().map(|dx| &mut dx[..taken_floats]), more)
            }
            _ => (&mut dy[..floats], None, None),
        }
    }

    /// Adds the gradient that was written to a place of its own.
    #[inline(always)]
    fn add_to(&mut self, target: Option<GradientPlace>, floats: usize) {
        let Some(target) = target else { return };
        let (gradients, more) = self.back.gradients.split_at_mut(self.work.batch * self.plan.floats);
        let sum = match target {
            GradientPlace::Memory(place) => &mut gradients[place..place + floats],
            GradientPlace::Input => match &mut self.back.dx {
                Some(dx) => &mut dx[..floats],
                None => return,
            },
            GradientPlace::Output => return,
        };
        crate::vectorize(floats, || sum.iter_mut().zip(&*more).for_each(|(sum, more)| *sum += more));
    }
}

/// Two parts of one slice that have nothing in common.
#[inline(always)]
fn two(
    floats: &mut [f32],
    a: core::ops::Range<usize>,
    b: core::ops::Range<usize>,
) -> (&mut [f32], &mut [f32]) {
    if a.start < b.start {
        let (before, behind) = floats.split_at_mut(b.start);
        (&mut before[a], &mut behind[..b.end - b.start])
    } else {
        let (before, behind) = floats.split_at_mut(a.start);
        (&mut behind[..a.end - a.start], &mut before[b])
    }
}

impl<N: Network> Visit for BackwardPass<'_, '_, N> {
    #[inline(always)]
    fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
        &mut self,
        _: &Step<In, L, S>,
        layer: &L,
    ) {
        if !self.is_needed(Known::<N, AT>::VALUE) {
            return;
        }
        let batch = self.work.batch;
        let floats = batch * L::OUTPUT.len();
        let start = const { value_place::<N>(Known::<N, AT>::VALUE) }.of(batch);
        let inside = if matches!(const { Known::<N, AT>::OUTPUT }, Output::Whole) { 0 } else { floats };
        let sums = start + inside + L::TRACE.of(batch);
        let sums = if L::Activation::NEEDS_SUMS { sums..sums + floats } else { 0..0 };
        self.through_activation::<L::Activation, AT>(sums, activity::<N, In, L, S, AT>());

        // Borrowed apart, since the gradients are asked of `self`.
        let mut d = core::mem::replace(&mut self.back.d, GradientBlock::Nobody);
        let own_d = d.of::<N, L, AT>();
        let values = core::mem::take(&mut self.work.values);
        let outputs = self.back.y;
        let scratch = core::mem::take(&mut self.work.scratch);
        let (before, own) = values.split_at_mut(start);
        let x = value_before::<N>(self.work.x, before, batch, const { Known::<N, AT>::TAKEN });
        let (y, trace) = cut_back::<N, AT>(own, outputs, floats);
        let (dy, dx, more) = self.gradients::<AT>(0);
        let trace = &mut trace[..L::TRACE.of(batch)];
        let mut own_d = own_d;
        layer.backward(Backward { x, y, dy, dx, trace, scratch }, own_d.as_deref_mut());
        self.add_to(more, batch * In::DIMS.len());
        if let (true, Some(d)) = (const { Known::<N, AT>::IS_OWNER }, own_d) {
            layer.add_penalty_gradient(d);
        }
        self.back.d = d;
        self.work.values = values;
        self.work.scratch = scratch;
    }

    #[inline(always)]
    fn merge<In: Inputs, M: Merge<In, S>, S: Setup, const AT: usize>(&mut self, _: &MergeStep<In, M, S>) {
        if !self.is_needed(Known::<N, AT>::VALUE) {
            return;
        }
        self.through_activation::<Linear, AT>(0..0, None);
        let taken = const { Known::<N, AT>::INFO.inputs };
        let batch = self.work.batch;
        let values = core::mem::take(&mut self.work.values);
        let (before, own) = values.split_at_mut(const { value_place::<N>(Known::<N, AT>::VALUE) }.of(batch));
        let (y, _) = cut_back::<N, AT>(own, self.back.y, batch * M::OUTPUT.len());
        let all = all_taken::<N, AT>(|value| value_before::<N>(self.work.x, before, batch, value));
        for slot in 0..taken.len() {
            let (dy, dx, more) = self.gradients::<AT>(slot);
            if let Some(dx) = dx {
                M::backward(&all[..taken.len()], y, dy, slot, dx);
            }
            self.add_to(more, batch * value_len::<N>(taken[slot]));
        }
        self.work.values = values;
    }
}

/// Forward, as in training: leaves the sums of the outputs in `work`'s y.
#[inline(always)]
pub fn forward<N: Network>(network: &N, work: &mut Work<'_>) {
    if N::INPUTS.len() > 1 {
        let batch = work.batch;
        gather_inputs::<N>(work.x, batch, work.values, |value| value_place::<N>(value).of(batch));
    }
    network.visit(&mut ForwardPass::<N>(work, PhantomData));
}

/// Back, as in training.
#[inline(always)]
pub fn backward<'w, N: Network>(network: &N, work: &'w mut Work<'_>, back: Back<'w>) {
    let plan = if back.dx.is_some() { N::PLAN.through } else { N::PLAN.own };
    let learns = !matches!(back.d, GradientBlock::Nobody);
    network.visit_back(&mut BackwardPass::<N> { work, back, plan, learns, network: PhantomData });
}
