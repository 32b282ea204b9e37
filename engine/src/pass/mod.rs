//! What the code that `model!` writes calls: the ways through a network, and one layer's part of each.
//!
//! A network shows its layers to a visitor, in order ([`Network::visit`]); each way through it is a visitor:
//! `flow` (inference), `work` (forward and back in training), `rules` (penalties and the like). All of it is
//! inlined, and what stands where is a constant.

mod flow;
mod rules;
mod silent;
mod work;

pub use crate::misfit::{
    Given, apart_from, check_input, check_inside, check_layer, check_merge, check_setting, check_shared,
    check_size, unless_told,
};
pub use crate::network::{stream_floats, streams};
pub use crate::plan::{Place, Plan, PlanView};
use crate::{
    Activation, Block, Dims, Fit, Inputs, Layer, LayerInfo, LayerParameters, Merge, Network, Rule, Setup,
    Shape, plan::is_output,
};
use core::{fmt, marker::PhantomData};
pub use flow::{Flow, infer, infer_with_activity, predict, predict_batch, stream};
pub use rules::{constrain, initialize, penalty, update_state};
pub use silent::{
    After, BlockIn, ConfigurableIn, ConfigureIn, DefaultsIn, FirstIn, HasOpenSizeIn, IsLayer, Open,
    Rectangular, VariantOf, WithColumnsIn, check_pair, is_layer, opened, paired, variant,
};
pub use work::{Back, GradientBlock, Work, backward, forward};

/// The sizes that come into a layer.
///
/// All that is written of a layer hangs on this value: of a type that is not a layer it is an error, which
/// is told here, once, and nothing behind it is looked at.
pub const fn enter<In: Shape, L: Layer<In, S>, S: Setup>() -> Dims {
    In::DIMS
}

/// The sizes of the first value that comes into a layer that takes several; as [`enter`], it tells of a type
/// that is none.
pub const fn enter_merge<In: Inputs, M: Merge<In, S>, S: Setup>() -> Dims {
    In::ALL[0]
}

/// The sizes that a layer gives.
pub const fn output<In: Shape, L: Layer<In, S>, S: Setup>() -> Dims {
    L::OUTPUT
}

/// The sizes that a layer gives which takes several values.
pub const fn output_merge<In: Inputs, M: Merge<In, S>, S: Setup>() -> Dims {
    M::OUTPUT
}

/// Whether a layer fits. Where nothing comes in, a layer before it has been told so.
pub const fn fit<In: Shape, L: Layer<In, S> + ConfigureIn<In, S>, S: Setup>() -> Fit {
    if !matches!(L::CHECK, Fit::Ok) {
        L::CHECK
    } else if !matches!(L::Activation::CHECK, Fit::Ok) {
        L::Activation::CHECK
    } else if In::DIMS.len() == 0 {
        Fit::Ok
    } else if In::DIMS.vocabulary > 0 && !L::TAKES_TOKENS {
        Fit::Tokens { gives: In::DIMS }
    } else if matches!(L::FIT, Fit::Ok) && L::OUTPUT.len() == 0 {
        Fit::Zero
    } else if matches!(L::FIT, Fit::Ok) && L::OUTPUT.last() < L::Activation::LEAST_WIDTH {
        Fit::SingleUnit
    } else {
        L::FIT
    }
}

/// Whether a layer may stand first in a list.
pub const fn fit_first<In: Shape, L: Layer<In, S> + ConfigureIn<In, S>, S: Setup>() -> Fit {
    if L::IS_INPUT { Fit::Ok } else { fit::<In, L, S>() }
}

/// Whether a layer may stand alone in a list.
pub const fn fit_alone<In: Shape, L: Layer<In, S> + ConfigureIn<In, S>, S: Setup>() -> Fit {
    if L::IS_INPUT {
        Fit::Never { takes: "what comes into the model, and no layer follows: write one behind it" }
    } else {
        fit::<In, L, S>()
    }
}

