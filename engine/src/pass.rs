//! What the code that `model!` writes calls: one layer's step of the way, forward or back, and the
//! memory it stands in.

use crate::{
    Activation, Backward, Block, Forward, Layer, Network, Shape,
    network::{flow_floats, gradient_flow_floats, trace_floats, training_scratch, value_floats},
    random,
};

/// Writes the start of one layer's parameters; `place` is the layer's, from 0.
pub fn initialize<In: Shape, L: Layer<In>>(layer: &mut L, settings: &L::Settings, seed: u64, place: u64) {
    layer.initialize(settings, &mut random(seed, place));
}

/// The two buffers that inference flows through, and the memory for the moment.
#[derive(Debug)]
pub struct Flow<'a> {
    /// What the first, third, … layer writes.
    pub front: &'a mut [f32],
    /// What the second, fourth, … layer writes.
    pub back: &'a mut [f32],
    /// Memory for the moment.
    pub scratch: &'a mut [f32],
}

impl<'a> Flow<'a> {
    /// Cuts the buffers for `batch` samples from `memory`.
    #[inline(always)]
    pub fn new<N: Network>(batch: usize, memory: &'a mut [f32]) -> Self {
        let (front, back) = const { flow_floats(N::LAYERS) };
        let (front, rest) = memory.split_at_mut(batch * front);
        let (back, scratch) = rest.split_at_mut(batch * back);
        Flow { front, back, scratch }
    }
}

/// How many floats a batch is, behind a layer.
#[inline(always)]
fn output_floats<In: Shape, L: Layer<In>>(batch: usize) -> usize {
    batch * L::OUTPUT.len()
}

/// One layer's sums of a batch, as in use; `y` may be longer than they are. Gives the sums back.
#[inline(always)]
pub fn infer_logits<'a, In: Shape, L: Layer<In>>(
    layer: &L,
    settings: &L::Settings,
    x: &[f32],
    y: &'a mut [f32],
    scratch: &mut [f32],
) -> &'a mut [f32] {
    let y = &mut y[..output_floats::<In, L>(x.len() / In::DIMS.len())];
    layer.infer(settings, x, y, scratch);
    y
}

/// One layer's outputs for a batch, as in use; `y` may be longer than they are. Gives the outputs back.
#[inline(always)]
pub fn infer<'a, In: Shape, L: Layer<In>>(
    layer: &L,
    settings: &L::Settings,
    x: &[f32],
    y: &'a mut [f32],
    scratch: &mut [f32],
) -> &'a [f32] {
    let y = infer_logits(layer, settings, x, y, scratch);
    L::Activation::apply(y, L::OUTPUT.last());
    y
}

/// The memory of one training step, cut to its parts.
#[derive(Debug)]
pub struct Workspace<'a> {
    batch: usize,
    values: &'a mut [f32],
    /// The gradient with respect to the logits; then, going back, of every second layer's output.
    pub front: &'a mut [f32],
    /// The gradient with respect to the outputs of the layers between those.
    pub back: &'a mut [f32],
    /// Memory for the moment.
    pub scratch: &'a mut [f32],
}

/// What one layer leaves of a batch for the way back.
#[derive(Debug)]
pub struct Value<'a> {
    /// Its outputs; of the last layer, the logits.
    pub y: &'a mut [f32],
    trace: &'a mut [f32],
}

/// The places of all layers' values, in order.
#[derive(Debug)]
pub struct Values<'a> {
    batch: usize,
    rest: &'a mut [f32],
}

impl<'a> Values<'a> {
    /// The next layer's.
    #[inline(always)]
    pub fn next<In: Shape, L: Layer<In>>(&mut self) -> Value<'a> {
        let rest = core::mem::take(&mut self.rest);
        let (y, rest) = rest.split_at_mut(output_floats::<In, L>(self.batch));
        let (trace, rest) = rest.split_at_mut(self.batch * const { trace_floats::<In, L>() });
        self.rest = rest;
        Value { y, trace }
    }
}

impl<'a> Workspace<'a> {
    /// Cuts the parts for `batch` samples from `memory`.
    #[inline(always)]
    pub fn new<N: Network>(batch: usize, memory: &'a mut [f32]) -> Self {
        let (front, back) = const { gradient_flow_floats(N::LAYERS) };
        let (values, rest) = memory.split_at_mut(batch * const { value_floats(N::LAYERS) });
        let (front, rest) = rest.split_at_mut(batch * front);
        let (back, rest) = rest.split_at_mut(batch * back);
        let scratch = &mut rest[..const { training_scratch(N::LAYERS) }];
        Workspace { batch, values, front, back, scratch }
    }

    /// The values' places, and beside them the memory for the moment.
    #[inline(always)]
    pub fn forward(&mut self) -> (Values<'_>, &mut [f32]) {
        (Values { batch: self.batch, rest: self.values }, self.scratch)
    }

    /// The values' places, the two gradients' buffers, and the memory for the moment.
    #[inline(always)]
    pub fn backward(&mut self) -> (Values<'_>, &mut [f32], &mut [f32], &mut [f32]) {
        (Values { batch: self.batch, rest: self.values }, self.front, self.back, self.scratch)
    }

