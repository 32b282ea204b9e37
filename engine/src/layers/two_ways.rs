//! Two recurrent layers over one sequence, one of which goes the other way: what a `Bidirectional` does.

use super::{merge_mode::MergeMode, recurrent::take};
use crate::{
    Backward, Dims, Floats, Forward, Layer, Linear, Random, Settings, Setup, Shape, ShapeRule, math::larger,
    vectorize,
};
use core::{fmt, marker::PhantomData};

/// Settings that know which way a layer goes through its sequence: what [`Bidirectional`](crate::Bidirectional) asks
/// of the layer in it.
///
/// The settings of a use are the constant of a type, and so are those of the second layer: that is why this is a
/// trait of both.
///
/// ```
/// use cornu_engine::{GoBackwards, Setup, settings};
///
/// settings! {
///     /// What may stand in braces behind a recurrent layer of your own.
///     pub struct EchoSettings {
///         /// Whether the last step is taken first.
///         pub go_backwards: bool = false,
///     }
/// }
///
/// impl<S: Setup<Settings = EchoSettings>> GoBackwards<S> for EchoSettings {
///     const TURNED_ROUND: Self = EchoSettings { go_backwards: !S::SETTINGS.go_backwards, ..S::SETTINGS };
/// }
/// ```
///
/// What of the output is merged otherwise than side by side, it says by a setting of its own, `merge_mode`, and by
/// [`MERGE_MODE`](GoBackwards::MERGE_MODE).
#[diagnostic::on_unimplemented(
    message = "`Bidirectional` takes a recurrent layer, and `{Self}` are not the settings of one",
    label = "a recurrent layer is expected here, such as `LSTM<3, 16>`",
    note = "a layer of your own becomes one by `impl cornu::GoBackwards` for its settings"
)]
pub trait GoBackwards<S: Setup<Settings = Self>>: Settings {
    /// The settings of `S`, with the other way, and with no merge mode.
    const TURNED_ROUND: Self;
    /// What is made of both outputs, as the settings of `S` say.
    const MERGE_MODE: MergeMode = MergeMode::Concat;
}

/// The [`Setup`] of the second layer in a [`Bidirectional`](crate::Bidirectional): that of the first, turned round.
pub struct TurnedRound<S>(PhantomData<fn() -> S>);

impl<S: Setup> Setup for TurnedRound<S>
where
    S::Settings: GoBackwards<S>,
{
    type Settings = S::Settings;
    const SETTINGS: S::Settings = <S::Settings as GoBackwards<S>>::TURNED_ROUND;
}

impl<S> fmt::Debug for TurnedRound<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TurnedRound")
    }
}

/// Where the merge mode stands.
pub(super) trait Merging: 'static {
    const MODE: MergeMode;
}

/// Two layers `L` with the settings `S`, whose outputs `M` merges.
pub(super) struct TwoWays<In, L, S, M>(PhantomData<(In, L, S, M)>);

/// What both layers' outputs and ways back are, for a batch.
struct Trace<'a> {
    forward: &'a mut [f32],
    backward: &'a mut [f32],
    forward_y: &'a mut [f32],
    backward_y: &'a mut [f32],
}

