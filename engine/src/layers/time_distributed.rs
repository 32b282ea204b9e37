use super::wrapped::tables;
use crate::{
    Backward, Block, Configurable, Configure, Dims, Fit, Flat, Floats, Forward, Image, Layer, Parameter,
    Parameters, Random, Rule, Sequence, Setup, Shape, ShapeRule, Tokens, Variant, block,
};

/// A shape read as steps: what [`TimeDistributed`] takes.
///
/// ```
/// use cornu_engine::{Image, InSteps, Shape};
///
/// assert_eq!(<Image<10, 4, 3> as InSteps>::STEPS, 10);
/// assert_eq!(<<Image<10, 4, 3> as InSteps>::Step as Shape>::DIMS.as_slice(), [4, 3]);
/// ```
pub trait InSteps: Shape {
    /// One step.
    type Step: Shape;
    /// How many steps there are; of what has none, 1.
    const STEPS: usize;
}

impl<const N: usize> InSteps for Flat<N> {
    type Step = Self;
    const STEPS: usize = 1;
}

impl<const STEPS: usize, const VOCABULARY: usize> InSteps for Tokens<STEPS, VOCABULARY> {
    type Step = Self;
    const STEPS: usize = 1;
}

impl<const STEPS: usize, const FEATURES: usize> InSteps for Sequence<STEPS, FEATURES> {
    type Step = Flat<FEATURES>;
    const STEPS: usize = STEPS;
}

impl<const ROWS: usize, const COLUMNS: usize, const CHANNELS: usize> InSteps
    for Image<ROWS, COLUMNS, CHANNELS>
{
    type Step = Sequence<COLUMNS, CHANNELS>;
    const STEPS: usize = ROWS;
}

/// Any layer, applied to each step by itself, with the same parameters.
///
/// Keras's `TimeDistributed` (`keras/src/layers/rnn/time_distributed.py`). Of a sequence the layer inside takes
/// a step's features; of an image, which is read as rows of columns × channels, it takes a row as a sequence.
/// So at most two sizes may come out of a step.
///
/// The settings in braces are those of the layer inside: `TimeDistributed<Dense<16, 8>> { use_bias: false }`. They may
/// also stand right behind it, as in Keras: `TimeDistributed<Dense<16, 8> { use_bias: false }>`. `_` may only be the
/// first size of the whole, and not of a layer inside: write the features that come in, as here.
///
/// A layer that takes each step by itself anyway, as [`Dense`](crate::Dense) does, needs none of this.
///
/// ```
/// use cornu_engine::{Dense, Dims, Image, LSTM, Sequence, ShapeRule, TimeDistributed};
///
/// type Each = TimeDistributed<Dense<3, 8>>;
/// assert_eq!(<Each as ShapeRule<Sequence<24, 3>>>::OUTPUT, Dims::sequence(24, 8));
/// // Ten days of 24 hours: one output a day.
/// type Days = TimeDistributed<LSTM<3, 8>>;
/// assert_eq!(<Days as ShapeRule<Image<10, 24, 3>>>::OUTPUT, Dims::sequence(10, 8));
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct TimeDistributed<L> {
    /// The layer inside.
    pub layer: L,
}

block! { impl [L: Block] TimeDistributed<L> { layer } }

impl<L: Parameters> TimeDistributed<L> {
    const TABLE: &'static [Parameter] = &tables(&[("layer", L::PARAMETERS, L::LENGTH)]);
}

#[diagnostic::do_not_recommend]
impl<L: Parameters> Parameters for TimeDistributed<L> {
    const PARAMETERS: &'static [Parameter] = Self::TABLE.split_at(L::PARAMETERS.len()).0;
}

#[diagnostic::do_not_recommend]
impl<L: Configurable> Configurable for TimeDistributed<L> {
    type Settings = L::Settings;
}

#[diagnostic::do_not_recommend]
impl<S: Setup, L: Configure<S>> Configure<S> for TimeDistributed<L> {
    const CHECK: Fit = L::CHECK;
    const VARIANT: usize = L::VARIANT;
    const SIZE: usize = L::SIZE;
}

#[diagnostic::do_not_recommend]
impl<L: Variant<NUMBER, SIZE>, const NUMBER: usize, const SIZE: usize> Variant<NUMBER, SIZE>
    for TimeDistributed<L>
{
    type Layer = TimeDistributed<L::Layer>;
}

