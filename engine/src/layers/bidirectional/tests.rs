use super::*;
use crate::{
    Bias, BiasTerm, DefaultsOf, GRU, GRUSettings, LSTM, LSTMSettings, MergeFunction, NoBias, NonNeg,
    Sequence, SimpleRNN, SimpleRNNSettings, Tanh,
    layers::two_ways::each_step,
    parameters, random, settings, setup,
    testing::{check_layer, check_layer_with},
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
        (0..U).map(|n| (x[n] + h[n] + bias.get(n).unwrap_or(&0.0)).tanh()).collect()
    })
}

/// The outputs of each step of two layers of `units`, as one; `merged` makes one value of two, and without it they
/// are put side by side.
fn merge(
    [forward, backward]: [Vec<f64>; 2],
    units: usize,
    return_sequences: bool,
    merged: Option<Merged>,
) -> Vec<f64> {
    let steps = forward.len() / units;
    let of_step = |step: usize, other_step: usize| -> Vec<f64> {
        let (a, b) = (&forward[step * units..][..units], &backward[other_step * units..][..units]);
        match merged {
            Some(merged) => a.iter().zip(b).map(|(a, b)| merged(*a, *b)).collect(),
            None => [a, b].concat(),
        }
    };
    if return_sequences {
        (0..steps).flat_map(|step| of_step(step, steps - 1 - step)).collect()
    } else {
        of_step(steps - 1, steps - 1)
    }
}

fn both<const F: usize, const U: usize>(parameters: &[f64], x: &[f64], go_backwards: bool) -> [Vec<f64>; 2] {
    let (one, other) = parameters.split_at(parameters.len() / 2);
    [simple::<F, U>(one, x, go_backwards), simple::<F, U>(other, x, !go_backwards)]
}

fn check<const T: usize, const F: usize, const U: usize, S>(merged: Option<Merged>)
where
    S: Setup<Settings = SimpleRNNSettings>,
{
    check_with::<T, F, U, Bias, S>(merged);
}

fn check_with<const T: usize, const F: usize, const U: usize, B: BiasTerm, S>(merged: Option<Merged>)
where
    S: Setup<Settings = SimpleRNNSettings>,
{
    check_layer_with::<Sequence<T, F>, Bidirectional<SimpleRNN<F, U, Tanh, B>>, S>(|parameters, x| {
        let outputs = both::<F, U>(parameters, x, S::SETTINGS.go_backwards);
        merge(outputs, U, S::SETTINGS.return_sequences, merged)
    });
}

type Last = DefaultsOf<SimpleRNN<1, 1>>;
setup! { struct Each: SimpleRNNSettings { return_sequences: true } }
setup! { struct EachBackwards: SimpleRNNSettings { return_sequences: true, go_backwards: true } }

/// The settings with another merge mode.
macro_rules! merging {
    ($($name:ident: $mode:expr, $return_sequences:expr;)*) => { $(
        setup! { struct $name: SimpleRNNSettings { merge_mode: $mode, return_sequences: $return_sequences } }
    )* };
}

/// 2 · forward + forward · backward
#[derive(Debug)]
struct Odd;

impl MergeFunction for Odd {
    fn merge(&self, forward: &[f32], backward: &[f32], y: &mut [f32]) {
        for ((y, forward), backward) in y.iter_mut().zip(forward).zip(backward) {
            *y = forward * (2.0 + backward);
        }
    }

    fn split(
        &self,
        dy: &[f32],
        forward: &[f32],
        backward: &[f32],
        d_forward: &mut [f32],
        d_backward: &mut [f32],
    ) {
        for n in 0..dy.len() {
            d_forward[n] = dy[n] * (2.0 + backward[n]);
            d_backward[n] = dy[n] * forward[n];
        }
    }
}

merging! {
    Sum: MergeMode::Sum, false;
    Ave: MergeMode::Ave, false;
    Mul: MergeMode::Mul, false;
    OddLast: MergeMode::Custom { times: 1, function: &Odd }, false;
    EachSum: MergeMode::Sum, true;
    EachMul: MergeMode::Mul, true;
    EachOdd: MergeMode::Custom { times: 1, function: &Odd }, true;
}

