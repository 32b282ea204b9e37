use super::{recurrent::take, wrapped::tables};
use crate::{
    Backward, Block, Dims, Fit, Floats, Forward, GoBackwards, Layer, Linear, Parameter, Parameters, Random,
    ResetAfter, ReturnSequences, Shape, ShapeRule, UseBias, block, vectorize,
};
use core::marker::PhantomData;

/// What a [`Bidirectional`] layer makes of its two outputs, step by step: Keras's `merge_mode`.
///
/// ```
/// use cornu_engine::{Ave, MergeMode};
///
/// let mut y = [0.0; 2];
/// Ave::merge(&[1.0, 2.0], &[3.0, 6.0], &mut y);
/// assert_eq!(y, [2.0, 4.0]);
/// ```
pub trait MergeMode: 'static {
    /// How many times as wide as one output the merged one is.
    const TIMES: usize;

    /// One step of both, merged.
    fn merge(forward: &[f32], backward: &[f32], y: &mut [f32]);

    /// From the gradient of the merged one, overwrites those of both.
    fn split(dy: &[f32], forward: &[f32], backward: &[f32], d_forward: &mut [f32], d_backward: &mut [f32]);
}

/// One output behind the other: Keras's `merge_mode="concat"`, its default. See [`Bidirectional`] for an
/// example.
#[derive(Clone, Copy, Debug)]
pub struct Concat;

/// The sum of both outputs: Keras's `merge_mode="sum"`. See [`Bidirectional`] for an example.
#[derive(Clone, Copy, Debug)]
pub struct Sum;

/// The mean of both outputs: Keras's `merge_mode="ave"`. See [`MergeMode`] for an example.
#[derive(Clone, Copy, Debug)]
pub struct Ave;

/// The product of both outputs, value by value: Keras's `merge_mode="mul"`.
///
/// ```
/// use cornu_engine::{MergeMode, Mul};
///
/// let mut y = [0.0; 2];
/// Mul::merge(&[1.0, 2.0], &[3.0, 6.0], &mut y);
/// assert_eq!(y, [3.0, 12.0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Mul;

impl MergeMode for Concat {
    const TIMES: usize = 2;

    #[inline(always)]
    fn merge(forward: &[f32], backward: &[f32], y: &mut [f32]) {
        let (first, second) = y.split_at_mut(forward.len());
        first.copy_from_slice(forward);
        second.copy_from_slice(backward);
    }

    #[inline(always)]
    fn split(dy: &[f32], _: &[f32], _: &[f32], d_forward: &mut [f32], d_backward: &mut [f32]) {
        let (first, second) = dy.split_at(d_forward.len());
        d_forward.copy_from_slice(first);
        d_backward.copy_from_slice(second);
    }
}

/// Two merge modes that take a linear function of both.
macro_rules! linear_mode {
    ($mode:ident, $scale:expr) => {
        impl MergeMode for $mode {
            const TIMES: usize = 1;

            #[inline(always)]
            fn merge(forward: &[f32], backward: &[f32], y: &mut [f32]) {
                for ((y, forward), backward) in y.iter_mut().zip(forward).zip(backward) {
                    *y = $scale * (forward + backward);
                }
            }

            #[inline(always)]
            fn split(dy: &[f32], _: &[f32], _: &[f32], d_forward: &mut [f32], d_backward: &mut [f32]) {
                for ((dy, forward), backward) in dy.iter().zip(d_forward).zip(d_backward) {
                    (*forward, *backward) = ($scale * dy, $scale * dy);
                }
            }
        }
    };
}

linear_mode! { Sum, 1.0 }
linear_mode! { Ave, 0.5 }

impl MergeMode for Mul {
    const TIMES: usize = 1;

    #[inline(always)]
    fn merge(forward: &[f32], backward: &[f32], y: &mut [f32]) {
        for ((y, forward), backward) in y.iter_mut().zip(forward).zip(backward) {
            *y = forward * backward;
        }
    }

