//! The way through a network in inference.

use super::{
    Known, MergeStep, Output, Place, Step, Visit, activity, gather_inputs, merge_into, scatter, value_dims,
    value_len,
};
use crate::{Activation, Block, Inputs, Layer, Merge, Network, Rule, Setup, Shape};
#[cfg(feature = "std")]
use crate::{
    network::inference_floats,
    thread_memory::{ThreadMemory, lend},
};
use core::marker::PhantomData;

/// A batch on its way: what comes in, where the sums of the outputs go, and the memory between them.
#[derive(Debug)]
pub struct Flow<'a> {
    batch: usize,
    x: &'a [f32],
    y: &'a mut [f32],
    memory: &'a mut [f32],
    scratch: &'a mut [f32],
    /// What the outputs of layers add to the loss, if that is asked for.
    activity: Option<f64>,
}

impl<'a> Flow<'a> {
    /// `memory` has at least [`inference_floats`](crate::inference_floats) for the batch.
    #[inline(always)]
    fn new<N: Network>(x: &'a [f32], y: &'a mut [f32], memory: &'a mut [f32]) -> Self {
        let batch = x.len() / N::Input::LENGTH;
        let (memory, scratch) = memory.split_at_mut(batch * N::PLAN.infer_floats);
        if N::INPUTS.len() > 1 {
            gather_inputs::<N>(x, batch, memory, |value| match N::PLAN.infer[value] {
                Place::Memory(place) => batch * place,
                // Several inputs all stand in the memory.
                Place::Input | Place::Output => 0,
            });
        }
        Flow { batch, x, y, memory, scratch, activity: None }
    }

    /// The place of one value, the places of all others, and the memory for the moment.
    #[inline(always)]
    fn split(&mut self, place: Place, floats: usize) -> (&mut [f32], Others<'_>, &mut [f32]) {
        let Flow { batch, x, y, memory, scratch, .. } = self;
        match place {
            Place::Memory(place) => {
                let (before, rest) = memory.split_at_mut(*batch * place);
                let (own, after) = rest.split_at_mut(floats);
                (own, Others { batch: *batch, x, before, after, own: floats }, scratch)
            }
            // No value is written to where the input stands.
            Place::Output | Place::Input => {
                (&mut y[..floats], Others { batch: *batch, x, before: memory, after: &[], own: 0 }, scratch)
            }
        }
    }
}

/// All values but one.
struct Others<'a> {
    batch: usize,
    x: &'a [f32],
    before: &'a [f32],
    after: &'a [f32],
    /// The floats of that one, between `before` and `after`.
    own: usize,
}

impl<'a> Others<'a> {
    #[inline(always)]
    fn value(&self, place: Place, floats: usize) -> &'a [f32] {
        match place {
            Place::Memory(place) => {
                let start = self.batch * place;
                if start < self.before.len() {
                    &self.before[start..start + floats]
                } else {
                    let start = start - self.before.len() - self.own;
                    &self.after[start..start + floats]
                }
            }
            // The output is read by nobody.
            Place::Input | Place::Output => &self.x[..floats],
        }
    }
}

/// A whole batch through all layers.
struct Infer<'f, 'a, N>(&'f mut Flow<'a>, PhantomData<N>);

impl<N: Network> Visit for Infer<'_, '_, N> {
    #[inline(always)]
    fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
        &mut self,
        _: &Step<In, L, S>,
        layer: &L,
    ) {
        if const { is_handed_on::<N, AT>() } {
            return;
        }
        let batch = self.0.batch;
        let (y, others, scratch) =
            self.0.split(const { N::PLAN.infer[Known::<N, AT>::VALUE] }, batch * L::OUTPUT.len());
        let x = others.value(const { N::PLAN.infer[Known::<N, AT>::TAKEN] }, batch * In::DIMS.len());
        layer.infer(x, y, scratch);
        self.finish::<L::Activation, AT>();
        if let Some(rule) = activity::<N, In, L, S, AT>() {
            self.add_activity::<AT>(rule);
        }
    }

    #[inline(always)]
    fn merge<In: Inputs, M: Merge<In, S>, S: Setup, const AT: usize>(&mut self, _: &MergeStep<In, M, S>) {
        let batch = self.0.batch;
        let (y, others, _) =
            self.0.split(const { N::PLAN.infer[Known::<N, AT>::VALUE] }, batch * M::OUTPUT.len());
        merge_into::<N, In, M, S, AT>(y, |value| {
            others.value(N::PLAN.infer[value], batch * value_len::<N>(value))
        });
        self.finish::<crate::Linear, AT>();
    }
}

impl<N: Network> Infer<'_, '_, N> {
    /// What follows the sums: the activation, or, of one output of several, first a copy of them.
    #[inline(always)]
    fn finish<A: Activation, const AT: usize>(&mut self) {
        let flow = &mut *self.0;
        let sizes = const { value_dims::<N>(Known::<N, AT>::VALUE) };
        let Place::Memory(place) = (const { N::PLAN.infer[Known::<N, AT>::VALUE] }) else { return };
        let value = &mut flow.memory[flow.batch * place..flow.batch * (place + sizes.len())];
        if let Output::Part { start } = const { Known::<N, AT>::OUTPUT } {
            scatter(value, sizes.len(), flow.y, N::Output::LENGTH, start);
        }
        A::apply(value, sizes.last());
    }

