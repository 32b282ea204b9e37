use super::recurrent::{
    self, Walk, add_outer, add_product, apply_to, back_through, fade, step_of, step_of_mut, take, two_steps,
};
use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Grouped, LSTMSettings, Layer,
    Linear, Random, ReturnSequences, Shape, ShapeRule, Sigmoid, Tanh,
    bias::{add_rows, start_rows},
    math::larger,
    parameters,
    switches::use_bias,
    vectorize, view_blocks, view_blocks_mut,
};
use core::marker::PhantomData;

/// A long short-term memory: at each step of a sequence, gates say what is taken in, kept and shown.
///
/// Keras's `LSTM` (`keras/src/layers/rnn/lstm.py`), with its defaults; of Hochreiter and Schmidhuber, 1997.
/// For the input x and the last output h of a step, and the carry c, which both start as 0:
///
/// * i = R(x·Kᵢ + h·Uᵢ + bᵢ), and so the gates f and o; g = A(x·K_c + h·U_c + b_c)
/// * c ← f·c + i·g
/// * h ← o·A(c)
///
/// The gates stand in the order i, f, c, o in each row of the parameters. A is Keras's `activation`, and R its
/// `recurrent_activation`.
///
/// It takes a sequence (steps × `FEATURES`), and gives the last h (`UNITS` values), or with
/// `{ return_sequences: true }` that of each step (steps × `UNITS`). It can be given one step after another.
/// There is neither Keras's `dropout` nor its `recurrent_dropout`, and no masking.
///
/// ```
/// use cornu_engine::{Dims, LSTM, ReturnSequences, Sequence, ShapeRule};
///
/// type Hours = Sequence<24, 3>;
/// assert_eq!(<LSTM<3, 16> as ShapeRule<Hours>>::OUTPUT, Dims::flat(16));
/// type Each = <LSTM<3, 16> as ReturnSequences<true>>::Layer;
/// assert_eq!(<Each as ShapeRule<Hours>>::OUTPUT, Dims::sequence(24, 16));
/// ```
///
/// What may stand in braces: [`LSTMSettings`].
#[repr(C)]
#[derive(Clone)]
pub struct LSTM<
    const FEATURES: usize,
    const UNITS: usize,
    A = Tanh,
    R = Sigmoid,
    const RETURN_SEQUENCES: bool = false,
    B: BiasTerm = Bias,
> {
    /// The weights of what comes in, features × 4·units.
    pub kernel: [Grouped<4, UNITS>; FEATURES],
    /// The weights of the last output, units × 4·units.
    pub recurrent_kernel: [Grouped<4, UNITS>; UNITS],
    /// What is added to each sum.
    pub bias: B::Of<Grouped<4, UNITS>>,
    activation: PhantomData<(A, R)>,
}

parameters! {
    impl [const F: usize, const U: usize, A: 'static, R: 'static, const S: bool, B: BiasTerm]
        LSTM<F, U, A, R, S, B> { kernel, recurrent_kernel, bias; activation }
}

use_bias! {
    impl [const F: usize, const U: usize, A, R, const S: bool] LSTM<F, U, A, R, S>
}

#[diagnostic::do_not_recommend]
impl<const F: usize, const U: usize, A, R, const S: bool, B: BiasTerm, const SEQUENCES: bool>
    ReturnSequences<SEQUENCES> for LSTM<F, U, A, R, S, B>
{
    type Layer = LSTM<F, U, A, R, SEQUENCES, B>;
}

impl<In: Shape, S: Setup<Settings = LSTMSettings>, const F: usize, const U: usize, A, R, const S: bool, B: BiasTerm> ShapeRule<In, S>
    for LSTM<F, U, A, R, S, B>
{
    const OUTPUT: Dims = recurrent::output(In::DIMS, U, S);
    const FIT: Fit = recurrent::fit(In::DIMS, F, U);
}

/// The four gates of one sample.
type Gates<const U: usize> = [[f32; U]; 4];