#[test]
fn outputs_are_merged() {
    check::<1, 1, 1, Last>(None);
    check::<4, 3, 5, Last>(None);
    check::<3, 2, 3, Sum>(Some(|a, b| a + b));
    check::<3, 2, 3, Ave>(Some(|a, b| (a + b) / 2.0));
    check::<3, 2, 3, Mul>(Some(|a, b| a * b));
    check::<3, 2, 3, OddLast>(Some(|a, b| a * (2.0 + b)));
}

#[test]
fn the_other_output_is_turned_round() {
    check::<4, 3, 2, Each>(None);
    check::<4, 3, 2, EachBackwards>(None);
    check::<3, 2, 3, EachSum>(Some(|a, b| a + b));
    check::<3, 2, 3, EachMul>(Some(|a, b| a * b));
    check::<3, 2, 3, EachOdd>(Some(|a, b| a * (2.0 + b)));
}

#[test]
fn without_a_bias() {
    check_with::<4, 3, 2, NoBias, Each>(None);
}

/// What each of two layers gives and the gradients, bit by bit, of any inner layer.
fn check_against_two<In: Shape, L, S: Setup<Settings = L::Settings>>()
where
    L: Layer<In, S, Activation = Linear> + Layer<In, TurnedRound<S>, Activation = Linear>,
    L::Settings: OwnSettings + GoBackwards<S>,
{
    const BATCH: usize = 3;
    let mut both = Box::new(Bidirectional::<L>::zeroed());
    Layer::<In, S>::build(&mut *both, &mut random(7, 0));
    assert_ne!(both.forward_layer.floats(), both.backward_layer.floats());
    let output = <L as ShapeRule<In, S>>::OUTPUT;
    let wave = |n: usize| (0..n).map(|i| (i as f32 * 0.7).sin()).collect::<Vec<_>>();
    let x = wave(BATCH * In::DIMS.len());
    let mut y = vec![f32::NAN; 2 * BATCH * output.len()];
    let mut scratch = vec![f32::NAN; <Bidirectional<L> as Layer<In, S>>::SCRATCH.of(BATCH)];
    Layer::<In, S>::infer(&*both, &x, &mut y, &mut scratch);

    let mut one = vec![f32::NAN; BATCH * output.len()];
    let mut other = one.clone();
    Layer::<In, S>::infer(&both.forward_layer, &x, &mut one, &mut scratch);
    Layer::<In, TurnedRound<S>>::infer(&both.backward_layer, &x, &mut other, &mut scratch);
    let width = output.last();
    each_step(
        one.len(),
        output,
        #[inline(always)]
        |here, there| {
            assert_eq!(y[2 * here * width..][..width], one[here * width..][..width]);
            assert_eq!(y[(2 * here + 1) * width..][..width], other[there * width..][..width]);
        },
    );
}

#[test]
fn of_each_recurrent_layer() {
    setup! { struct EachOfLSTM: LSTMSettings { return_sequences: true } }
    setup! { struct EachOfGRU: GRUSettings { return_sequences: true } }
    type Hours = Sequence<4, 3>;
    check_against_two::<Hours, SimpleRNN<3, 5>, Last>();
    check_against_two::<Hours, SimpleRNN<3, 5>, Each>();
    check_against_two::<Hours, LSTM<3, 5>, DefaultsOf<LSTM<3, 5>>>();
    check_against_two::<Hours, LSTM<3, 5>, EachOfLSTM>();
    check_against_two::<Hours, GRU<3, 5>, DefaultsOf<GRU<3, 5>>>();
    check_against_two::<Hours, GRU<3, 5>, EachOfGRU>();
}

#[test]
fn the_layer_inside_picks_the_variant() {
    setup! { struct Unbiased: GRUSettings { use_bias: false } }
    setup! { struct Before: GRUSettings { reset_after: false } }
    type Both = Bidirectional<GRU<3, 5>>;
    assert_eq!(<Both as Configure<Unbiased>>::VARIANT, 1);
    assert_eq!(<Both as Variant<1>>::Layer::LENGTH, 2 * (3 + 5) * 15);
    assert_eq!(<Both as Configure<Before>>::VARIANT, 2);
    assert_eq!(<Both as Variant<2>>::Layer::LENGTH, 2 * (3 + 5 + 1) * 15);
}

