mod steps;

use super::{
    recurrent::{self, Walk, add_outer, add_product, step_of, step_of_mut, take, two_steps},
    recurrent_settings::recurrent_settings,
};
use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Grouped, Layer, Linear, Random,
    Setup, Shape, ShapeRule, Sigmoid, Tanh,
    bias::{add_rows, start_rows, use_bias},
    math::larger,
    parameters, view_blocks_mut,
};
use core::marker::PhantomData;
use steps::{Gates, StepBack};

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
/// use cornu_engine::{Dims, LSTM, LSTMSettings, Sequence, ShapeRule, setup};
///
/// type Hours = Sequence<24, 3>;
/// assert_eq!(<LSTM<3, 16> as ShapeRule<Hours>>::OUTPUT, Dims::flat(16));
/// setup! { struct Each: LSTMSettings { return_sequences: true } }
/// assert_eq!(<LSTM<3, 16> as ShapeRule<Hours, Each>>::OUTPUT, Dims::sequence(24, 16));
/// ```
///
/// What may stand in braces: [`LSTMSettings`].
#[repr(C)]
#[derive(Clone)]
pub struct LSTM<const FEATURES: usize, const UNITS: usize, A = Tanh, R = Sigmoid, B: BiasTerm = Bias> {
    /// The weights of what comes in, features × 4·units.
    pub kernel: [Grouped<4, UNITS>; FEATURES],
    /// The weights of the last output, units × 4·units.
    pub recurrent_kernel: [Grouped<4, UNITS>; UNITS],
    /// What is added to each sum.
    pub bias: B::Of<Grouped<4, UNITS>>,
    activation: PhantomData<(A, R)>,
}

recurrent_settings! {
    /// What may stand in braces behind an [`LSTM`].
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! {
    ///     struct Net <
    ///         Input<5, 1>,
    ///         LSTM<1, 4> { return_sequences: true, recurrent_regularizer: L2(1e-4) },
    ///         LSTM<4, 2> { unit_forget_bias: false, go_backwards: true },
    ///         Dense<2, 1>
    ///     >;
    /// }
    ///
    /// let mut net = Net::zeroed();
    /// net.initialize(7);
    /// assert_eq!(net.lstm_2.bias.0, [[0.0; 2]; 4]);
    /// ```
    pub struct LSTMSettings {
        /// Whether the bias of the forget gate starts as 1, so that at first little is forgotten: of
        /// Jozefowicz, Zaremba and Sutskever, 2015. Default: `true`.
        pub unit_forget_bias: bool = true,
    }
}

parameters! {
    impl [const F: usize, const U: usize, A: 'static, R: 'static, B: BiasTerm] LSTM<F, U, A, R, B>: LSTMSettings, variants {
        kernel, recurrent_kernel, bias; activation
    }
}

use_bias! {
    impl [const F: usize, const U: usize, A: 'static, R: 'static] LSTM<F, U, A, R>: LSTMSettings, and LSTMSettings::check_alone
}

impl<
    In: Shape,
    S: Setup<Settings = LSTMSettings>,
    const F: usize,
    const U: usize,
    A: 'static,
    R: 'static,
    B: BiasTerm,
> ShapeRule<In, S> for LSTM<F, U, A, R, B>
{
    const OUTPUT: Dims = recurrent::output(In::DIMS, U, S::SETTINGS.return_sequences);
    const FIT: Fit = recurrent::fit(In::DIMS, F, U);
    const TO_GIVE_SEQUENCE: &'static str = recurrent::to_give_sequence(S::SETTINGS.return_sequences);
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
impl<
    In: Shape,
    S: Setup<Settings = LSTMSettings>,
    const F: usize,
    const U: usize,
    A: Activation,
    R: Activation,
    B: BiasTerm,
> Layer<In, S> for LSTM<F, U, A, R, B>
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
        S::SETTINGS.kernel_initializer.write(&mut self.kernel, random);
        S::SETTINGS.recurrent_initializer.write(&mut self.recurrent_kernel, random);
        if !S::SETTINGS.unit_forget_bias {
            return S::SETTINGS.bias_initializer.write(&mut self.bias, random);
        }
        if let [bias] = view_blocks_mut::<Gates<U>>(self.bias.floats_mut()) {
            S::SETTINGS.bias_initializer.write(&mut bias[0], random);
            bias[1].fill(1.0);
            let rest = bias[2..].as_flattened_mut();
            S::SETTINGS.bias_initializer.fill(rest, Dims::flat(2 * U), random);
        }
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], mut scratch: &mut [f32]) {
        let walk = Walk::<S, F, U>::new(x, In::DIMS);
        let h = take(&mut scratch, walk.batch * U);
        let carry = take(&mut scratch, walk.batch * U);
        let rows = take(&mut scratch, walk.room_for_a_step());
        h.fill(0.0);
        carry.fill(0.0);
        for step in 0..walk.steps {
            self.advance(walk.take_step(x, step, rows), h, carry, scratch);
            walk.give_step(h, step, y);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let walk = Walk::<S, F, U>::new(pass.x, In::DIMS);
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
            walk.give_step(h, step, pass.y);
        }
    }

    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let walk = Walk::<S, F, U>::new(pass.x, In::DIMS);
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
            walk.add_step(pass.dy, step, dh);
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