    /// Adds the penalty of what a layer gave, if that is asked for.
    fn add_activity<const AT: usize>(&mut self, rule: Rule) {
        let Flow { batch, y, memory, activity: Some(activity), .. } = &mut *self.0 else { return };
        let sizes = const { value_dims::<N>(Known::<N, AT>::VALUE) };
        let floats = *batch * sizes.len();
        let values = match const { N::PLAN.infer[Known::<N, AT>::VALUE] } {
            Place::Memory(place) => &memory[*batch * place..][..floats],
            _ => &y[..floats],
        };
        *activity += rule.penalty(values, sizes);
    }
}

/// Whether a layer only hands on what it takes: it then has no step in inference.
const fn is_handed_on<N: Network, const AT: usize>() -> bool {
    Known::<N, AT>::INFO.identity && matches!(Known::<N, AT>::OUTPUT, Output::No)
}

/// From samples to the sums of the outputs; `memory` has [`inference_floats`](crate::inference_floats).
#[inline(always)]
pub fn infer<N: Network>(network: &N, x: &[f32], logits: &mut [f32], memory: &mut [f32]) {
    let mut flow = Flow::new::<N>(x, logits, memory);
    network.visit(&mut Infer::<N>(&mut flow, PhantomData));
}

/// The same, and what the outputs of layers add to the loss.
pub fn infer_with_activity<N: Network>(
    network: &N,
    x: &[f32],
    logits: &mut [f32],
    memory: &mut [f32],
) -> f64 {
    let mut flow = Flow::new::<N>(x, logits, memory);
    flow.activity = Some(0.0);
    network.visit(&mut Infer::<N>(&mut flow, PhantomData));
    flow.activity.unwrap_or(0.0)
}

/// One step of one sequence through all layers.
struct StepThrough<'f, 'a, 's, N>(&'f mut Flow<'a>, &'s mut [f32], PhantomData<N>);

impl<N: Network> Visit for StepThrough<'_, '_, '_, N> {
    #[inline(always)]
    fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
        &mut self,
        _: &Step<In, L, S>,
        layer: &L,
    ) {
        let (state, rest) = core::mem::take(&mut self.1).split_at_mut(Known::<N, AT>::INFO.state_floats());
        self.1 = rest;
        if const { is_handed_on::<N, AT>() } {
            return;
        }
        let place = const { N::PLAN.infer[Known::<N, AT>::VALUE] };
        let floats = L::OUTPUT.step().len();
        let (y, others, scratch) = self.0.split(place, floats);
        let x = others.value(const { N::PLAN.infer[Known::<N, AT>::TAKEN] }, In::DIMS.step().len());
        if In::DIMS.rank == 2 {
            layer.step(x, y, state, scratch);
        } else {
            layer.infer(x, y, scratch);
        }
        if !matches!(const { Known::<N, AT>::OUTPUT }, Output::Whole) {
            L::Activation::apply(y, L::OUTPUT.last());
        }
    }

    #[inline(always)]
    fn merge<In: Inputs, M: Merge<In, S>, S: Setup, const AT: usize>(&mut self, _: &MergeStep<In, M, S>) {
        let place = const { N::PLAN.infer[Known::<N, AT>::VALUE] };
        let (y, others, _) = self.0.split(place, M::OUTPUT.step().len());
        merge_into::<N, In, M, S, AT>(y, |value| {
            others.value(N::PLAN.infer[value], value_dims::<N>(value).step().len())
        });
    }
}

/// One step of one sequence: from what comes in at it to the sums of the outputs behind it. `state` has
/// `state_floats`, `memory` [`inference_floats`](crate::inference_floats) for one sample.
#[inline(always)]
pub fn stream<N: Network>(network: &N, x: &[f32], y: &mut [f32], state: &mut [f32], memory: &mut [f32]) {
    let (memory, scratch) = memory.split_at_mut(N::PLAN.infer_floats);
    let mut flow = Flow { batch: 1, x, y, memory, scratch, activity: None };
    network.visit(&mut StepThrough::<N>(&mut flow, state, PhantomData));
}

/// One sample through a network: [`Model::predict_into`](crate::Model::predict_into).
#[inline(always)]
pub fn predict<N: Network>(network: &N, x: &N::Input, y: &mut N::Output) {
    #[cfg(feature = "std")]
    if size_of::<N::Memory>() > MOST_ON_THE_STACK {
        std::thread_local!(static MEMORY: ThreadMemory = const { ThreadMemory::new(std::vec::Vec::new()) });
        return lend(&MEMORY, const { inference_floats::<N>(1) }, |memory| {
            through(network, x.floats(), y.floats_mut(), memory);
        });
    }
    on_the_stack(network, x, y);
}

/// A batch through a network; `memory` has [`inference_floats`](crate::inference_floats) for it.
pub fn predict_batch<N: Network>(network: &N, x: &[N::Input], y: &mut [N::Output], memory: &mut [f32]) {
    through(network, crate::view_floats(x), crate::view_floats_mut(y), memory);
}

/// From samples to outputs: the sums, and the last activations.
#[inline(always)]
fn through<N: Network>(network: &N, x: &[f32], y: &mut [f32], memory: &mut [f32]) {
    infer(network, x, y, memory);
    N::activate(y);
}

/// Inlined, since tiny networks are to become tiny code; a large one's frame is only reserved when the
/// function is entered, if the memory is on the heap instead.
#[cfg_attr(not(feature = "std"), inline(always))]
#[cfg_attr(feature = "std", inline)]
fn on_the_stack<N: Network>(network: &N, x: &N::Input, y: &mut N::Output) {
    let mut memory = N::Memory::zeroed();
    through(network, x.floats(), y.floats_mut(), memory.floats_mut());
}

/// Models with more than this flow through memory on the heap, which each thread keeps.
#[cfg(feature = "std")]
const MOST_ON_THE_STACK: usize = 16 * 1024;