#[test]
fn settings_are_checked_and_hold_for_both() {
    type Both = Bidirectional<SimpleRNN<3, 5>>;
    assert_eq!(<Both as Configure<Sum>>::CHECK, Fit::Ok);
    setup! { struct Wrong: SimpleRNNSettings { recurrent_l2: -1.0 } }
    let check = <Both as Configure<Wrong>>::CHECK;
    assert!(matches!(check, Fit::Setting { name: "recurrent_l2", .. }));
    setup! { struct Twice: SimpleRNNSettings { recurrent_l2: -1.0, merge_mode: MergeMode::Sum } }
    let check = <Both as Configure<Twice>>::CHECK;
    assert!(matches!(check, Fit::Setting { name: "recurrent_l2", .. }));

    setup! { struct Ruled: SimpleRNNSettings { l2: 0.5, recurrent_constraint: NonNeg } }
    type Steps = Sequence<4, 3>;
    let mut both = Both::zeroed();
    both.floats_mut().fill(-1.0);
    assert_eq!(Layer::<Steps, Ruled>::penalty(&both), 2.0 * 15.0 * 0.5);
    let mut d = Both::zeroed();
    Layer::<Steps, Ruled>::add_penalty_gradient(&both, &mut d);
    assert_eq!(d.backward_layer.kernel, [[-1.0; 5]; 3]);
    assert_eq!(d.backward_layer.bias, [0.0; 5]);
    Layer::<Steps, Ruled>::constrain(&mut both);
    assert_eq!(both.forward_layer.recurrent_kernel, [[0.0; 5]; 5]);
    assert_eq!(both.backward_layer.recurrent_kernel, [[0.0; 5]; 5]);
    assert_eq!(both.backward_layer.kernel, [[-1.0; 5]; 3]);
}

#[test]
fn what_to_write_for_a_sequence_is_told() {
    type Steps = Sequence<4, 3>;
    type Both = Bidirectional<SimpleRNN<3, 5>>;
    assert_eq!(<Both as ShapeRule<Steps>>::TO_GIVE_SEQUENCE, "`{ return_sequences: true }` behind it");
    assert_eq!(<Both as ShapeRule<Steps, Each>>::TO_GIVE_SEQUENCE, "");
    type Nested = Bidirectional<Configured<SimpleRNN<3, 5>, Last>>;
    let inside = "`{ return_sequences: true }` behind the layer inside";
    assert_eq!(<Nested as ShapeRule<Steps>>::TO_GIVE_SEQUENCE, inside);
}

#[test]
fn in_the_order_of_keras() {
    type Nested<S> = Bidirectional<Configured<SimpleRNN<3, 2>, S>>;
    check_layer::<Sequence<4, 3>, Nested<EachBackwards>>(|parameters, x| {
        merge(both::<3, 2>(parameters, x, true), 2, true, None)
    });
    setup! { struct Outside: NestedSettings { merge_mode: MergeMode::Mul } }
    check_layer_with::<Sequence<4, 3>, Nested<Each>, Outside>(|parameters, x| {
        merge(both::<3, 2>(parameters, x, false), 2, true, Some(|a, b| a * b))
    });
    assert_eq!(<Nested<Each> as Configure<Outside>>::CHECK, Fit::Ok);
    // Inside, nothing is merged.
    assert!(matches!(<SimpleRNN<3, 2> as Configure<Sum>>::CHECK, Fit::Setting { name: "merge_mode", .. }));
    setup! { struct Penalized: SimpleRNNSettings { l1: 2.0, activity_l1: 3.0 } }
    let mut layer = Nested::<Penalized>::zeroed();
    layer.forward_layer.kernel = [[1.0; 2]; 3];
    assert_eq!(Layer::<Sequence<4, 3>>::penalty(&layer), 12.0);
    assert_eq!(<Nested<Penalized> as Layer<Sequence<4, 3>>>::activity().l1, 3.0);
}

#[test]
fn parameters_have_their_layers_names() {
    let names: Vec<_> =
        <Bidirectional<LSTM<3, 5>>>::PARAMETERS.iter().map(|p| format!("{} {}", p.path, p.offset)).collect();
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
    let nested = <Bidirectional<Configured<LSTM<3, 5>, Last>>>::PARAMETERS;
    assert!(nested.iter().map(|p| format!("{} {}", p.path, p.offset)).eq(names));
}