impl<const F: usize, const U: usize, A, R, B: BiasTerm> core::fmt::Debug for LSTM<F, U, A, R, B> {
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
    use super::recurrent::tests::{
        Swish, check_streaming, check_streaming_with, relu, run, sigmoid, swish, times,
    };
    use super::*;
    use crate::{DefaultsOf, NoBias, Relu, Sequence, Softmax, random, setup, testing::check_layer_with};
    use std::vec;

    type Last = DefaultsOf<LSTM<1, 1>>;
    setup! { struct Each: LSTMSettings { return_sequences: true } }
    setup! { struct LastBackwards: LSTMSettings { go_backwards: true } }
    setup! { struct EachBackwards: LSTMSettings { return_sequences: true, go_backwards: true } }

    type Function = fn(f64) -> f64;

    fn check_with<const T: usize, const F: usize, const U: usize, A, R, B, S>(
        (activation, recurrent): (Function, Function),
    ) where
        A: Activation,
        R: Activation,
        B: BiasTerm,
        S: Setup<Settings = LSTMSettings>,
    {
        check_layer_with::<Sequence<T, F>, LSTM<F, U, A, R, B>, S>(|parameters, x| {
            let (kernel, rest) = parameters.split_at(F * 4 * U);
            let (recurrent_kernel, bias) = rest.split_at(U * 4 * U);
            let way = (S::SETTINGS.go_backwards, S::SETTINGS.return_sequences);
            run(x, F, U, way, vec![0.0; 2 * U], |x, state| {
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

    fn check<const T: usize, const F: usize, const U: usize, S: Setup<Settings = LSTMSettings>>() {
        check_with::<T, F, U, Tanh, Sigmoid, Bias, S>((f64::tanh, sigmoid));
    }

    #[test]
    fn of_the_last_step() {
        check::<1, 1, 1, Last>();
        check::<1, 3, 5, Last>();
        check::<4, 1, 5, Last>();
        check::<5, 3, 2, Last>();
        check::<3, 17, 9, Last>();
    }

    #[test]
    fn of_each_step() {
        check::<1, 2, 3, Each>();
        check::<5, 3, 2, Each>();
        check::<3, 2, 17, Each>();
    }

    #[test]
    fn from_the_last_step_on() {
        check::<4, 3, 5, LastBackwards>();
        check::<4, 3, 5, EachBackwards>();
    }

    #[test]
    fn without_a_bias() {
        check_with::<4, 3, 5, Tanh, Sigmoid, NoBias, Each>((f64::tanh, sigmoid));
    }

    #[test]
    fn with_other_activations() {
        check_with::<3, 3, 5, Relu, Sigmoid, Bias, Each>((relu, sigmoid));
        check_with::<3, 3, 5, Tanh, Relu, Bias, Last>((f64::tanh, relu));
        check_with::<3, 3, 5, Swish, Sigmoid, Bias, Last>((swish, sigmoid));
        check_with::<3, 3, 5, Tanh, Swish, Bias, EachBackwards>((f64::tanh, swish));
    }

    /// Softmax takes all units of a sample together: of one unit it makes 1.
    #[test]
    fn an_activation_sees_a_row_of_units() {
        check_with::<3, 2, 1, Softmax, Sigmoid, Bias, Each>((|_| 1.0, sigmoid));
        check_with::<3, 2, 1, Tanh, Softmax, Bias, Each>((f64::tanh, |_| 1.0));
    }

    #[test]
    fn step_by_step() {
        check_streaming::<Sequence<1, 3>, LSTM<3, 5>>();
        check_streaming::<Sequence<7, 3>, LSTM<3, 5>>();
        check_streaming_with::<Sequence<7, 9>, LSTM<9, 20>, Each>();
    }

    #[test]
    fn the_forget_gates_bias_starts_as_one() {
        let mut lstm = <LSTM<2, 3>>::zeroed();
        Layer::<Sequence<4, 2>>::build(&mut lstm, &mut random(7, 0));
        assert_eq!(lstm.bias.0, [[0.0; 3], [1.0; 3], [0.0; 3], [0.0; 3]]);
        assert!(lstm.kernel.floats().iter().chain(lstm.recurrent_kernel.floats()).all(|&p| p != 0.0));
    }

    #[test]
    fn without_unit_forget_bias_all_biases_start_alike() {
        setup! { struct Forgetful: LSTMSettings { unit_forget_bias: false } }
        let mut lstm = <LSTM<2, 3>>::zeroed();
        lstm.floats_mut().fill(f32::NAN);
        Layer::<Sequence<4, 2>, Forgetful>::build(&mut lstm, &mut random(7, 0));
        assert_eq!(lstm.bias.0, [[0.0; 3]; 4]);
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