    /// The logits that [`Network::forward`] left, which a loss turns into predictions, and the place
    /// of their gradient.
    #[inline(always)]
    pub fn logits<N: Network>(&mut self) -> (&mut [f32], &mut [f32]) {
        let last = const { &N::LAYERS[N::LAYERS.len() - 1] };
        let end = self.values.len() - self.batch * last.trace;
        let floats = self.batch * last.output.len();
        (&mut self.values[end - floats..end], &mut self.front[..floats])
    }
}

/// The sums of the last layer, as in training.
#[inline(always)]
pub fn forward_logits<In: Shape, L: Layer<In>>(
    layer: &L,
    settings: &L::Settings,
    x: &[f32],
    value: &mut Value<'_>,
    scratch: &mut [f32],
) {
    let batch = x.len() / In::DIMS.len();
    let trace = &mut value.trace[..batch * L::TRACE];
    layer.forward(settings, Forward { x, y: value.y, trace, scratch });
}

/// The outputs of any other layer, as in training.
#[inline(always)]
pub fn forward<In: Shape, L: Layer<In>>(
    layer: &L,
    settings: &L::Settings,
    x: &[f32],
    value: &mut Value<'_>,
    scratch: &mut [f32],
) {
    forward_logits(layer, settings, x, value, scratch);
    if L::Activation::NEEDS_SUMS {
        let batch = x.len() / In::DIMS.len();
        value.trace[batch * L::TRACE..].copy_from_slice(value.y);
    }
    L::Activation::apply(value.y, L::OUTPUT.last());
}

/// Back through the last layer, from the gradient of its sums.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "generated code names each of them once, in this order")]
pub fn backward_logits<In: Shape, L: Layer<In>>(
    layer: &L,
    settings: &L::Settings,
    x: &[f32],
    value: &Value<'_>,
    dy: &[f32],
    dx: Option<&mut [f32]>,
    scratch: &mut [f32],
    d: &mut L,
) {
    let batch = x.len() / In::DIMS.len();
    let dy = &dy[..output_floats::<In, L>(batch)];
    let dx = dx.map(|dx| &mut dx[..x.len()]);
    let trace = &value.trace[..batch * L::TRACE];
    layer.backward(settings, Backward { x, dy, dx, trace, scratch }, d);
}

/// Back through any other layer, from the gradient of its outputs.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "generated code names each of them once, in this order")]
pub fn backward<In: Shape, L: Layer<In>>(
    layer: &L,
    settings: &L::Settings,
    x: &[f32],
    value: &Value<'_>,
    dy: &mut [f32],
    dx: Option<&mut [f32]>,
    scratch: &mut [f32],
    d: &mut L,
) {
    let batch = x.len() / In::DIMS.len();
    let dy = &mut dy[..output_floats::<In, L>(batch)];
    L::Activation::backward(&value.trace[batch * L::TRACE..], value.y, dy, L::OUTPUT.last());
    backward_logits(layer, settings, x, value, dy, dx, scratch, d);
}

/// One sample through a network: [`Model::predict_into`](crate::Model::predict_into).
#[inline(always)]
pub fn predict<N: Network>(network: &N, x: &N::Input, y: &mut N::Output) {
    #[cfg(feature = "std")]
    if size_of::<N::Memory>() > MOST_ON_THE_STACK {
        return with_thread_memory(const { crate::inference_floats(N::LAYERS, 1) }, |memory| {
            through(network, x, y, memory);
        });
    }
    on_the_stack(network, x, y);
}

/// A batch through a network; `memory` has [`inference_floats`](crate::inference_floats) for it.
pub fn predict_batch<N: Network>(network: &N, x: &[N::Input], y: &mut [N::Output], memory: &mut [f32]) {
    let y = crate::view_floats_mut(y);
    network.infer(crate::view_floats(x), y, memory);
    N::Head::apply(y, const { last_size::<N>() });
}

const fn last_size<N: Network>() -> usize {
    N::LAYERS[N::LAYERS.len() - 1].output.last()
}

#[inline(always)]
fn through<N: Network>(network: &N, x: &N::Input, y: &mut N::Output, memory: &mut [f32]) {
    let y = y.floats_mut();
    network.infer(x.floats(), y, memory);
    N::Head::apply(y, const { last_size::<N>() });
}

/// Inlined, since tiny networks are to become tiny code; a large one's frame is only reserved when the
/// function is entered, if the memory is on the heap instead.
#[cfg_attr(not(feature = "std"), inline(always))]
#[cfg_attr(feature = "std", inline)]
fn on_the_stack<N: Network>(network: &N, x: &N::Input, y: &mut N::Output) {
    let mut memory = N::Memory::zeroed();
    through(network, x, y, memory.floats_mut());
}

/// Models with more than this flow through memory on the heap, which each thread keeps.
#[cfg(feature = "std")]
const MOST_ON_THE_STACK: usize = 16 * 1024;

#[cfg(feature = "std")]
fn with_thread_memory(floats: usize, work: impl FnOnce(&mut [f32])) {
    use std::{cell::Cell, vec::Vec};
    std::thread_local!(static MEMORY: Cell<Vec<f32>> = const { Cell::new(Vec::new()) });
    // Taken out for the time of the work: a model that predicts inside another's layer finds an empty one.
    let mut memory = MEMORY.take();
    if memory.len() < floats {
        memory.resize(floats, 0.0);
    }
    work(&mut memory[..floats]);
    MEMORY.set(memory);
}