settings! {
    /// What may stand in braces behind an [`Echo`].
    struct EchoSettings {
        return_sequences: bool = false,
        go_backwards: bool = false,
    }
}

/// A recurrent layer as another crate has it: h ← gain · h + x.
#[repr(C)]
struct Echo<const N: usize> {
    gain: [f32; N],
}

parameters! { impl [const N: usize] Echo<N>: EchoSettings { gain } }

impl<S: Setup<Settings = EchoSettings>> GoBackwards<S> for EchoSettings {
    const TURNED_ROUND: Self = EchoSettings { go_backwards: !S::SETTINGS.go_backwards, ..S::SETTINGS };
}

impl<In: Shape, S: Setup<Settings = EchoSettings>, const N: usize> ShapeRule<In, S> for Echo<N> {
    const OUTPUT: Dims = if S::SETTINGS.return_sequences { In::DIMS } else { Dims::flat(N) };
    const FIT: Fit = Fit::sequence(In::DIMS).and(Fit::last(N, In::DIMS));
}

impl<In: Shape, S: Setup<Settings = EchoSettings>, const N: usize> Layer<In, S> for Echo<N> {
    type Activation = Linear;
    const COST: usize = In::DIMS.len();
    const TRACE: Floats = Floats::each(In::DIMS.len());
    const SCRATCH: Floats = Floats::each(In::DIMS.len());
    const INFERENCE_SCRATCH: usize = In::DIMS.len();

    fn build(&mut self, _: &mut Random) {
        self.gain = [0.5; N];
    }

    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let len = In::DIMS.len();
        let output = <Self as ShapeRule<In, S>>::OUTPUT.len();
        for (sample, x) in x.chunks(len).enumerate() {
            let all = &mut scratch[sample * len..][..len];
            let mut h = [0.0; N];
            for (step, row) in all.chunks_mut(N).enumerate() {
                let at = if S::SETTINGS.go_backwards { len / N - 1 - step } else { step };
                for n in 0..N {
                    h[n] = self.gain[n] * h[n] + x[at * N + n];
                }
                row.copy_from_slice(&h);
            }
            y[sample * output..][..output].copy_from_slice(&all[len - output..]);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        Layer::<In, S>::infer(self, pass.x, pass.y, pass.trace);
    }

    fn backward(&self, pass: Backward<'_>, mut d: Option<&mut Self>) {
        let len = In::DIMS.len();
        let mut dx = pass.dx;
        for (sample, dy) in pass.dy.chunks(<Self as ShapeRule<In, S>>::OUTPUT.len()).enumerate() {
            let all = &pass.trace[sample * len..][..len];
            let mut dh = [0.0; N];
            for step in (0..len / N).rev() {
                let at = if S::SETTINGS.go_backwards { len / N - 1 - step } else { step };
                for n in 0..N {
                    if S::SETTINGS.return_sequences {
                        dh[n] += dy[step * N + n];
                    } else if step + 1 == len / N {
                        dh[n] += dy[n];
                    }
                    if let (Some(d), true) = (&mut d, step > 0) {
                        d.gain[n] += dh[n] * all[(step - 1) * N + n];
                    }
                    if let Some(dx) = &mut dx {
                        dx[sample * len + at * N + n] = dh[n];
                    }
                    dh[n] *= self.gain[n];
                }
            }
        }
    }
}

#[test]
fn of_a_layer_from_another_crate() {
    fn echo(gain: &[f64], x: &[f64], backwards: bool) -> Vec<f64> {
        let n = gain.len();
        crate::layers::recurrent::tests::run(x, n, n, (backwards, true), vec![0.0; n], |x, h| {
            (0..n).map(|n| gain[n] * h[n] + x[n]).collect()
        })
    }
    fn check<S: Setup<Settings = EchoSettings>>() {
        check_layer_with::<Sequence<4, 3>, Bidirectional<Echo<3>>, S>(|gain, x| {
            let way = S::SETTINGS.go_backwards;
            let outputs = [echo(&gain[..3], x, way), echo(&gain[3..], x, !way)];
            merge(outputs, 3, S::SETTINGS.return_sequences, None)
        });
    }
    setup! { struct EachEcho: EchoSettings { return_sequences: true, go_backwards: true } }
    check::<DefaultsOf<Echo<3>>>();
    check::<EachEcho>();
}