    #[inline(always)]
    fn split(dy: &[f32], forward: &[f32], backward: &[f32], d_forward: &mut [f32], d_backward: &mut [f32]) {
        for ((dy, y), d) in dy.iter().zip(backward).zip(d_forward) {
            *d = dy * y;
        }
        for ((dy, y), d) in dy.iter().zip(forward).zip(d_backward) {
            *d = dy * y;
        }
    }
}

/// Two recurrent layers of one kind over one sequence: the first goes forwards, the second backwards, and their
/// outputs are merged.
///
/// Keras's `Bidirectional` (`keras/src/layers/rnn/bidirectional.py`); of Schuster and Paliwal, 1997. With
/// `{ return_sequences: true }` the second output is turned round again, so that both speak of the same step.
/// `M` is Keras's `merge_mode`: [`Concat`], [`Sum`], [`Ave`] or [`Mul`]; Keras's `None` is not there.
///
/// The settings in braces are those of the layer inside, and hold for both; but a penalty of the output is one of
/// the merged output, where Keras has one of each. Each starts with numbers of its
/// own. `_` stands for the first size of a layer alone, and not of one inside: write
/// `Bidirectional<LSTM<32, 64>>`, with the features that come in.
///
/// ```
/// use cornu_engine::{Bidirectional, Dims, LSTM, ReturnSequences, Sequence, ShapeRule, Sum};
///
/// type Hours = Sequence<24, 3>;
/// assert_eq!(<Bidirectional<LSTM<3, 16>> as ShapeRule<Hours>>::OUTPUT, Dims::flat(32));
/// type Each = <Bidirectional<LSTM<3, 16>, Sum> as ReturnSequences<true>>::Layer;
/// assert_eq!(<Each as ShapeRule<Hours>>::OUTPUT, Dims::sequence(24, 16));
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Bidirectional<L, M = Concat> {
    /// The layer that goes forwards, or the way that the settings say.
    pub forward_layer: L,
    /// The layer that goes the other way.
    pub backward_layer: L,
    merge_mode: PhantomData<M>,
}

block! { impl [L: Block, M: 'static] Bidirectional<L, M> { forward_layer, backward_layer, merge_mode } }

impl<L: Parameters, M: 'static> Bidirectional<L, M> {
    const TABLE: &'static [Parameter] =
        &tables(&[("forward_layer", L::PARAMETERS, L::LENGTH), ("backward_layer", L::PARAMETERS, L::LENGTH)]);
}

#[diagnostic::do_not_recommend]
impl<L: Parameters, M: 'static> Parameters for Bidirectional<L, M> {
    const PARAMETERS: &'static [Parameter] = Self::TABLE.split_at(2 * L::PARAMETERS.len()).0;
}

#[diagnostic::do_not_recommend]
impl<L: UseBias<USE_BIAS>, M, const USE_BIAS: bool> UseBias<USE_BIAS> for Bidirectional<L, M> {
    type Layer = Bidirectional<L::Layer, M>;
}

#[diagnostic::do_not_recommend]
impl<L: ReturnSequences<SEQUENCES>, M, const SEQUENCES: bool> ReturnSequences<SEQUENCES>
    for Bidirectional<L, M>
{
    type Layer = Bidirectional<L::Layer, M>;
}

#[diagnostic::do_not_recommend]
impl<L: ResetAfter<AFTER>, M, const AFTER: bool> ResetAfter<AFTER> for Bidirectional<L, M> {
    type Layer = Bidirectional<L::Layer, M>;
}

impl<In: Shape, L: ShapeRule<In>, M: MergeMode> ShapeRule<In> for Bidirectional<L, M> {
    const OUTPUT: Dims = L::OUTPUT.with_last(M::TIMES * L::OUTPUT.last());
    const FIT: Fit = L::FIT;
    const TAKES_TOKENS: bool = L::TAKES_TOKENS;
}

/// How many steps these outputs have.
const fn steps(output: Dims) -> usize {
    if output.rank == 2 { output.sizes[0] } else { 1 }
}