impl<const F: usize, const U: usize, A: Activation, R: Activation, const S: bool, B: BiasTerm>
    LSTM<F, U, A, R, S, B>
{
    /// Whether the sums are kept for the way back, beside the gates.
    const KEEPS_SUMS: bool = A::NEEDS_SUMS || R::NEEDS_SUMS;

    /// From the sums of each sample to its gates, from one carry to the next, and to the output;
    /// `shown` is A(c).
    #[inline(always)]
    fn open_gates(gates: &mut [f32], carry: &mut [f32], shown: &mut [f32], h: &mut [f32]) {
        apply_to::<R>(gates, 4 * U, 0..2 * U, U);
        apply_to::<A>(gates, 4 * U, 2 * U..3 * U, U);
        apply_to::<R>(gates, 4 * U, 3 * U..4 * U, U);
        let gates = view_blocks::<Gates<U>>(gates);
        vectorize(
            carry.len(),
            #[inline(always)]
            || {
                for ([i, f, g, _], carry) in gates.iter().zip(view_blocks_mut::<[f32; U]>(carry)) {
                    for n in 0..U {
                        carry[n] = f[n] * carry[n] + i[n] * g[n];
                    }
                }
            },
        );
        shown.copy_from_slice(carry);
        A::apply(shown, U);
        vectorize(
            h.len(),
            #[inline(always)]
            || {
                let rows = view_blocks::<[f32; U]>(shown).iter().zip(view_blocks_mut::<[f32; U]>(h));
                for ([_, _, _, o], (shown, h)) in gates.iter().zip(rows) {
                    for n in 0..U {
                        h[n] = o[n] * shown[n];
                    }
                }
            },
        );
    }

    /// One step of as many samples as there are, in use: `h` and `carry` are what the last one left.
    #[inline(always)]
    fn advance(&self, x: &[f32], h: &mut [f32], carry: &mut [f32], mut scratch: &mut [f32]) {
        let gates = take(&mut scratch, 4 * h.len());
        let shown = take(&mut scratch, h.len());
        start_rows(gates, &self.bias, 4 * U);
        add_product(x, F, self.kernel.floats(), 4 * U, gates, scratch);
        add_product(h, U, self.recurrent_kernel.floats(), 4 * U, gates, scratch);
        Self::open_gates(gates, carry, shown, h);
    }

    /// One step back: from the gradients of the output and of the carry to those of the sums, which take the
    /// gates' place, and to that of the last carry. `memory` is five times as large as `dh`.
    #[inline(always)]
    fn close_gates(step: StepBack<'_>, dh: &[f32], dcarry: &mut [f32], memory: &mut [f32]) {
        let StepBack { gates: gate_floats, sums, last_carry, carry, shown } = step;
        let (d_floats, dshown) = memory.split_at_mut(gate_floats.len());
        let gates = view_blocks::<Gates<U>>(gate_floats);
        let dh = view_blocks::<[f32; U]>(dh);
        vectorize(
            dshown.len(),
            #[inline(always)]
            || {
                let rows = gates.iter().zip(dh).zip(view_blocks_mut::<[f32; U]>(dshown));
                for (([_, _, _, o], dh), dshown) in rows {
                    for n in 0..U {
                        dshown[n] = dh[n] * o[n];
                    }
                }
            },
        );
        A::backward(if A::NEEDS_SUMS { carry } else { &[] }, shown, dshown, U);
        vectorize(
            d_floats.len(),
            #[inline(always)]
            || {
                let carries =
                    view_blocks::<[f32; U]>(last_carry).iter().zip(view_blocks_mut::<[f32; U]>(dcarry));
                let outputs = view_blocks::<[f32; U]>(shown).iter().zip(dh);
                let ways = view_blocks::<[f32; U]>(dshown).iter().zip(outputs).zip(carries);
                let rows = gates.iter().zip(view_blocks_mut::<Gates<U>>(d_floats));
                for (([i, f, g, _], d), ((dshown, (shown, dh)), (last, dcarry))) in rows.zip(ways) {
                    for n in 0..U {
                        let dc = fade(dcarry[n] + dshown[n]);
                        d[0][n] = dc * g[n];
                        d[1][n] = dc * last[n];
                        d[2][n] = dc * i[n];
                        d[3][n] = dh[n] * shown[n];
                        dcarry[n] = dc * f[n];
                    }
                }
            },
        );
        back_through::<R>(sums, gate_floats, d_floats, 4 * U, 0..2 * U, U);
        back_through::<A>(sums, gate_floats, d_floats, 4 * U, 2 * U..3 * U, U);
        back_through::<R>(sums, gate_floats, d_floats, 4 * U, 3 * U..4 * U, U);
        gate_floats.copy_from_slice(d_floats);
    }
}