impl<In: Shape, L, S: Setup, M: Merging> TwoWays<In, L, S, M>
where
    S::Settings: GoBackwards<S>,
    L: Layer<In, S, Activation = Linear> + Layer<In, TurnedRound<S>, Activation = Linear>,
{
    /// What each layer gives.
    const ONE: Dims = <L as ShapeRule<In, S>>::OUTPUT;
    const FORWARD_TRACE: Floats = <L as Layer<In, S>>::TRACE;
    const BACKWARD_TRACE: Floats = <L as Layer<In, TurnedRound<S>>>::TRACE;
    pub(super) const COST: usize = <L as Layer<In, S>>::COST + <L as Layer<In, TurnedRound<S>>>::COST;
    pub(super) const TRACE: Floats =
        Self::FORWARD_TRACE.and(Self::BACKWARD_TRACE).and(Floats::each(2 * Self::ONE.len()));
    pub(super) const SCRATCH: Floats = {
        let (one, other) = (<L as Layer<In, S>>::SCRATCH, <L as Layer<In, TurnedRound<S>>>::SCRATCH);
        Floats { once: larger(one.once, other.once), each: larger(one.each, other.each) }
            .and(Floats::each(2 * Self::ONE.len() + In::DIMS.len()))
    };
    pub(super) const INFERENCE_SCRATCH: usize =
        larger(<L as Layer<In, S>>::INFERENCE_SCRATCH, <L as Layer<In, TurnedRound<S>>>::INFERENCE_SCRATCH)
            + 2 * Self::ONE.len();

    pub(super) fn build([one, other]: [&mut L; 2], random: &mut Random) {
        Layer::<In, S>::build(one, random);
        Layer::<In, TurnedRound<S>>::build(other, random);
    }

    pub(super) fn infer([one, other]: [&L; 2], x: &[f32], y: &mut [f32], mut scratch: &mut [f32]) {
        let output = x.len() / In::DIMS.len() * Self::ONE.len();
        let (forward, backward) = (take(&mut scratch, output), take(&mut scratch, output));
        Layer::<In, S>::infer(one, x, forward, scratch);
        Layer::<In, TurnedRound<S>>::infer(other, x, backward, scratch);
        Self::merge(forward, backward, y);
    }

    pub(super) fn forward([one, other]: [&L; 2], pass: Forward<'_>) {
        let Forward { x, y, trace, scratch, chance, trainable, penalty } = pass;
        let trace = Self::trace(trace, x.len() / In::DIMS.len());
        let (forward_y, backward_y) = (trace.forward_y, trace.backward_y);
        let way = Forward { x, y: forward_y, trace: trace.forward, scratch, chance, trainable, penalty };
        Layer::<In, S>::forward(one, way);
        let way = Forward { x, y: backward_y, trace: trace.backward, scratch, chance, trainable, penalty };
        Layer::<In, TurnedRound<S>>::forward(other, way);
        Self::merge(forward_y, backward_y, y);
    }

    pub(super) fn backward([one, other]: [&L; 2], pass: Backward<'_>, d: Option<[&mut L; 2]>) {
        let Backward { x, dy, mut dx, trace, mut scratch, .. } = pass;
        let batch = x.len() / In::DIMS.len();
        let output = batch * Self::ONE.len();
        let trace = Self::trace(trace, batch);
        let (d_forward, d_backward) = (take(&mut scratch, output), take(&mut scratch, output));
        let other_dx = take(&mut scratch, x.len());
        Self::split(dy, [trace.forward_y, trace.backward_y], [d_forward, d_backward]);
        let (d_one, d_other) = d.map(|[one, other]| (one, other)).unzip();
        let way = Backward {
            x,
            y: trace.forward_y,
            dy: d_forward,
            dx: dx.as_deref_mut(),
            trace: trace.forward,
            scratch,
        };
        Layer::<In, S>::backward(one, way, d_one);
        let way = Backward {
            x,
            y: trace.backward_y,
            dy: d_backward,
            dx: dx.is_some().then_some(&mut *other_dx),
            trace: trace.backward,
            scratch,
        };
        Layer::<In, TurnedRound<S>>::backward(other, way, d_other);
        if let Some(dx) = dx {
            vectorize(
                dx.len(),
                #[inline(always)]
                || dx.iter_mut().zip(other_dx).for_each(|(dx, other)| *dx += *other),
            );
        }
    }

    pub(super) fn update_state([one, other]: [&mut L; 2], trace: &[f32], samples: usize) {
        let (forward, rest) = trace.split_at(Self::FORWARD_TRACE.of(samples));
        Layer::<In, S>::update_state(one, forward, samples);
        let backward = &rest[..Self::BACKWARD_TRACE.of(samples)];
        Layer::<In, TurnedRound<S>>::update_state(other, backward, samples);
    }

    pub(super) fn penalty([one, other]: [&L; 2]) -> f64 {
        Layer::<In, S>::penalty(one) + Layer::<In, TurnedRound<S>>::penalty(other)
    }

    pub(super) fn add_penalty_gradient([one, other]: [&L; 2], [d_one, d_other]: [&mut L; 2]) {
        Layer::<In, S>::add_penalty_gradient(one, d_one);
        Layer::<In, TurnedRound<S>>::add_penalty_gradient(other, d_other);
    }

    pub(super) fn constrain([one, other]: [&mut L; 2]) {
        Layer::<In, S>::constrain(one);
        Layer::<In, TurnedRound<S>>::constrain(other);
    }

    fn trace(mut trace: &mut [f32], batch: usize) -> Trace<'_> {
        let output = batch * Self::ONE.len();
        Trace {
            forward: take(&mut trace, Self::FORWARD_TRACE.of(batch)),
            backward: take(&mut trace, Self::BACKWARD_TRACE.of(batch)),
            forward_y: take(&mut trace, output),
            backward_y: take(&mut trace, output),
        }
    }

    #[inline(always)]
    fn merge(forward: &[f32], backward: &[f32], y: &mut [f32]) {
        let (width, times) = const { (Self::ONE.last(), M::MODE.times()) };
        let row = |place: usize| place * width..(place + 1) * width;
        vectorize(
            y.len(),
            #[inline(always)]
            || {
                each_step(
                    forward.len(),
                    Self::ONE,
                    #[inline(always)]
                    |here, there| {
                        let y = &mut y[here * times * width..][..times * width];
                        M::MODE.merge(&forward[row(here)], &backward[row(there)], y);
                    },
                );
            },
        );
    }

    #[inline(always)]
    fn split(dy: &[f32], [forward, backward]: [&[f32]; 2], [d_forward, d_backward]: [&mut [f32]; 2]) {
        let (width, times) = const { (Self::ONE.last(), M::MODE.times()) };
        let row = |place: usize| place * width..(place + 1) * width;
        vectorize(
            dy.len(),
            #[inline(always)]
            || {
                each_step(
                    forward.len(),
                    Self::ONE,
                    #[inline(always)]
                    |here, there| {
                        M::MODE.split(
                            &dy[here * times * width..][..times * width],
                            [&forward[row(here)], &backward[row(there)]],
                            [&mut d_forward[row(here)], &mut d_backward[row(there)]],
                        );
                    },
                );
            },
        );
    }
}

/// How many steps these outputs have.
const fn steps(output: Dims) -> usize {
    if output.rank == 2 { output.sizes[0] } else { 1 }
}

/// Calls `work` with the place of each step of all samples, and with the place of the same step in the output
/// that goes backwards.
#[inline(always)]
pub(super) fn each_step(floats: usize, output: Dims, mut work: impl FnMut(usize, usize)) {
    let (steps, samples) = (steps(output), floats / output.len());
    for sample in 0..samples {
        for step in 0..steps {
            work(sample * steps + step, sample * steps + steps - 1 - step);
        }
    }
}