impl<In: InSteps, S: Setup, L: ShapeRule<In::Step, S>> ShapeRule<In, S> for TimeDistributed<L> {
    const OUTPUT: Dims = if L::OUTPUT.rank > 2 { L::OUTPUT } else { L::OUTPUT.times(In::STEPS) };
    const FIT: Fit = if In::DIMS.rank < 2 || L::OUTPUT.rank > 2 {
        Fit::Other {
            takes: "a sequence, or an image as rows, and gives at most three sizes",
            gives: In::DIMS,
        }
    } else {
        L::FIT
    };
    const TAKES_TOKENS: bool = L::TAKES_TOKENS;
}

/// The memory for as many samples of the layer inside as there are steps.
const fn of_steps(floats: Floats, steps: usize) -> Floats {
    Floats { once: floats.once, each: steps * floats.each }
}

#[diagnostic::do_not_recommend]
impl<In: InSteps, S: Setup, L: Layer<In::Step, S>> Layer<In, S> for TimeDistributed<L> {
    type Activation = L::Activation;
    const COST: usize = In::STEPS * L::COST;
    const TRACE: Floats = of_steps(L::TRACE, In::STEPS);
    const SCRATCH: Floats = of_steps(L::SCRATCH, In::STEPS);
    const INFERENCE_SCRATCH: usize = L::INFERENCE_SCRATCH;
    const IDENTITY: bool = L::IDENTITY;
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, random: &mut Random) {
        self.layer.build(random);
    }

    /// Steps of all samples are a batch of the layer inside; of one sample, with the memory of one step, they come
    /// one by one.
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let (input, output) = (<In::Step as Shape>::DIMS.len(), L::OUTPUT.len());
        if x.len() > In::DIMS.len() || scratch.len() >= L::SCRATCH.of(In::STEPS) && In::STEPS > 1 {
            return self.layer.infer(x, y, scratch);
        }
        for (x, y) in x.chunks_exact(input).zip(y.chunks_exact_mut(output)) {
            self.layer.infer(x, y, scratch);
        }
    }

    #[inline]
    fn forward(&self, pass: Forward<'_>) {
        self.layer.forward(pass);
    }

    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        self.layer.backward(pass, d.map(|d| &mut d.layer));
    }

    fn update_state(&mut self, trace: &[f32], samples: usize) {
        self.layer.update_state(trace, samples * In::STEPS);
    }

    #[inline(always)]
    fn activity() -> Rule {
        L::activity()
    }

    #[inline(always)]
    fn penalty(&self) -> f64 {
        self.layer.penalty()
    }

    #[inline(always)]
    fn add_penalty_gradient(&self, d: &mut Self) {
        self.layer.add_penalty_gradient(&mut d.layer);
    }

    #[inline(always)]
    fn constrain(&mut self) {
        self.layer.constrain();
    }

    #[inline]
    fn step(&self, x: &[f32], y: &mut [f32], _: &mut [f32], scratch: &mut [f32]) {
        self.layer.infer(x, y, scratch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configured, Dense, DenseSettings, Flatten, LSTM, Relu, SimpleRNN, SimpleRNNSettings,
        layers::recurrent::tests::{check_streaming, run, times},
        setup,
        testing::{check_layer, check_layer_with},
    };
    use std::{string::ToString, vec, vec::Vec};

    fn check_dense<const T: usize, const F: usize, const U: usize>() {
        type Each<const F: usize, const U: usize> = TimeDistributed<Dense<F, U>>;
        check_layer::<Sequence<T, F>, Each<F, U>>(|parameters, x| {
            let (kernel, bias) = parameters.split_at(F * U);
            let dense = |x: &[f64]| -> Vec<f64> {
                times(x, kernel).iter().zip(bias).map(|(sum, bias)| sum + bias).collect()
            };
            x.chunks(F).flat_map(dense).collect()
        });
    }

    #[test]
    fn of_dense() {
        check_dense::<1, 1, 1>();
        check_dense::<1, 3, 5>();
        check_dense::<4, 3, 5>();
        check_dense::<5, 1, 2>();
        check_dense::<3, 70, 65>();
    }

    #[test]
    fn of_a_recurrent_layer_over_each_row() {
        type Each = TimeDistributed<SimpleRNN<3, 5>>;
        let reference = |parameters: &[f64], x: &[f64]| {
            let (kernel, rest) = parameters.split_at(3 * 5);
            let (recurrent_kernel, bias) = rest.split_at(5 * 5);
            x.chunks(4 * 3)
                .flat_map(|x| {
                    run(x, 3, 5, (false, false), vec![0.0; 5], |x, h| {
                        let (x, h) = (times(x, kernel), times(h, recurrent_kernel));
                        (0..5).map(|n| (x[n] + h[n] + bias[n]).tanh()).collect()
                    })
                })
                .collect()
        };
        check_layer::<Image<2, 4, 3>, Each>(reference);
        check_layer::<Image<1, 4, 3>, Each>(reference);
    }

    #[test]
    fn of_a_layer_without_parameters() {
        check_layer::<Image<2, 4, 3>, TimeDistributed<Flatten>>(|_, x| x.to_vec());
        assert_eq!(<TimeDistributed<Flatten> as ShapeRule<Image<2, 4, 3>>>::OUTPUT, Dims::sequence(2, 12));
    }

    #[test]
    fn step_by_step() {
        check_streaming::<Sequence<4, 3>, TimeDistributed<Dense<3, 5, Relu>>>();
        check_streaming::<Image<4, 2, 3>, TimeDistributed<LSTM<3, 5>>>();
    }

    #[test]
    fn what_has_no_steps_is_a_misfit() {
        type Each = TimeDistributed<Dense<3, 5>>;
        assert_eq!(<Each as ShapeRule<Sequence<4, 3>>>::FIT, Fit::Ok);
        assert!(matches!(<Each as ShapeRule<Flat<3>>>::FIT, Fit::Other { .. }));
        assert!(matches!(<Each as ShapeRule<Sequence<4, 2>>>::FIT, Fit::Values { takes: 3, .. }));
        assert_eq!(Each::PARAMETERS[1].path.to_string(), "layer/bias");
    }

    /// An outer and an inner step: an image, each of whose rows is a sequence that is given as one.
    #[test]
    fn with_settings_of_the_layer_inside() {
        setup! { struct EachBackwards: SimpleRNNSettings { return_sequences: true, go_backwards: true } }
        let reference = |parameters: &[f64], x: &[f64]| {
            let (kernel, rest) = parameters.split_at(3 * 5);
            let (recurrent_kernel, bias) = rest.split_at(5 * 5);
            x.chunks(4 * 3)
                .flat_map(|x| {
                    run(x, 3, 5, (true, true), vec![0.0; 5], |x, h| {
                        let (x, h) = (times(x, kernel), times(h, recurrent_kernel));
                        (0..5).map(|n| (x[n] + h[n] + bias[n]).tanh()).collect()
                    })
                })
                .collect()
        };
        type Rows = Image<2, 4, 3>;
        check_layer_with::<Rows, TimeDistributed<SimpleRNN<3, 5>>, EachBackwards>(reference);
        check_layer::<Rows, TimeDistributed<Configured<SimpleRNN<3, 5>, EachBackwards>>>(reference);
    }

    #[test]
    fn the_layer_inside_picks_the_variant_and_has_its_rules() {
        setup! { struct Unbiased: DenseSettings { use_bias: false, l2: 0.5, activity_l1: 3.0 } }
        type Each = TimeDistributed<Dense<3, 4>>;
        assert_eq!(<Each as Configure<Unbiased>>::VARIANT, 1);
        assert_eq!(<Each as Variant<1>>::Layer::LENGTH, 12);
        fn check<L: Layer<Sequence<2, 3>, S>, S: Setup>() {
            let mut each = L::zeroed();
            each.floats_mut().fill(1.0);
            assert_eq!(each.penalty(), 6.0);
            let mut d = L::zeroed();
            each.add_penalty_gradient(&mut d);
            assert_eq!(d.floats()[..12], [1.0; 12]);
            assert_eq!(L::activity().l1, 3.0);
        }
        check::<Each, Unbiased>();
        check::<TimeDistributed<Configured<Dense<3, 4>, Unbiased>>, crate::Defaults<crate::NestedSettings>>();
        setup! { struct Wrong: DenseSettings { l1: f32::NAN } }
        assert!(matches!(<Each as Configure<Wrong>>::CHECK, Fit::Setting { name: "l1", .. }));
    }
}