/// What the way forward left of one step.
struct StepBack<'a> {
    gates: &'a mut [f32],
    sums: &'a [f32],
    last_carry: &'a [f32],
    carry: &'a [f32],
    shown: &'a [f32],
}

/// The parts of the trace, each steps × samples × values; of the carry and the output there is one step more,
/// the start.
struct Trace<'a> {
    gates: &'a mut [f32],
    sums: &'a mut [f32],
    carry: &'a mut [f32],
    shown: &'a mut [f32],
    h: &'a mut [f32],
}

impl<'a> Trace<'a> {
    fn new(mut trace: &'a mut [f32], steps: usize, one: usize, keeps_sums: bool) -> Self {
        Trace {
            gates: take(&mut trace, steps * 4 * one),
            sums: take(&mut trace, if keeps_sums { steps * 4 * one } else { 0 }),
            carry: take(&mut trace, (steps + 1) * one),
            shown: take(&mut trace, steps * one),
            h: take(&mut trace, (steps + 1) * one),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = LSTMSettings>, const F: usize, const U: usize, A: Activation, R: Activation, const S: bool, B: BiasTerm>
    Layer<In, S> for LSTM<F, U, A, R, S, B>
{
    type Activation = Linear;
    const COST: usize = In::DIMS.sizes[0] * (F + U) * 4 * U;
    const TRACE: Floats = {
        let gates = if Self::KEEPS_SUMS { 8 * U } else { 4 * U };
        Floats::each(In::DIMS.sizes[0] * (gates + 3 * U) + 2 * U)
    };
    const SCRATCH: Floats = {
        let once = 4 * U * U + recurrent::products(F, U, 4 * U);
        let training = In::DIMS.sizes[0] * F + 7 * U;
        Floats::once(once).and(Floats::each(larger(training, F + 7 * U)))
    };
    const INFERENCE_SCRATCH: usize = 7 * U;
    const STATE: Option<usize> = Some(2 * U);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.init.write(&mut self.kernel, random);
        S::SETTINGS.recurrent_init.write(&mut self.recurrent_kernel, random);
        if !S::SETTINGS.unit_forget_bias {
            return S::SETTINGS.bias_init.write(&mut self.bias, random);
        }
        if let [bias] = view_blocks_mut::<Gates<U>>(self.bias.floats_mut()) {
            S::SETTINGS.bias_init.write(&mut bias[0], random);
            bias[1].fill(1.0);
            let rest = bias[2..].as_flattened_mut();
            S::SETTINGS.bias_init.fill(rest, Dims::flat(2 * U), random);
        }
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], mut scratch: &mut [f32]) {
        let walk = Walk::<F, U>::new(x, In::DIMS, S::SETTINGS.go_backwards);
        let h = take(&mut scratch, walk.batch * U);
        let carry = take(&mut scratch, walk.batch * U);
        let rows = take(&mut scratch, walk.room_for_a_step());
        h.fill(0.0);
        carry.fill(0.0);
        for step in 0..walk.steps {
            self.advance(walk.take_step(x, step, rows), h, carry, scratch);
            walk.give_step::<S>(h, step, y);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let walk = Walk::<F, U>::new(pass.x, In::DIMS, S::SETTINGS.go_backwards);
        let one = walk.batch * U;
        let Trace { gates, sums, carry, shown, h } =
            Trace::new(pass.trace, walk.steps, one, Self::KEEPS_SUMS);
        let mut scratch = pass.scratch;
        let rows = take(&mut scratch, walk.room_for_all_steps());
        start_rows(gates, &self.bias, 4 * U);
        walk.add_input(pass.x, self.kernel.floats(), gates, rows, scratch);
        carry[..one].fill(0.0);
        h[..one].fill(0.0);
        for step in 0..walk.steps {
            let gates = step_of_mut(gates, step, 4 * one);
            let (last_carry, carry) = two_steps(carry, step, one);
            let (last_h, h) = two_steps(h, step, one);
            add_product(last_h, U, self.recurrent_kernel.floats(), 4 * U, gates, scratch);
            if Self::KEEPS_SUMS {
                step_of_mut(sums, step, 4 * one).copy_from_slice(gates);
            }
            carry.copy_from_slice(last_carry);
            Self::open_gates(gates, carry, step_of_mut(shown, step, one), h);
            walk.give_step::<S>(h, step, pass.y);
        }
    }

    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let walk = Walk::<F, U>::new(pass.x, In::DIMS, S::SETTINGS.go_backwards);
        let one = walk.batch * U;
        let Trace { gates, sums, carry, shown, h } =
            Trace::new(pass.trace, walk.steps, one, Self::KEEPS_SUMS);
        let mut scratch = pass.scratch;
        let (dh, dcarry) = (take(&mut scratch, one), take(&mut scratch, one));
        let rows = take(&mut scratch, walk.room_for_all_steps());
        let transposed = take(&mut scratch, 4 * U * U);
        let memory = take(&mut scratch, 5 * one);
        recurrent::transpose(self.recurrent_kernel.floats(), 4 * U, transposed);
        dh.fill(0.0);
        dcarry.fill(0.0);
        for step in (0..walk.steps).rev() {
            walk.add_step::<S>(pass.dy, step, dh);
            let gates = step_of_mut(gates, step, 4 * one);
            let left = StepBack {
                gates: &mut *gates,
                sums: if Self::KEEPS_SUMS { step_of(sums, step, 4 * one) } else { &[] },
                last_carry: step_of(carry, step, one),
                carry: step_of(carry, step + 1, one),
                shown: step_of(shown, step, one),
            };
            Self::close_gates(left, dh, dcarry, memory);
            if step > 0 {
                dh.fill(0.0);
                add_product(gates, 4 * U, transposed, U, dh, scratch);
            }
        }
        if let Some(d) = d {
            walk.add_kernel_gradient(pass.x, gates, d.kernel.floats_mut(), rows, scratch);
            add_outer(&h[..walk.steps * one], U, gates, 4 * U, d.recurrent_kernel.floats_mut(), scratch);
            add_rows(&mut d.bias, gates, 4 * U);
        }
        if let Some(dx) = pass.dx {
            walk.write_input_gradient(gates, self.kernel.floats(), dx, rows, scratch);
        }
    }

    #[inline]
    fn step(&self, x: &[f32], y: &mut [f32], state: &mut [f32], scratch: &mut [f32]) {
        let (h, carry) = state.split_at_mut(U);
        self.advance(x, h, carry, scratch);
        y.copy_from_slice(h);
    }
}

impl<const F: usize, const U: usize, A, R, const S: bool, B: BiasTerm> core::fmt::Debug
    for LSTM<F, U, A, R, S, B>
{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("LSTM")
            .field("kernel", &self.kernel)
            .field("recurrent_kernel", &self.recurrent_kernel)
            .field("bias", &self.bias)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::recurrent::tests::{Swish, check_streaming, relu, run, sigmoid, swish, times};
    use super::*;
    use crate::{NoBias, Relu, Sequence, Settings, Softmax, random, testing::check_layer};
    use std::vec;

    const FORWARDS: LSTMSettings = LSTMSettings::DEFAULT;
    const BACKWARDS: LSTMSettings = LSTMSettings { go_backwards: true, ..FORWARDS };

    type Function = fn(f64) -> f64;

    fn check_with<
        const T: usize,
        const F: usize,
        const U: usize,
        A: Activation,
        R: Activation,
        const S: bool,
        B: BiasTerm,
    >(
        settings: &LSTMSettings,
        (activation, recurrent): (Function, Function),
    ) {
        check_layer::<Sequence<T, F>, LSTM<F, U, A, R, S, B>>(settings, |parameters, x| {
            let (kernel, rest) = parameters.split_at(F * 4 * U);
            let (recurrent_kernel, bias) = rest.split_at(U * 4 * U);
            run(x, F, U, (S::SETTINGS.go_backwards, S), vec![0.0; 2 * U], |x, state| {
                let (h, c) = state.split_at(U);
                let (x, h) = (times(x, kernel), times(h, recurrent_kernel));
                let sum = |gate: usize, n: usize| {
                    let n = gate * U + n;
                    x[n] + h[n] + bias.get(n).unwrap_or(&0.0)
                };
                let carry =
                    |n: usize| recurrent(sum(1, n)) * c[n] + recurrent(sum(0, n)) * activation(sum(2, n));
                let shown = |n: usize| recurrent(sum(3, n)) * activation(carry(n));
                (0..U).map(shown).chain((0..U).map(carry)).collect()
            })
        });
    }

    fn check<const T: usize, const F: usize, const U: usize, const S: bool>(settings: &LSTMSettings) {
        check_with::<T, F, U, Tanh, Sigmoid, S, Bias>(settings, (f64::tanh, sigmoid));
    }

    #[test]
    fn of_the_last_step() {
        check::<1, 1, 1, false>(&FORWARDS);
        check::<1, 3, 5, false>(&FORWARDS);
        check::<4, 1, 5, false>(&FORWARDS);
        check::<5, 3, 2, false>(&FORWARDS);
        check::<3, 17, 9, false>(&FORWARDS);
    }

    #[test]
    fn of_each_step() {
        check::<1, 2, 3, true>(&FORWARDS);
        check::<5, 3, 2, true>(&FORWARDS);
        check::<3, 2, 17, true>(&FORWARDS);
    }

    #[test]
    fn from_the_last_step_on() {
        check::<4, 3, 5, false>(&BACKWARDS);
        check::<4, 3, 5, true>(&BACKWARDS);
    }

    #[test]
    fn without_a_bias() {
        check_with::<4, 3, 5, Tanh, Sigmoid, true, NoBias>(&FORWARDS, (f64::tanh, sigmoid));
    }

    #[test]
    fn with_other_activations() {
        check_with::<3, 3, 5, Relu, Sigmoid, true, Bias>(&FORWARDS, (relu, sigmoid));
        check_with::<3, 3, 5, Tanh, Relu, false, Bias>(&FORWARDS, (f64::tanh, relu));
        check_with::<3, 3, 5, Swish, Sigmoid, false, Bias>(&FORWARDS, (swish, sigmoid));
        check_with::<3, 3, 5, Tanh, Swish, true, Bias>(&BACKWARDS, (f64::tanh, swish));
    }

    /// Softmax takes all units of a sample together: of one unit it makes 1.
    #[test]
    fn an_activation_sees_a_row_of_units() {
        check_with::<3, 2, 1, Softmax, Sigmoid, true, Bias>(&FORWARDS, (|_| 1.0, sigmoid));
        check_with::<3, 2, 1, Tanh, Softmax, true, Bias>(&FORWARDS, (f64::tanh, |_| 1.0));
    }

    #[test]
    fn step_by_step() {
        check_streaming::<Sequence<1, 3>, LSTM<3, 5>>();
        check_streaming::<Sequence<7, 3>, LSTM<3, 5>>();
        check_streaming::<Sequence<7, 9>, LSTM<9, 20, Tanh, Sigmoid, true>>();
    }

    #[test]
    fn the_forget_gates_bias_starts_as_one() {
        let mut lstm = <LSTM<2, 3>>::zeroed();
        Layer::<Sequence<4, 2>>::build(&mut lstm, &FORWARDS, &mut random(7, 0));
        assert_eq!(lstm.bias.0, [[0.0; 3], [1.0; 3], [0.0; 3], [0.0; 3]]);
        assert!(lstm.kernel.floats().iter().chain(lstm.recurrent_kernel.floats()).all(|&p| p != 0.0));
    }

    #[test]
    fn shapes_are_keras() {
        use crate::Parameters;
        let dims = |place: usize| <LSTM<3, 5>>::PARAMETERS[place].dims;
        assert_eq!((dims(0).as_slice(), dims(1).as_slice()), (&[3, 20][..], &[5, 20][..]));
        assert_eq!(dims(2).as_slice(), [20]);
        assert_eq!(<LSTM<3, 5> as ShapeRule<Sequence<4, 3>>>::FIT, Fit::Ok);
        assert_ne!(<LSTM<3, 5> as ShapeRule<Sequence<4, 2>>>::FIT, Fit::Ok);
        assert_ne!(<LSTM<3, 5> as ShapeRule<crate::Flat<3>>>::FIT, Fit::Ok);
        assert_eq!(<LSTM<3, 0> as ShapeRule<Sequence<4, 3>>>::FIT, Fit::Zero);
    }
}
