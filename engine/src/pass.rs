//! What the code that `model!` writes calls: one layer's step of the way, forward or back, and the
//! memory it stands in.

pub use crate::fit::{check_input, check_layer, check_size};
#[cfg(feature = "std")]
use crate::thread_memory::{ThreadMemory, lend};
use crate::{
    Activation, Backward, Block, Dims, Fit, Forward, Layer, LayerInfo, LayerParameters, Network, Settings,
    Shape,
    network::{flow_floats, gradient_flow_floats, trace_floats, training_scratch, value_floats},
    random,
};
use core::{fmt, marker::PhantomData};

/// The sizes that come into a layer.
///
/// All that is written of a layer hangs on this value: of a type that is no layer it is an error, which
/// is told here, once, and nothing behind it is looked at.
pub const fn enter<In: Shape, L: Layer<In>>() -> Dims {
    In::DIMS
}

/// Whether a layer fits. Where nothing comes in, a layer before it has been told so.
pub const fn fit<In: Shape, L: Layer<In>>() -> Fit {
    if In::DIMS.len() == 0 {
        Fit::Ok
    } else if matches!(L::FIT, Fit::Ok) && L::OUTPUT.len() == 0 {
        Fit::Zero
    } else {
        L::FIT
    }
}

/// The floats of the network `N`, whose fields are these layers; does not compile if there is a gap
/// between them.
pub const fn length<N>(layers: &[LayerInfo]) -> usize {
    let (mut floats, mut layer) = (0, 0);
    while layer < layers.len() {
        floats += layers[layer].parameters;
        layer += 1;
    }
    crate::block_length::<N>(floats * size_of::<f32>())
}

/// One layer of a network: its settings, and its part of each way.
pub struct Step<In: Shape, L: Layer<In>> {
    /// What stands in braces behind the layer.
    pub settings: L::Settings,
    shape: PhantomData<fn(In)>,
}

/// The [`Step`] of a layer, written so that the compiler keeps silent of a type that is no layer: `enter`
/// has told.
pub type StepOf<In, L> = <L as HasStep<In>>::Step;

/// What [`StepOf`] looks through.
pub trait HasStep<In> {
    /// The layer's step.
    type Step;
}

impl<In: Shape, L: Layer<In>> HasStep<In> for L {
    type Step = Step<In, L>;
}

impl<In: Shape, L: Layer<In>> Step<In, L> {
    /// A layer without braces.
    pub const DEFAULT: Self = Step { settings: Settings::DEFAULT, shape: PhantomData };

    /// What the network says of the layer.
    pub const fn info(&self, name: &'static str, layer: &'static str) -> LayerInfo {
        LayerInfo::of::<In, L>(name, layer)
    }

    /// The layer's part of the table of parameters; it starts at this byte of the network.
    pub const fn table(&self, name: &'static str, offset: usize) -> LayerParameters {
        (name, offset, true, L::PARAMETERS)
    }

    /// Writes the start of the parameters; `place` is the layer's, from 0.
    pub fn initialize(&self, layer: &mut L, seed: u64, place: u64) {
        layer.initialize(&self.settings, &mut random(seed, place));
    }