/// Calls `work` with the place of each step of all samples, and with the place of the same step in the output
/// that goes backwards.
#[inline(always)]
fn each_step(floats: usize, output: Dims, mut work: impl FnMut(usize, usize)) {
    let (steps, samples) = (steps(output), floats / output.len());
    for sample in 0..samples {
        for step in 0..steps {
            work(sample * steps + step, sample * steps + steps - 1 - step);
        }
    }
}

#[inline(always)]
fn merge<M: MergeMode>(output: Dims, forward: &[f32], backward: &[f32], y: &mut [f32]) {
    let width = output.last();
    let row = |place: usize| place * width..(place + 1) * width;
    vectorize(
        y.len(),
        #[inline(always)]
        || {
            each_step(
                forward.len(),
                output,
                #[inline(always)]
                |here, there| {
                    let y = &mut y[here * M::TIMES * width..][..M::TIMES * width];
                    M::merge(&forward[row(here)], &backward[row(there)], y);
                },
            );
        },
    );
}

/// What both layers' outputs and ways back are, for a batch.
struct Trace<'a> {
    forward: &'a mut [f32],
    backward: &'a mut [f32],
    forward_y: &'a mut [f32],
    backward_y: &'a mut [f32],
}

impl<'a> Trace<'a> {
    fn new(mut trace: &'a mut [f32], inner: usize, output: usize) -> Self {
        Trace {
            forward: take(&mut trace, inner),
            backward: take(&mut trace, inner),
            forward_y: take(&mut trace, output),
            backward_y: take(&mut trace, output),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Shape, L: Layer<In, Activation = Linear>, M: MergeMode> Layer<In> for Bidirectional<L, M>
where
    L::Settings: GoBackwards,
{
    type Activation = Linear;
    const COST: usize = 2 * L::COST;
    const TRACE: Floats = L::TRACE.and(L::TRACE).and(Floats::each(2 * L::OUTPUT.len()));
    const SCRATCH: Floats = L::SCRATCH.and(Floats::each(2 * L::OUTPUT.len() + In::DIMS.len()));
    const INFERENCE_SCRATCH: usize = L::INFERENCE_SCRATCH + 2 * L::OUTPUT.len();

    fn build(&mut self, random: &mut Random) {
        self.forward_layer.build(settings, random);
        self.backward_layer.build(settings, random);
    }

    fn infer(&self, x: &[f32], y: &mut [f32], mut scratch: &mut [f32]) {
        let output = y.len() / M::TIMES;
        let (forward, backward) = (take(&mut scratch, output), take(&mut scratch, output));
        self.forward_layer.infer(settings, x, forward, scratch);
        self.backward_layer.infer(&settings.turned_round(), x, backward, scratch);
        merge::<M>(L::OUTPUT, forward, backward, y);
    }

    fn forward(&self, pass: Forward<'_>) {
        let Forward { x, y, trace, scratch, chance, trainable, penalty } = pass;
        let batch = x.len() / In::DIMS.len();
        let trace = Trace::new(trace, L::TRACE.of(batch), batch * L::OUTPUT.len());
        let (forward_y, backward_y) = (trace.forward_y, trace.backward_y);
        let way = Forward { x, y: forward_y, trace: trace.forward, scratch, chance, trainable, penalty };
        self.forward_layer.forward(settings, way);
        let way = Forward { x, y: backward_y, trace: trace.backward, scratch, chance, trainable, penalty };
        self.backward_layer.forward(&settings.turned_round(), way);
        merge::<M>(L::OUTPUT, forward_y, backward_y, y);
    }

    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let Backward { x, dy, mut dx, trace, mut scratch, .. } = pass;
        let batch = x.len() / In::DIMS.len();
        let output = batch * L::OUTPUT.len();
        let trace = Trace::new(trace, L::TRACE.of(batch), output);
        let (d_forward, d_backward) = (take(&mut scratch, output), take(&mut scratch, output));
        let other_dx = take(&mut scratch, x.len());
        let width = L::OUTPUT.last();
        let row = |place: usize| place * width..(place + 1) * width;
        vectorize(
            dy.len(),
            #[inline(always)]
            || {
                each_step(
                    output,
                    L::OUTPUT,
                    #[inline(always)]
                    |here, there| {
                        M::split(
                            &dy[here * M::TIMES * width..][..M::TIMES * width],
                            &trace.forward_y[row(here)],
                            &trace.backward_y[row(there)],
                            &mut d_forward[row(here)],
                            &mut d_backward[row(there)],
                        );
                    },
                );
            },
        );
        let (d_one, d_other) = d.map(|d| (&mut d.forward_layer, &mut d.backward_layer)).unzip();
        let way = Backward {
            x,
            y: trace.forward_y,
            dy: d_forward,
            dx: dx.as_deref_mut(),
            trace: trace.forward,
            scratch,
        };
        self.forward_layer.backward(settings, way, d_one);
        let way = Backward {
            x,
            y: trace.backward_y,
            dy: d_backward,
            dx: dx.is_some().then_some(&mut *other_dx),
            trace: trace.backward,
            scratch,
        };
        self.backward_layer.backward(&settings.turned_round(), way, d_other);
        if let Some(dx) = dx {
            vectorize(dx.len(), || dx.iter_mut().zip(other_dx).for_each(|(dx, other)| *dx += *other));
        }
    }

    fn update_state(&mut self, trace: &[f32], samples: usize) {
        let (forward, rest) = trace.split_at(L::TRACE.of(samples));
        let backward = &rest[..L::TRACE.of(samples)];
        self.forward_layer.update_state(settings, forward, samples);
        self.backward_layer.update_state(&settings.turned_round(), backward, samples);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        GRU, LSTM, LSTMSettings, RecurrentSettings, Sequence, Settings, Sigmoid, SimpleRNN, Tanh, random,
        testing::check_layer,
    };
    use std::{boxed::Box, format, vec, vec::Vec};

    type Merged = fn(f64, f64) -> f64;

    /// A SimpleRNN in f64: the output of each step.
    fn simple<const F: usize, const U: usize>(parameters: &[f64], x: &[f64], backwards: bool) -> Vec<f64> {
        use crate::layers::recurrent::tests::{run, times};
        let (kernel, rest) = parameters.split_at(F * U);
        let (recurrent_kernel, bias) = rest.split_at(U * U);
        run(x, F, U, (backwards, true), vec![0.0; U], |x, h| {
            let (x, h) = (times(x, kernel), times(h, recurrent_kernel));
            (0..U).map(|n| (x[n] + h[n] + bias[n]).tanh()).collect()
        })
    }

    /// `merged` makes one value of two; without it, they are put side by side.
    fn check<const T: usize, const F: usize, const U: usize, const S: bool, M: MergeMode>(
        go_backwards: bool,
        merged: Option<Merged>,
    ) {
        let settings = RecurrentSettings { go_backwards, ..Settings::DEFAULT };
        type Inner<const F: usize, const U: usize, const S: bool> = SimpleRNN<F, U, Tanh, S>;
        check_layer::<Sequence<T, F>, Bidirectional<Inner<F, U, S>, M>>(&settings, |parameters, x| {
            let (one, other) = parameters.split_at(parameters.len() / 2);
            let forward = simple::<F, U>(one, x, go_backwards);
            let backward = simple::<F, U>(other, x, !go_backwards);
            let of_step = |step: usize, other_step: usize| -> Vec<f64> {
                let (a, b) = (&forward[step * U..][..U], &backward[other_step * U..][..U]);
                match merged {
                    Some(merged) => a.iter().zip(b).map(|(a, b)| merged(*a, *b)).collect(),
                    None => [a, b].concat(),
                }
            };
            if S {
                (0..T).flat_map(|step| of_step(step, T - 1 - step)).collect()
            } else {
                of_step(T - 1, T - 1)
            }
        });
    }

    #[test]
    fn outputs_are_merged() {
        check::<1, 1, 1, false, Concat>(false, None);
        check::<4, 3, 5, false, Concat>(false, None);
        check::<3, 2, 3, false, Sum>(false, Some(|a, b| a + b));
        check::<3, 2, 3, false, Ave>(false, Some(|a, b| (a + b) / 2.0));
        check::<3, 2, 3, false, Mul>(false, Some(|a, b| a * b));
    }

    #[test]
    fn the_other_output_is_turned_round() {
        check::<4, 3, 2, true, Concat>(false, None);
        check::<4, 3, 2, true, Concat>(true, None);
        check::<3, 2, 3, true, Sum>(false, Some(|a, b| a + b));
        check::<3, 2, 3, true, Mul>(false, Some(|a, b| a * b));
    }

    /// What each of two layers gives and the gradients, bit by bit, of any inner layer.
    fn check_against_two<In: Shape, L: Layer<In, Activation = Linear>>(settings: L::Settings)
    where
        L::Settings: GoBackwards,
    {
        const BATCH: usize = 3;
        let mut both = Box::new(Bidirectional::<L>::zeroed());
        both.build(&settings, &mut random(7, 0));
        assert_ne!(both.forward_layer.floats(), both.backward_layer.floats());
        let wave = |n: usize| (0..n).map(|i| (i as f32 * 0.7).sin()).collect::<Vec<_>>();
        let x = wave(BATCH * In::DIMS.len());
        let mut y = vec![f32::NAN; 2 * BATCH * L::OUTPUT.len()];
        let mut scratch = vec![f32::NAN; <Bidirectional<L> as Layer<In>>::SCRATCH.of(BATCH)];
        both.infer(&settings, &x, &mut y, &mut scratch);

        let mut one = vec![f32::NAN; BATCH * L::OUTPUT.len()];
        let mut other = one.clone();
        both.forward_layer.infer(&settings, &x, &mut one, &mut scratch);
        both.backward_layer.infer(&settings.turned_round(), &x, &mut other, &mut scratch);
        let width = L::OUTPUT.last();
        each_step(
            one.len(),
            L::OUTPUT,
            #[inline(always)]
            |here, there| {
                assert_eq!(y[2 * here * width..][..width], one[here * width..][..width]);
                assert_eq!(y[(2 * here + 1) * width..][..width], other[there * width..][..width]);
            },
        );
    }

    #[test]
    fn of_each_recurrent_layer() {
        let (plain, lstm) = (RecurrentSettings::DEFAULT, LSTMSettings::DEFAULT);
        check_against_two::<Sequence<4, 3>, SimpleRNN<3, 5>>(plain);
        check_against_two::<Sequence<4, 3>, SimpleRNN<3, 5, Tanh, true>>(plain);
        check_against_two::<Sequence<4, 3>, LSTM<3, 5>>(lstm);
        check_against_two::<Sequence<4, 3>, LSTM<3, 5, Tanh, Sigmoid, true>>(lstm);
        check_against_two::<Sequence<4, 3>, GRU<3, 5>>(plain);
        check_against_two::<Sequence<4, 3>, GRU<3, 5, Tanh, Sigmoid, true>>(plain);
    }

    #[test]
    fn switches_go_to_the_layer_inside() {
        type Both = Bidirectional<GRU<3, 5>>;
        let _: fn(<Both as ReturnSequences<true>>::Layer) -> Bidirectional<GRU<3, 5, Tanh, Sigmoid, true>> =
            |layer| layer;
        assert_eq!(<Both as UseBias<false>>::Layer::LENGTH, 2 * (3 + 5) * 15);
        assert_eq!(<Both as ResetAfter<false>>::Layer::LENGTH, 2 * (3 + 5 + 1) * 15);
    }

    #[test]
    fn parameters_have_their_layers_names() {
        let names: Vec<_> = <Bidirectional<LSTM<3, 5>>>::PARAMETERS
            .iter()
            .map(|p| format!("{} {}", p.path, p.offset))
            .collect();
        assert_eq!(
            names,
            [
                "forward_layer/kernel 0",
                "forward_layer/recurrent_kernel 60",
                "forward_layer/bias 160",
                "backward_layer/kernel 180",
                "backward_layer/recurrent_kernel 240",
                "backward_layer/bias 340",
            ]
        );
    }
}
