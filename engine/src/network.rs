//! What `model!` makes: a model with parameters, that can be trained.

use crate::{
    Activation, Array, Block, Dims, Floats, Layer, Model, Parameters, Setup, Shape, StepError,
    math::larger,
    pass::{self, PlanView, Visit, VisitMut},
};

/// What is known of one layer of a network before it runs.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }
///
/// for layer in Digits::LAYERS {
///     println!("{} gives {} values and has {} parameters", layer.name, layer.output, layer.parameters);
/// }
/// assert_eq!(Digits::LAYERS[1].name, "dense_2");
/// assert_eq!(Digits::LAYERS[1].parameters, 512 * 10 + 10);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LayerInfo {
    /// Its name in the model: `dense_1`.
    pub name: &'static str,
    /// The layer as it was written: `Dense<784, 512, Relu>`.
    pub layer: &'static str,
    /// The numbers of the values that it takes: first the model's inputs are counted, from 0, then what each
    /// layer gives.
    pub inputs: &'static [usize],
    /// The number, from 0, of the use of a layer whose parameters this is: its own, unless a layer is used
    /// twice.
    pub owner: usize,
    /// The sizes of one sample that it gives.
    pub output: Dims,
    /// How many parameters it has; of a layer that is used again, 0.
    pub parameters: usize,
    /// Whether it has parameters that are trained.
    pub trainable: bool,
    /// The multiply-accumulates of one sample.
    pub macs: usize,
    /// What a batch leaves for the way back, beside the output.
    pub trace: Floats,
    /// The memory for the moment that a batch takes.
    pub scratch: Floats,
    /// The same for one sample alone, as in inference.
    pub inference_scratch: usize,
    /// Whether in inference it hands on what it takes.
    pub identity: bool,
    /// Whether it only says what comes into the model, and is never run.
    pub is_input: bool,
    /// If it can take a sequence step by step, the floats that it keeps from one to the next.
    pub state: Option<usize>,
}

impl LayerInfo {
    /// What takes and costs nothing.
    pub(crate) const EMPTY: LayerInfo = LayerInfo {
        name: "",
        layer: "",
        inputs: &[0],
        owner: 0,
        output: Dims::SCALAR,
        parameters: 0,
        trainable: false,
        macs: 0,
        trace: Floats::NONE,
        scratch: Floats::NONE,
        inference_scratch: 0,
        identity: false,
        is_input: false,
        state: Some(0),
    };

    /// What `L` with the settings `S` says of itself behind the shape `In`, as the first layer of a model.
    ///
    /// ```
    /// use cornu_engine::{DefaultsOf, Dense, LayerInfo, Sequence};
    ///
    /// type Layer = Dense<3, 16>;
    /// let info = LayerInfo::of::<Sequence<24, 3>, Layer, DefaultsOf<Layer>>("dense_1", "Dense<3, 16>");
    /// assert_eq!(info.output.as_slice(), [24, 16]);
    /// ```
    pub const fn of<In: Shape, L: Layer<In, S>, S: Setup>(name: &'static str, layer: &'static str) -> Self {
        // The sums stand behind the layer's own trace, if the activation needs them on the way back.
        let sums = if L::Activation::NEEDS_SUMS { L::OUTPUT.len() } else { 0 };
        LayerInfo {
            name,
            layer,
            output: L::OUTPUT,
            parameters: L::LENGTH,
            trainable: L::LENGTH > 0,
            macs: L::COST,
            trace: L::TRACE.and(Floats::each(sums)),
            scratch: L::SCRATCH,
            inference_scratch: L::INFERENCE_SCRATCH,
            identity: L::IDENTITY,
            is_input: L::IS_INPUT,
            state: if In::DIMS.rank == 2 || In::DIMS.vocabulary > 0 {
                L::STATE
            } else if L::OUTPUT.rank == 2 {
                None
            } else {
                Some(0)
            },
            ..LayerInfo::EMPTY
        }
    }

    /// The floats that it keeps from one step of a sequence to the next.
    pub(crate) const fn state_floats(&self) -> usize {
        match self.state {
            Some(floats) => floats,
            None => 0,
        }
    }
}

/// A model made by `model!`: one block of parameters, the table of them, and the way through its
/// layers, forward and back. What it costs is a constant.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }
///
/// const _: () = assert!(Digits::INFERENCE_BYTES <= 8 * 1024);
/// assert_eq!(Digits::NAME, "Digits");
/// assert_eq!(Digits::LAYERS.len(), 2);
/// assert_eq!(Digits::PARAMETERS[3].to_string(), "dense_2/bias");
/// assert_eq!(Digits::PARAMETER_COUNT, 407_050);
/// assert_eq!(Digits::FLASH_BYTES, 4 * 407_050);
/// assert_eq!(Digits::MACS, 784 * 512 + 512 * 10);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a network that `model!` made",
    label = "a network is expected here",
    note = "of a network in a `Box`, as `new` gives it, write `&*network`"
)]
pub trait Network: Parameters + Model<Input: Array, Output: Array> {
    /// The activation that the last layer ends in, which says what losses fit; of several outputs, a tuple.
    type Head: 'static;
    /// The memory that one sample needs on its way through: [`INFERENCE_BYTES`](Self::INFERENCE_BYTES).
    type Memory: Block;
    /// One step of the sequence that comes in: see [`Stream`](crate::Stream).
    type StepInput: Block;
    /// What the model makes of the steps so far: see [`Stream`](crate::Stream).
    type StepOutput: Block;
    /// What is kept from one step to the next, and the memory of one: see [`Stream`](crate::Stream).
    type StreamMemory: Block;
    /// Whether the model can take its input step by step: see [`Stream`](crate::Stream).
    type Streaming;