/// Ends compilation if what is written as an input of a graph, `let name = …;`, is not one.
#[track_caller]
pub const fn check_is_input<In: Shape, L: Layer<In>>(name: &str, layer: &str) {
    if !L::IS_INPUT {
        crate::misfit::panic_not_an_input(name, layer);
    }
}

/// The sizes of an input of a graph; none of what is not one.
pub const fn input_sizes<In: Shape, L: Layer<In>>() -> Dims {
    if L::IS_INPUT { In::DIMS } else { Dims::flat(0) }
}

/// Whether values may be merged.
pub const fn fit_merge<In: Inputs, M: Merge<In, S> + ConfigureIn<In, S>, S: Setup>() -> Fit {
    if !matches!(M::CHECK, Fit::Ok) {
        return M::CHECK;
    }
    let mut place = 0;
    while place < In::ALL.len() {
        let gives = In::ALL[place];
        if gives.len() == 0 {
            return Fit::Ok;
        }
        if gives.vocabulary > 0 {
            return Fit::Tokens { gives };
        }
        place += 1;
    }
    M::FIT
}

/// One use of a layer in a network: its settings `S`, and whether it learns.
pub struct Step<In, L, S> {
    /// Whether the layer learns: the setting of that name, which every layer has.
    pub trainable: bool,
    types: PhantomData<fn(In, L, S)>,
}

/// The [`Step`] of a layer, written so that the compiler keeps silent of a type that is not a layer: `enter`
/// has told.
pub type StepOf<In, L, S> = <L as HasStep<In, S>>::Step;

/// What [`StepOf`] looks through.
pub trait HasStep<In, S> {
    /// The layer's step.
    type Step;
}

impl<In: Shape, L: Layer<In, S>, S: Setup> HasStep<In, S> for L {
    type Step = Step<In, L, S>;
}

impl<In: Shape, L: Layer<In, S>, S: Setup> Step<In, L, S> {
    /// A layer that learns.
    pub const DEFAULT: Self = Step { trainable: true, types: PhantomData };

    /// The same; only if it is `trainable` does the layer learn.
    #[must_use]
    pub const fn trainable(self, trainable: bool) -> Self {
        Step { trainable, ..self }
    }

    /// The number of the value that the first layer of a list gives: its own, or that of the input.
    pub const fn value(&self, own: usize) -> usize {
        if L::IS_INPUT { 0 } else { own }
    }

    /// What a message says of the value that this layer gives, behind the layer `text`.
    pub const fn gives(&self, text: &'static str) -> Given {
        Given::layer(text, L::IS_INPUT, L::TO_GIVE_SEQUENCE)
    }

    /// What a message says of the value that this layer gives, which has a name.
    pub const fn gives_as(&self, name: &'static str) -> Given {
        Given::name(name, L::TO_GIVE_SEQUENCE)
    }

    /// What the network says of the layer; `owner` is the number of the use, from 0, that the layer's
    /// parameters belong to: the first.
    pub const fn info(
        &self,
        name: &'static str,
        layer: &'static str,
        inputs: &'static [usize],
        number: usize,
        owner: usize,
    ) -> LayerInfo {
        let info = LayerInfo::of::<In, L, S>(name, layer);
        let parameters = if number == owner { info.parameters } else { 0 };
        LayerInfo { inputs, owner, parameters, trainable: info.trainable && self.trainable, ..info }
    }

    /// Shows the layer to a visitor. That this is a method of the step keeps the compiler silent where the type
    /// is not a layer.
    #[inline(always)]
    pub fn show<V: Visit, const AT: usize>(&self, visitor: &mut V, layer: &L) {
        if !L::IS_INPUT {
            visitor.layer::<In, L, S, AT>(self, layer);
        }
    }

    /// The same, to change the layer.
    #[inline(always)]
    pub fn show_mut<V: VisitMut, const AT: usize>(&self, visitor: &mut V, layer: &mut L) {
        if !L::IS_INPUT {
            visitor.layer::<In, L, S, AT>(self, layer);
        }
    }

