use super::{
    two_ways::{GoBackwards, Merging, TurnedRound, TwoWays},
    wrapped::tables,
};
use crate::{
    Backward, Block, Configurable, Configure, Configured, Dims, Fit, Floats, Forward, Layer, Linear,
    MergeMode, NestedSettings, OwnSettings, Parameter, Parameters, Random, Rule, Settings, Setup, Shape,
    ShapeRule, Variant, block,
};
use core::marker::PhantomData;

/// Two recurrent layers of one kind over one sequence: the first goes forwards, the second backwards, and their
/// outputs are merged.
///
/// Keras's `Bidirectional` (`keras/src/layers/rnn/bidirectional.py`); of Schuster and Paliwal, 1997. With
/// `{ return_sequences: true }` the second output is turned round again, so that both speak of the same step.
///
/// The settings in braces are those of the layer inside, and hold for both; among them is [`merge_mode`](MergeMode).
/// A penalty of the output is one of the merged output, where Keras has one of each. Each layer starts with numbers of
/// its own. `_` may only be the first size of the whole, and not of a layer inside: write `Bidirectional<LSTM<32, 64>>`,
/// with the features that come in.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Net <
///         Input<24, 3>,
///         Bidirectional<LSTM<3, 16>> { return_sequences: true },
///         Bidirectional<GRU<32, 8>> { merge_mode: MergeMode::Sum, use_bias: false },
///         Dense<8, 1>
///     >;
/// }
/// ```
///
/// Or as in Keras, the settings of the layer right behind it, and `merge_mode` outside:
/// `Bidirectional<LSTM<3, 16> { return_sequences: true }> { merge_mode: MergeMode::Sum }`.
///
/// ```
/// use cornu_engine::{Bidirectional, Dims, LSTM, LSTMSettings, MergeMode, Sequence, ShapeRule, setup};
///
/// type Hours = Sequence<24, 3>;
/// type Both = Bidirectional<LSTM<3, 16>>;
/// assert_eq!(<Both as ShapeRule<Hours>>::OUTPUT, Dims::flat(32));
/// setup! { struct Summed: LSTMSettings { return_sequences: true, merge_mode: MergeMode::Sum } }
/// assert_eq!(<Both as ShapeRule<Hours, Summed>>::OUTPUT, Dims::sequence(24, 16));
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Bidirectional<L> {
    /// The layer that goes forwards, or the way that the settings say.
    pub forward_layer: L,
    /// The layer that goes the other way.
    pub backward_layer: L,
}

block! { impl [L: Block] Bidirectional<L> { forward_layer, backward_layer } }

impl<L: Parameters> Bidirectional<L> {
    const TABLE: &'static [Parameter] =
        &tables(&[("forward_layer", L::PARAMETERS, L::LENGTH), ("backward_layer", L::PARAMETERS, L::LENGTH)]);
}

#[diagnostic::do_not_recommend]
impl<L: Parameters> Parameters for Bidirectional<L> {
    const PARAMETERS: &'static [Parameter] = Self::TABLE.split_at(2 * L::PARAMETERS.len()).0;
}

#[diagnostic::do_not_recommend]
impl<L: Configurable> Configurable for Bidirectional<L> {
    type Settings = L::Settings;
}

#[diagnostic::do_not_recommend]
impl<L: Variant<NUMBER, SIZE>, const NUMBER: usize, const SIZE: usize> Variant<NUMBER, SIZE>
    for Bidirectional<L>
{
    type Layer = Bidirectional<L::Layer>;
}

#[diagnostic::do_not_recommend]
impl<S: Setup, L: Configure<S>> Configure<S> for Bidirectional<L> {
    /// A layer that stands alone refuses `merge_mode`.
    const CHECK: Fit = L::CHECK.but_for("merge_mode");
    const VARIANT: usize = L::VARIANT;
    const SIZE: usize = L::SIZE;
}

/// The merge mode stands among the settings of the layer inside.
struct Inside<S>(PhantomData<fn() -> S>);

impl<S: Setup<Settings: GoBackwards<S>>> Merging for Inside<S> {
    const MODE: MergeMode = <S::Settings as GoBackwards<S>>::MERGE_MODE;
}

/// The merge mode stands outside.
struct Outside<S>(PhantomData<fn() -> S>);

impl<S: Setup<Settings = NestedSettings>> Merging for Outside<S> {
    const MODE: MergeMode = S::SETTINGS.merge_mode;
}

/// The sizes of an output, merged.
const fn merged(one: Dims, mode: MergeMode) -> Dims {
    one.with_last(mode.times() * one.last())
}