    /// The model's name.
    const NAME: &'static str;
    /// The sizes of each input.
    const INPUTS: &'static [Dims];
    /// The name of each input: in a graph as it is written, else `input`.
    const INPUT_NAMES: &'static [&'static str];
    /// The layers, in order: each use of one.
    const LAYERS: &'static [LayerInfo];
    /// The numbers of the values that are outputs; they are counted as in [`LayerInfo::inputs`].
    const OUTPUTS: &'static [usize];
    /// Where everything stands in memory.
    #[doc(hidden)]
    const PLAN: PlanView;

    /// How many parameters there are.
    const PARAMETER_COUNT: usize = Self::LENGTH;
    /// The multiply-accumulates of one sample, forward.
    const MACS: usize = macs(Self::LAYERS);
    /// The bytes of the parameters: what a model takes in flash.
    const FLASH_BYTES: usize = size_of::<Self>();
    /// The bytes of memory that one sample takes on its way through, beside input and output.
    const INFERENCE_BYTES: usize = size_of::<Self::Memory>();
    /// The bytes of memory that a training step with one sample takes, beside the model: the gradient
    /// and all values on the way. [`training_floats`] counts for larger batches, and for optimizers
    /// that keep moments.
    const TRAINING_BYTES: usize = training_floats::<Self>(1, 0) * size_of::<f32>();

    /// Shows a visitor each use of a layer, in order.
    #[doc(hidden)]
    fn visit(&self, visitor: &mut impl Visit);

    /// The same, in reverse.
    #[doc(hidden)]
    fn visit_back(&self, visitor: &mut impl Visit);

    /// The same, in order, to change the layers.
    #[doc(hidden)]
    fn visit_mut(&mut self, visitor: &mut impl VisitMut);

    /// Replaces the sums of the outputs by the outputs.
    #[doc(hidden)]
    fn activate(outputs: &mut [f32]);

    /// Writes the parameters' start, as the layers' settings say: see [`Training`](crate::Training) for an
    /// example.
    fn initialize(&mut self, seed: u64) {
        pass::initialize(self, seed);
    }

    /// From samples to logits, as in inference: what the last activation takes. `memory` has [`inference_floats`],
    /// which has an example.
    fn logits(&self, x: &[f32], logits: &mut [f32], memory: &mut [f32]) {
        pass::infer(self, x, logits, memory);
    }

    /// The outputs of a batch, without an allocator: `y` is as long as `x`, and `memory` has at least
    /// [`inference_floats`] for that many samples.
    ///
    /// ```
    /// use cornu::{inference_floats, prelude::*};
    ///
    /// model! { struct Net < Dense<2, 8, Tanh>, Dense<8, 1> >; }
    ///
    /// # fn check(net: &Net) -> Result<(), cornu::StepError> {
    /// let mut outputs = [[0.0]; 3];
    /// let mut memory = [0.0; inference_floats::<Net>(3)];
    /// net.predict_batch_into(&[[0.5, 0.1]; 3], &mut outputs, &mut memory)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If there are not as many places for outputs as samples, or the memory is too short.
    fn predict_batch_into(
        &self,
        x: &[Self::Input],
        y: &mut [Self::Output],
        memory: &mut [f32],
    ) -> Result<(), StepError> {
        if x.len() != y.len() {
            return Err(StepError::Lengths { samples: x.len(), targets: y.len() });
        }
        let needed = inference_floats::<Self>(x.len());
        if memory.len() < needed {
            return Err(StepError::Memory { needed, given: memory.len() });
        }
        pass::predict_batch(self, x, y, memory);
        Ok(())
    }
}

/// One sample of a value of a network, by its number: how the fields of several inputs are written.
#[doc(hidden)]
pub trait ValueAt<const NUMBER: usize> {
    /// The sample.
    type Sample: Array;
}

/// A layer of a network by its number, counted from 1: how a field's type is written that hangs on what comes in, or
/// on settings.
#[doc(hidden)]
pub trait LayerAt<const NUMBER: usize> {
    /// The layer's type.
    type Layer;
}

const fn macs(layers: &[LayerInfo]) -> usize {
    let (mut sum, mut layer) = (0, 0);
    while layer < layers.len() {
        sum += layers[layer].macs;
        layer += 1;
    }
    sum
}

