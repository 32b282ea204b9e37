//! What `model!` makes: a model with parameters, that can be trained.

use crate::{
    Activation, Array, Block, Dims, Floats, Layer, Model, Parameter, Shape, StepError,
    math::larger,
    pass::{self, Workspace},
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
    /// The sizes of one sample that it gives.
    pub output: Dims,
    /// How many parameters it has.
    pub parameters: usize,
    /// The multiply-accumulates of one sample.
    pub macs: usize,
    /// The floats that one sample leaves for the way back, beside the output.
    pub trace: Floats,
    /// The floats of memory for the moment that a batch takes.
    pub scratch: Floats,
    /// The same for one sample alone.
    pub inference_scratch: usize,
}

impl LayerInfo {
    /// What `L` says of itself behind the shape `In`.
    ///
    /// ```
    /// use cornu_engine::{Dense, LayerInfo, Sequence};
    ///
    /// let info = LayerInfo::of::<Sequence<24, 3>, Dense<3, 16>>("dense_1", "Dense<3, 16>");
    /// assert_eq!(info.output.as_slice(), [24, 16]);
    /// ```
    pub const fn of<In: Shape, L: Layer<In>>(name: &'static str, layer: &'static str) -> Self {
        LayerInfo {
            name,
            layer,
            output: L::OUTPUT,
            parameters: L::LENGTH,
            macs: L::MACS,
            trace: trace_floats::<In, L>(),
            scratch: L::SCRATCH,
            inference_scratch: L::INFERENCE_SCRATCH,
        }
    }
}

/// The floats that one sample leaves for the way back: the layer's own, and its sums if the activation
/// needs them.
pub(crate) const fn trace_floats<In: Shape, L: Layer<In>>() -> Floats {
    L::TRACE.and(Floats::each(if L::Activation::NEEDS_SUMS { L::OUTPUT.len() } else { 0 }))
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
pub trait Network: Block + Model<Input: Array, Output: Array> {
    /// The activation that the last layer ends in: which losses fit.
    type Head: Activation;
    /// The memory that one sample needs on its way through: [`INFERENCE_BYTES`](Self::INFERENCE_BYTES).
    type Memory: Block;

    /// The model's name.
    const NAME: &'static str;
    /// The layers, in order.
    const LAYERS: &'static [LayerInfo];
    /// The table of the parameters, in memory order.
    const PARAMETERS: &'static [Parameter];

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

    /// Writes the parameters' start, as the layers' settings say: see [`Training`](crate::Training) for an
    /// example.
    fn initialize(&mut self, seed: u64);

    /// From samples to logits, as in use. `memory` has [`inference_floats`], which has an example.
    fn infer(&self, x: &[f32], logits: &mut [f32], memory: &mut [f32]);

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
    /// let mut memory = [0.0; inference_floats(Net::LAYERS, 3)];
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
        let needed = inference_floats(Self::LAYERS, x.len());
        if memory.len() < needed {
            return Err(StepError::Memory { needed, given: memory.len() });
        }
        pass::predict_batch(self, x, y, memory);
        Ok(())
    }

    /// From samples to logits, as in training; the workspace keeps what the way back needs.
    fn forward(&self, x: &[f32], work: &mut Workspace<'_>);

    /// From the gradient of the logits, which the workspace holds, back to that of the parameters,
    /// which is added to `d`.
    fn backward(&self, x: &[f32], work: &mut Workspace<'_>, d: &mut Self);
}

/// A layer of a network by its number, counted from 1: how a field's type is written whose first size
/// is `_`.
#[doc(hidden)]
pub trait LayerAt<const NUMBER: usize> {
    /// The sizes of one sample that comes in.
    const IN: Dims;
}

const fn macs(layers: &[LayerInfo]) -> usize {
    let (mut sum, mut layer) = (0, 0);
    while layer < layers.len() {
        sum += layers[layer].macs;
        layer += 1;
    }
    sum
}

/// The largest output of every second layer, from `first` on and before `end`.
pub(crate) const fn largest_of_every_second(layers: &[LayerInfo], first: usize, end: usize) -> usize {
    let (mut largest, mut layer) = (0, first);
    while layer < end {
        largest = larger(largest, layers[layer].output.len());
        layer += 2;
    }
    largest
}

/// The floats that all layers leave for one sample's way back.
pub(crate) const fn value_floats(layers: &[LayerInfo]) -> usize {
    let (mut sum, mut layer) = (0, 0);
    while layer < layers.len() {
        sum += layers[layer].output.len() + layers[layer].trace.of(1);
        layer += 1;
    }
    sum
}

/// The floats of memory for the moment: layers use it one after another.
pub(crate) const fn scratch_floats(layers: &[LayerInfo], batch: usize) -> usize {
    let (mut largest, mut layer) = (0, 0);
    while layer < layers.len() {
        let LayerInfo { scratch, inference_scratch, .. } = layers[layer];
        largest = larger(largest, if batch > 1 { scratch.of(batch) } else { inference_scratch });
        layer += 1;
    }
    largest
}

/// The floats of the two buffers that hold, for one sample, what flows between layers in inference:
/// each layer reads the one and writes the other.
pub(crate) const fn flow_floats(layers: &[LayerInfo]) -> (usize, usize) {
    let last = layers.len() - 1;
    (largest_of_every_second(layers, 0, last), largest_of_every_second(layers, 1, last))
}

/// The floats of memory that inference of `batch` samples at once takes.
///
/// ```
/// use cornu::{Block, inference_floats, prelude::*};
///
/// model! { struct Net < Dense<4, 8, Relu>, Dense<8, 1> >; }
///
/// // What the first layer gives is kept, for each sample; what the last one gives is the output.
/// const FLOATS: usize = inference_floats(Net::LAYERS, 3);
/// assert_eq!(FLOATS, 3 * 8);
///
/// let (samples, mut logits, mut memory) = ([0.5; 3 * 4], [f32::NAN; 3], [0.0; FLOATS]);
/// Net::zeroed().infer(&samples, &mut logits, &mut memory);
/// assert_eq!(logits, [0.0; 3]);
/// ```
pub const fn inference_floats(layers: &[LayerInfo], batch: usize) -> usize {
    let (front, back) = flow_floats(layers);
    batch * (front + back) + scratch_floats(layers, batch)
}

/// The floats of the two buffers that hold, for one sample, the gradients that flow back.
pub(crate) const fn gradient_flow_floats(layers: &[LayerInfo]) -> (usize, usize) {
    let last = layers.len() - 1;
    let (same, other) = (last % 2, (last + 1) % 2);
    (
        largest_of_every_second(layers, same, layers.len()),
        largest_of_every_second(layers, other, layers.len()),
    )
}

/// The floats that each sample of a batch takes in training.
pub(crate) const fn sample_floats(layers: &[LayerInfo]) -> usize {
    let (front, back) = gradient_flow_floats(layers);
    value_floats(layers) + front + back
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
pub const fn training_floats<N: Network>(batch: usize, moments: usize) -> usize {
    N::LENGTH * (1 + moments) + batch * sample_floats(N::LAYERS) + training_scratch(N::LAYERS)
}

/// A training step's memory for the moment: a batch of one may use what larger ones do.
pub(crate) const fn training_scratch(layers: &[LayerInfo]) -> usize {
    larger(scratch_floats(layers, 1), scratch_floats(layers, 2))
}