    /// The layer's part of the table of parameters; it starts at this byte of the network.
    pub const fn table(&self, name: &'static str, offset: usize) -> LayerParameters {
        (name, offset, self.trainable, L::PARAMETERS)
    }
}

impl<In, L, S> fmt::Debug for Step<In, L, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Step").finish_non_exhaustive()
    }
}

/// One use of a layer that takes several values.
pub struct MergeStep<In, M, S>(PhantomData<fn(In, M, S)>);

/// As [`StepOf`].
pub type MergeStepOf<In, M, S> = <M as HasMergeStep<In, S>>::Step;

/// What [`MergeStepOf`] looks through.
pub trait HasMergeStep<In, S> {
    /// The layer's step.
    type Step;
}

impl<In: Inputs, M: Merge<In, S>, S: Setup> HasMergeStep<In, S> for M {
    type Step = MergeStep<In, M, S>;
}

impl<In: Inputs, M: Merge<In, S>, S: Setup> MergeStep<In, M, S> {
    /// There is but one.
    pub const DEFAULT: Self = MergeStep(PhantomData);

    /// What a message says of the value that this layer gives, behind the layer `text`.
    pub const fn gives(&self, text: &'static str) -> Given {
        Given::layer(text, false, "")
    }

    /// What a message says of the value that this layer gives, which has a name.
    pub const fn gives_as(&self, name: &'static str) -> Given {
        Given::name(name, "")
    }

    /// Shows the layer to a visitor.
    #[inline(always)]
    pub fn show<V: Visit, const AT: usize>(&self, visitor: &mut V) {
        visitor.merge::<In, M, S, AT>(self);
    }

    /// What the network says of the layer.
    pub const fn info(
        &self,
        name: &'static str,
        layer: &'static str,
        inputs: &'static [usize],
        number: usize,
    ) -> LayerInfo {
        LayerInfo { name, layer, inputs, owner: number, output: M::OUTPUT, ..LayerInfo::EMPTY }
    }
}

impl<In, M, S> fmt::Debug for MergeStep<In, M, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MergeStep").finish_non_exhaustive()
    }
}

/// A way through a network, which is shown its layers one by one; `AT` is the use's number, from 0.
pub trait Visit {
    /// A layer.
    fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
        &mut self,
        step: &Step<In, L, S>,
        layer: &L,
    );

    /// A layer that takes several values.
    fn merge<In: Inputs, M: Merge<In, S>, S: Setup, const AT: usize>(&mut self, _: &MergeStep<In, M, S>) {}
}

/// The same for a network that is changed on the way; only layers are shown.
pub trait VisitMut {
    /// A layer.
    fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
        &mut self,
        step: &Step<In, L, S>,
        layer: &mut L,
    );
}

/// What is known of the use `AT` of a layer in the network `N`.
struct Known<N, const AT: usize>(PhantomData<N>);

impl<N: Network, const AT: usize> Known<N, AT> {
    const INFO: &'static LayerInfo = &N::LAYERS[AT];
    /// The number of what it gives.
    const VALUE: usize = N::INPUTS.len() + AT;
    /// The number of what it takes, if that is one value.
    const TAKEN: usize = Self::INFO.inputs[0];
    /// What its random numbers are told apart by: the number of the use, from 0, without an `Input` in front. So they
    /// are the same whether the first layer says what comes in or an `Input` does.
    const STREAM: u64 = AT.saturating_sub(N::LAYERS[0].is_input as usize) as u64;
    /// Whether this is the first use of the layer's parameters.
    const IS_OWNER: bool = Self::INFO.owner == AT;
    /// Whether what it gives is an output, and how.
    const OUTPUT: Output = {
        if !is_output(N::OUTPUTS, Self::VALUE) {
            Output::No
        } else if N::OUTPUTS.len() == 1 {
            Output::Whole
        } else {
            let (mut start, mut place) = (0, 0);
            while N::OUTPUTS[place] != Self::VALUE {
                start += value_len::<N>(N::OUTPUTS[place]);
                place += 1;
            }
            Output::Part { start }
        }
    };
}