/// The floats of memory that inference of `batch` samples at once takes.
///
/// ```
/// use cornu::{Block, inference_floats, prelude::*};
///
/// model! { struct Net < Dense<4, 8, Relu>, Dense<8, 1> >; }
///
/// // What the first layer gives is kept, for each sample; what the last one gives is the output.
/// const FLOATS: usize = inference_floats::<Net>(3);
/// assert_eq!(FLOATS, 3 * 8);
///
/// let (samples, mut logits, mut memory) = ([0.5; 3 * 4], [f32::NAN; 3], [0.0; FLOATS]);
/// Net::zeroed().logits(&samples, &mut logits, &mut memory);
/// assert_eq!(logits, [0.0; 3]);
/// ```
pub const fn inference_floats<N: Network>(batch: usize) -> usize {
    memory_floats(N::PLAN, N::LAYERS, batch)
}

/// The same, for the code that `model!` writes.
#[doc(hidden)]
pub const fn memory_floats(plan: PlanView, layers: &[LayerInfo], batch: usize) -> usize {
    let (mut scratch, mut layer) = (0, 0);
    while layer < layers.len() {
        let LayerInfo { scratch: many, inference_scratch: one, .. } = layers[layer];
        scratch = larger(scratch, if batch > 1 { many.of(batch) } else { one });
        layer += 1;
    }
    batch * plan.infer_floats + scratch
}

/// A training step's memory for the moment, which layers use one after another: a batch of one may use what
/// larger ones do.
pub(crate) const fn training_scratch<N: Network>() -> Floats {
    let (mut largest, mut layer) = (Floats::NONE, 0);
    while layer < N::LAYERS.len() {
        let LayerInfo { scratch, inference_scratch, .. } = N::LAYERS[layer];
        largest.once = larger(largest.once, larger(scratch.once, inference_scratch));
        largest.each = larger(largest.each, scratch.each);
        layer += 1;
    }
    largest
}

/// The floats of the parameters of the layers that are trained: those that have a gradient.
pub(crate) const fn gradient_floats(layers: &[LayerInfo]) -> usize {
    let (mut sum, mut layer) = (0, 0);
    while layer < layers.len() {
        if layers[layer].trainable {
            sum += layers[layer].parameters;
        }
        layer += 1;
    }
    sum
}

/// The floats that a network keeps from one step of a sequence to the next, if it can take one step by step.
pub(crate) const fn state_floats<N: Network>() -> Option<usize> {
    if N::INPUTS.len() > 1 || N::OUTPUTS.len() > 1 { None } else { states(N::LAYERS) }
}

/// Whether a network can take a sequence step by step.
pub const fn streams(inputs: &[Dims], layers: &[LayerInfo], outputs: &[usize]) -> bool {
    let in_steps = inputs[0].rank == 2 || inputs[0].vocabulary > 0;
    inputs.len() == 1 && outputs.len() == 1 && in_steps && states(layers).is_some()
}

/// What a stream keeps from one step to the next, and the memory of one step.
pub const fn stream_floats(plan: PlanView, layers: &[LayerInfo]) -> usize {
    let states = match states(layers) {
        Some(floats) => floats,
        None => 0,
    };
    states + memory_floats(plan, layers, 1)
}

const fn states(layers: &[LayerInfo]) -> Option<usize> {
    let (mut sum, mut layer) = (0, 0);
    while layer < layers.len() {
        match layers[layer].state {
            Some(floats) => sum += floats,
            None => return None,
        }
        layer += 1;
    }
    Some(sum)
}

/// The floats of memory that training takes, beside the model: the gradient, the optimizer's moments,
/// and all values of a batch on their way forward and back.
///
/// ```
/// use cornu::{prelude::*, training_floats};
///
/// model! { struct Net < Dense<4, 8, Relu>, Dense<8, 1> >; }
///
/// const OPTIMIZER: SGD = SGD::new(0.01);
/// const FLOATS: usize = training_floats::<Net>(1, OPTIMIZER.moments());
/// // The gradient, what the layers give forward, and the gradients of that.
/// assert_eq!(FLOATS, Net::PARAMETER_COUNT + (8 + 1) + (8 + 1));
/// ```
///
/// Layers that are frozen have no gradient and no moments; before the first that is not, nothing flows back.
///
/// ```
/// use cornu::{prelude::*, training_floats};
///
/// model! { struct Net < Dense<4, 8, Relu> { trainable: false }, Dense<8, 1> >; }
///
/// assert_eq!(training_floats::<Net>(1, 0), (8 + 1) + (8 + 1) + 1);
/// ```
pub const fn training_floats<N: Network>(batch: usize, moments: usize) -> usize {
    let outputs = 2 * N::Output::LENGTH;
    let gradients = N::PLAN.own.floats + N::PLAN.own.more;
    gradient_floats(N::LAYERS) * (1 + moments)
        + batch * (outputs + gradients)
        + N::PLAN.values_floats.of(batch)
        + training_scratch::<N>().of(batch)
}