    /// The sums of a batch, as in use; `y` may be longer than they are. Gives the sums back.
    #[inline(always)]
    pub fn infer_logits<'a>(
        &self,
        layer: &L,
        x: &[f32],
        y: &'a mut [f32],
        scratch: &mut [f32],
    ) -> &'a mut [f32] {
        let y = &mut y[..samples::<In>(x) * L::OUTPUT.len()];
        layer.infer(&self.settings, x, y, scratch);
        y
    }

    /// The outputs for a batch, as in use; `y` may be longer than they are. Gives the outputs back.
    #[inline(always)]
    pub fn infer<'a>(&self, layer: &L, x: &[f32], y: &'a mut [f32], scratch: &mut [f32]) -> &'a [f32] {
        let y = self.infer_logits(layer, x, y, scratch);
        L::Activation::apply(y, L::OUTPUT.last());
        y
    }

    /// The sums of the last layer, as in training.
    #[inline(always)]
    pub fn forward_logits(&self, layer: &L, x: &[f32], value: &mut Value<'_>, scratch: &mut [f32]) {
        let trace = &mut value.trace[..samples::<In>(x) * L::TRACE.of(1)];
        layer.forward(
            &self.settings,
            Forward { x, y: value.y, trace, scratch, chance: crate::Chance::new(0, 0, 0), trainable: true },
        );
    }

    /// The outputs of any other layer, as in training.
    #[inline(always)]
    pub fn forward(&self, layer: &L, x: &[f32], value: &mut Value<'_>, scratch: &mut [f32]) {
        self.forward_logits(layer, x, value, scratch);
        if L::Activation::NEEDS_SUMS {
            value.trace[samples::<In>(x) * L::TRACE.of(1)..].copy_from_slice(value.y);
        }
        L::Activation::apply(value.y, L::OUTPUT.last());
    }

    /// Back through the last layer, from the gradient of its sums.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "generated code names each of them once, in this order")]
    pub fn backward_logits(
        &self,
        layer: &L,
        x: &[f32],
        value: &mut Value<'_>,
        dy: &[f32],
        dx: Option<&mut [f32]>,
        scratch: &mut [f32],
        d: &mut L,
    ) {
        let batch = samples::<In>(x);
        let dy = &dy[..batch * L::OUTPUT.len()];
        let dx = dx.map(|dx| &mut dx[..x.len()]);
        let trace = &mut value.trace[..batch * L::TRACE.of(1)];
        layer.backward(&self.settings, Backward { x, y: value.y, dy, dx, trace, scratch }, Some(d));
    }

    /// Back through any other layer, from the gradient of its outputs.
    #[inline(always)]
    #[expect(clippy::too_many_arguments, reason = "generated code names each of them once, in this order")]
    pub fn backward(
        &self,
        layer: &L,
        x: &[f32],
        value: &mut Value<'_>,
        dy: &mut [f32],
        dx: Option<&mut [f32]>,
        scratch: &mut [f32],
        d: &mut L,
    ) {
        let batch = samples::<In>(x);
        let dy = &mut dy[..batch * L::OUTPUT.len()];
        L::Activation::backward(&value.trace[batch * L::TRACE.of(1)..], value.y, dy, L::OUTPUT.last());
        self.backward_logits(layer, x, value, dy, dx, scratch, d);
    }
}

impl<In: Shape, L: Layer<In>> fmt::Debug for Step<In, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step").finish_non_exhaustive()
    }
}

/// How many samples of a shape stand in a row.
#[inline(always)]
fn samples<In: Shape>(x: &[f32]) -> usize {
    x.len() / In::DIMS.len()
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
    pub fn next<In: Shape, L: Layer<In>>(&mut self, _: &Step<In, L>) -> Value<'a> {
        let rest = core::mem::take(&mut self.rest);
        let (y, rest) = rest.split_at_mut(self.batch * L::OUTPUT.len());
        let (trace, rest) = rest.split_at_mut(self.batch * const { trace_floats::<In, L>().of(1) });
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
        let end = self.values.len() - self.batch * last.trace.of(1);
        let floats = self.batch * last.output.len();
        (&mut self.values[end - floats..end], &mut self.front[..floats])
    }
}

/// One sample through a network: [`Model::predict_into`](crate::Model::predict_into).
#[inline(always)]
pub fn predict<N: Network>(network: &N, x: &N::Input, y: &mut N::Output) {
    #[cfg(feature = "std")]
    if size_of::<N::Memory>() > MOST_ON_THE_STACK {
        std::thread_local!(static MEMORY: ThreadMemory = const { ThreadMemory::new(std::vec::Vec::new()) });
        return lend(&MEMORY, const { crate::inference_floats(N::LAYERS, 1) }, |memory| {
            through(network, x.floats(), y.floats_mut(), memory);
        });
    }
    on_the_stack(network, x, y);
}

/// A batch through a network; `memory` has [`inference_floats`](crate::inference_floats) for it.
pub fn predict_batch<N: Network>(network: &N, x: &[N::Input], y: &mut [N::Output], memory: &mut [f32]) {
    through(network, crate::view_floats(x), crate::view_floats_mut(y), memory);
}

/// From samples to outputs: the logits, and the last activation.
#[inline(always)]
fn through<N: Network>(network: &N, x: &[f32], y: &mut [f32], memory: &mut [f32]) {
    network.infer(x, y, memory);
    N::Head::apply(y, const { N::LAYERS[N::LAYERS.len() - 1].output.last() });
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