/// Whether a layer gives an output of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    /// It does not.
    No,
    /// The only one, which it writes to its place; what follows its sums is not applied: that is the loss's
    /// or the caller's part.
    Whole,
    /// One of several: its sums are copied to this place in each sample's output.
    Part { start: usize },
}

/// The sizes of a value of the network.
const fn value_dims<N: Network>(value: usize) -> Dims {
    if value < N::INPUTS.len() { N::INPUTS[value] } else { N::LAYERS[value - N::INPUTS.len()].output }
}

/// The value's floats, of one sample.
const fn value_len<N: Network>(value: usize) -> usize {
    value_dims::<N>(value).len()
}

/// What the layer's outputs add to the loss. Those of the only output do only if nothing follows their sums: what
/// does is the loss's part.
#[inline]
fn activity<N: Network, In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>() -> Option<Rule> {
    let counts = !matches!(const { Known::<N, AT>::OUTPUT }, Output::Whole) || L::Activation::IS_LINEAR;
    let rule = L::activity();
    (counts && !rule.adds_nothing()).then_some(rule)
}

/// Copies the parts of each sample, of several inputs, to where they stand in a memory.
fn gather_inputs<N: Network>(x: &[f32], batch: usize, memory: &mut [f32], start_of: impl Fn(usize) -> usize) {
    let mut part = 0;
    for (value, sizes) in N::INPUTS.iter().enumerate() {
        let width = sizes.len();
        let to = memory[start_of(value)..][..batch * width].chunks_exact_mut(width);
        for (sample, to) in x.chunks_exact(N::Input::LENGTH).zip(to) {
            to.copy_from_slice(&sample[part..part + width]);
        }
        part += width;
    }
}

/// How many values are merged at most: as many as there are [`Inputs`] for.
const MOST_MERGED: usize = 8;

/// The values that the layer `AT` takes; places behind them are empty.
#[inline(always)]
fn all_taken<'a, N: Network, const AT: usize>(
    value: impl Fn(usize) -> &'a [f32],
) -> [&'a [f32]; MOST_MERGED] {
    let mut all: [&[f32]; MOST_MERGED] = [&[]; MOST_MERGED];
    for (x, &taken) in all.iter_mut().zip(const { Known::<N, AT>::INFO.inputs }) {
        *x = value(taken);
    }
    all
}

/// Merges the values that a layer takes.
#[inline(always)]
fn merge_into<'a, N: Network, In: Inputs, M: Merge<In, S>, S: Setup, const AT: usize>(
    y: &mut [f32],
    value: impl Fn(usize) -> &'a [f32],
) {
    M::infer(&all_taken::<N, AT>(value)[..const { Known::<N, AT>::INFO.inputs.len() }], y);
}

/// Copies an output's sums to their part of each sample: rows of `width`, in which it starts at `start`.
#[inline(always)]
fn scatter(part: &[f32], part_width: usize, whole: &mut [f32], width: usize, start: usize) {
    for (whole, part) in whole.chunks_exact_mut(width).zip(part.chunks_exact(part_width)) {
        whole[start..start + part_width].copy_from_slice(part);
    }
}

/// Replaces a network's sums by its outputs, of the `NUMBER`th of its outputs.
#[inline(always)]
pub fn activate<N: Network, A: crate::Activation, const NUMBER: usize>(outputs: &mut [f32]) {
    let sizes = const { value_dims::<N>(N::OUTPUTS[NUMBER]) };
    if N::OUTPUTS.len() == 1 {
        return A::apply(outputs, sizes.last());
    }
    let start = const {
        let (mut start, mut place) = (0, 0);
        while place < NUMBER {
            start += value_len::<N>(N::OUTPUTS[place]);
            place += 1;
        }
        start
    };
    for sample in outputs.chunks_exact_mut(N::Output::LENGTH) {
        A::apply(&mut sample[start..start + sizes.len()], sizes.last());
    }
}