impl<In: Shape, S: Setup<Settings = L::Settings>, L: ShapeRule<In, S>> ShapeRule<In, S> for Bidirectional<L>
where
    L::Settings: OwnSettings + GoBackwards<S>,
{
    const OUTPUT: Dims = merged(L::OUTPUT, <L::Settings as GoBackwards<S>>::MERGE_MODE);
    const FIT: Fit = L::FIT;
    const TO_GIVE_SEQUENCE: &'static str = L::TO_GIVE_SEQUENCE;
    const TAKES_TOKENS: bool = L::TAKES_TOKENS;
}

impl<In: Shape, S: Setup<Settings = NestedSettings>, L: ShapeRule<In, I>, I: Setup> ShapeRule<In, S>
    for Bidirectional<Configured<L, I>>
{
    const OUTPUT: Dims = merged(L::OUTPUT, S::SETTINGS.merge_mode);
    const FIT: Fit = L::FIT;
    const TO_GIVE_SEQUENCE: &'static str = if L::TO_GIVE_SEQUENCE.is_empty() {
        ""
    } else {
        "`{ return_sequences: true }` behind the layer inside"
    };
    const TAKES_TOKENS: bool = L::TAKES_TOKENS;
}

/// A layer's constants and methods are those of both; `$one` and `$other` are the layers in `$self`.
macro_rules! both_ways {
    ($ways:ty, $layer:ident => $($inside:tt)*) => {
        type Activation = Linear;
        const COST: usize = <$ways>::COST;
        const TRACE: Floats = <$ways>::TRACE;
        const SCRATCH: Floats = <$ways>::SCRATCH;
        const INFERENCE_SCRATCH: usize = <$ways>::INFERENCE_SCRATCH;

        fn build(&mut self, random: &mut Random) {
            let layers = [&mut self.forward_layer, &mut self.backward_layer];
            <$ways>::build(layers.map(|$layer| &mut $($inside)*), random);
        }

        fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
            let layers = [&self.forward_layer, &self.backward_layer];
            <$ways>::infer(layers.map(|$layer| &$($inside)*), x, y, scratch);
        }

        fn forward(&self, pass: Forward<'_>) {
            let layers = [&self.forward_layer, &self.backward_layer];
            <$ways>::forward(layers.map(|$layer| &$($inside)*), pass);
        }

        fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
            let layers = [&self.forward_layer, &self.backward_layer];
            let d = d.map(|d| [&mut d.forward_layer, &mut d.backward_layer].map(|$layer| &mut $($inside)*));
            <$ways>::backward(layers.map(|$layer| &$($inside)*), pass, d);
        }

        fn update_state(&mut self, trace: &[f32], samples: usize) {
            let layers = [&mut self.forward_layer, &mut self.backward_layer];
            <$ways>::update_state(layers.map(|$layer| &mut $($inside)*), trace, samples);
        }

        fn penalty(&self) -> f64 {
            let layers = [&self.forward_layer, &self.backward_layer];
            <$ways>::penalty(layers.map(|$layer| &$($inside)*))
        }

        fn add_penalty_gradient(&self, d: &mut Self) {
            let layers = [&self.forward_layer, &self.backward_layer];
            let d = [&mut d.forward_layer, &mut d.backward_layer].map(|$layer| &mut $($inside)*);
            <$ways>::add_penalty_gradient(layers.map(|$layer| &$($inside)*), d);
        }

        fn constrain(&mut self) {
            let layers = [&mut self.forward_layer, &mut self.backward_layer];
            <$ways>::constrain(layers.map(|$layer| &mut $($inside)*));
        }
    };
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = L::Settings>, L> Layer<In, S> for Bidirectional<L>
where
    L: Layer<In, S, Activation = Linear> + Layer<In, TurnedRound<S>, Activation = Linear>,
    L::Settings: OwnSettings + GoBackwards<S>,
{
    both_ways! { TwoWays<In, L, S, Inside<S>>, layer => *layer }
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = NestedSettings>, L, I> Layer<In, S> for Bidirectional<Configured<L, I>>
where
    I: Setup<Settings: GoBackwards<I>>,
    L: Layer<In, I, Activation = Linear> + Layer<In, TurnedRound<I>, Activation = Linear>,
{
    both_ways! { TwoWays<In, L, I, Outside<S>>, layer => layer.layer }

    fn activity() -> Rule {
        I::SETTINGS.activity()
    }
}

#[cfg(test)]
mod tests;
