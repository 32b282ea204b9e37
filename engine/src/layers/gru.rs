mod reset_gate;
mod steps;
mod trace;

pub use reset_gate::{AfterProduct, BeforeProduct, ResetGate};

use super::{
    recurrent::{self, Walk, add_outer, add_product, step_of, step_of_mut, take, two_steps},
    recurrent_settings::recurrent_settings,
};
use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Configure, Dims, Fit, Floats, Forward, Grouped, Layer,
    Linear, NoBias, Random, Setup, Shape, ShapeRule, Sigmoid, Tanh, Variant, bias::add_rows, math::larger,
    parameters, view_blocks_mut,
};
use core::marker::PhantomData;
use steps::Back;
use trace::Trace;

/// A gated recurrent unit: at each step of a sequence, gates say how much of the last output is kept, and how
/// much of it is seen.
///
/// Keras's `GRU` (`keras/src/layers/rnn/gru.py`), with its defaults; of Cho et al., 2014. For the input x and
/// the last output h of a step, which starts as 0:
///
/// * z = R(x·K_z + b_z + h·U_z + b′_z), and so the gate r
/// * g = A(x·K_h + b_h + r·(h·U_h + b′_h))
/// * h ← z·h + (1 − z)·g
///
/// With `{ reset_after: false }` there is no b′, and g = A(x·K_h + b_h + (r·h)·U_h), which takes two products a
/// step. The gates stand in the order z, r, h in each row of the parameters; b and b′ are the two rows of the
/// bias. A is Keras's `activation`, and R its `recurrent_activation`.
///
/// It takes a sequence (steps × `FEATURES`), and gives the last h (`UNITS` values), or with
/// `{ return_sequences: true }` that of each step (steps × `UNITS`). It can be given one step after another.
/// There is neither Keras's `dropout` nor its `recurrent_dropout`, and no masking.
///
/// ```
/// use cornu_engine::{Dims, GRU, GRUSettings, Parameters, Sequence, ShapeRule, Variant, setup};
///
/// type Hours = Sequence<24, 3>;
/// assert_eq!(<GRU<3, 16> as ShapeRule<Hours>>::OUTPUT, Dims::flat(16));
/// setup! { struct Each: GRUSettings { return_sequences: true } }
/// assert_eq!(<GRU<3, 16> as ShapeRule<Hours, Each>>::OUTPUT, Dims::sequence(24, 16));
///
/// assert_eq!(<GRU<3, 16>>::PARAMETERS[2].dims.as_slice(), [2, 48]);
/// // What `{ reset_after: false }` asks for.
/// type Before = <GRU<3, 16> as Variant<2>>::Layer;
/// assert_eq!(Before::PARAMETERS[2].dims.as_slice(), [48]);
/// ```
///
/// What may stand in braces: [`GRUSettings`].
#[repr(C)]
#[derive(Clone)]
pub struct GRU<
    const FEATURES: usize,
    const UNITS: usize,
    A = Tanh,
    R = Sigmoid,
    G: ResetGate = AfterProduct,
    B: BiasTerm = Bias,
> {
    /// The weights of what comes in, features × 3·units.
    pub kernel: [Grouped<3, UNITS>; FEATURES],
    /// The weights of the last output, units × 3·units.
    pub recurrent_kernel: [Grouped<3, UNITS>; UNITS],
    /// What is added to each sum: one row for the kernel, one for the recurrent kernel.
    pub bias: B::Of<G::Bias<UNITS>>,
    activation: PhantomData<(A, R)>,
}

recurrent_settings! {
    /// What may stand in braces behind a [`GRU`].
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! {
    ///     struct Net <
    ///         Input<24, 3>,
    ///         GRU<3, 8> { return_sequences: true, l2: 1e-4 },
    ///         GRU<8, 4> { reset_after: false, bias_initializer: Constant(0.1) },
    ///         Dense<4, 1>
    ///     >;
    /// }
    ///
    /// let mut net = Net::zeroed();
    /// net.initialize(7);
    /// assert_eq!(net.gru_2.bias.0, [[0.1; 4]; 3]);
    /// ```
    pub struct GRUSettings {
        /// Whether the reset gate is applied behind the product with the recurrent kernel, which then has a bias of
        /// its own. Default: `true`.
        pub reset_after: bool = true,
    }
}

parameters! {
    impl [const F: usize, const U: usize, A: 'static, R: 'static, G: ResetGate, B: BiasTerm]
    GRU<F, U, A, R, G, B>: GRUSettings, variants { kernel, recurrent_kernel, bias; activation }
}

#[diagnostic::do_not_recommend]
impl<S: Setup<Settings = GRUSettings>, const F: usize, const U: usize, A, R, G, B> Configure<S>
    for GRU<F, U, A, R, G, B>
where
    A: 'static,
    R: 'static,
    G: ResetGate,
    B: BiasTerm,
{
    const CHECK: Fit = S::SETTINGS.check().and(S::SETTINGS.check_alone());
    const VARIANT: usize = match (S::SETTINGS.reset_after, S::SETTINGS.use_bias) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    };
}

/// The variants, by their numbers.
macro_rules! variants {
    ($($number:literal: $gate:ty, $bias:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<const F: usize, const U: usize, A, R, G: ResetGate, B: BiasTerm> Variant<$number>
            for GRU<F, U, A, R, G, B>
        {
            type Layer = GRU<F, U, A, R, $gate, $bias>;
        }
    )* };
}

variants! {
    0: G, B;
    1: G, NoBias;
    2: BeforeProduct, B;
    3: BeforeProduct, NoBias;
}

impl<
    In: Shape,
    S: Setup<Settings = GRUSettings>,
    const F: usize,
    const U: usize,
    A: 'static,
    R: 'static,
    G: ResetGate,
    B: BiasTerm,
> ShapeRule<In, S> for GRU<F, U, A, R, G, B>
{
    const OUTPUT: Dims = recurrent::output(In::DIMS, U, S::SETTINGS.return_sequences);
    const FIT: Fit = recurrent::fit(In::DIMS, F, U);
    const TO_GIVE_SEQUENCE: &'static str = recurrent::to_give_sequence(S::SETTINGS.return_sequences);
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = GRUSettings>,
    const F: usize,
    const U: usize,
    A,
    R,
    G: ResetGate,
    B: BiasTerm,
> Layer<In, S> for GRU<F, U, A, R, G, B>
where
    A: Activation,
    R: Activation,
{
    type Activation = Linear;
    const COST: usize = {
        let recurrent = if G::AFTER { U } else { 2 * U };
        In::DIMS.sizes[0] * (F + recurrent) * 3 * U
    };
    const TRACE: Floats = {
        let gates = if Self::KEEPS_SUMS { 6 * U } else { 3 * U };
        let recurrent = if G::AFTER { 3 * U } else { 4 * U };
        Floats::each(In::DIMS.sizes[0] * (gates + recurrent + U) + U)
    };
    const SCRATCH: Floats = {
        let once = 3 * U * U + recurrent::products(F, U, 3 * U);
        Floats::once(once).and(Floats::each(larger(In::DIMS.sizes[0] * F + 5 * U, F + Self::IN_INFERENCE)))
    };
    const INFERENCE_SCRATCH: usize = Self::IN_INFERENCE;
    const STATE: Option<usize> = Some(U);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.kernel_initializer.write(&mut self.kernel, random);
        S::SETTINGS.recurrent_initializer.write(&mut self.recurrent_kernel, random);
        S::SETTINGS.bias_initializer.write(&mut self.bias, random);
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], mut scratch: &mut [f32]) {
        let walk = Walk::<S, F, U>::new(x, In::DIMS);
        let h = take(&mut scratch, walk.batch * U);
        let rows = take(&mut scratch, walk.room_for_a_step());
        h.fill(0.0);
        for step in 0..walk.steps {
            self.infer_step(walk.take_step(x, step, rows), h, scratch);
            walk.give_step(h, step, y);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let walk = Walk::<S, F, U>::new(pass.x, In::DIMS);
        let one = walk.batch * U;
        let mut trace = Trace::new(pass.trace, walk.steps, one, Self::KEEPS_SUMS, G::AFTER);
        let mut scratch = pass.scratch;
        let rows = take(&mut scratch, walk.room_for_all_steps());
        let inner = take(&mut scratch, if G::AFTER { 0 } else { 3 * one });
        self.start(trace.gates, 0);
        walk.add_input(pass.x, self.kernel.floats(), trace.gates, rows, scratch);
        trace.h[..one].fill(0.0);
        for step in 0..walk.steps {
            let (rows, h) = trace.step(step, inner);
            let (last, h) = two_steps(h, 0, one);
            h.copy_from_slice(last);
            self.advance(rows, h, scratch);
            walk.give_step(h, step, pass.y);
        }
    }

    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let walk = Walk::<S, F, U>::new(pass.x, In::DIMS);
        let one = walk.batch * U;
        let trace = Trace::new(pass.trace, walk.steps, one, Self::KEEPS_SUMS, G::AFTER);
        let mut scratch = pass.scratch;
        let dh = take(&mut scratch, one);
        let dseen = take(&mut scratch, if G::AFTER { 0 } else { one });
        let rows = take(&mut scratch, walk.room_for_all_steps());
        let transposed = take(&mut scratch, 3 * U * U);
        let memory = take(&mut scratch, 3 * one);
        recurrent::transpose(self.recurrent_kernel.floats(), 3 * U, transposed);
        dh.fill(0.0);
        for step in (0..walk.steps).rev() {
            walk.add_step(pass.dy, step, dh);
            let back = Back {
                gates: step_of_mut(trace.gates, step, 3 * one),
                sums: if Self::KEEPS_SUMS { step_of(trace.sums, step, 3 * one) } else { &[] },
                last: step_of(trace.h, step, one),
                dh,
            };
            if G::AFTER {
                let inner = step_of_mut(trace.inner, step, 3 * one);
                Self::back_after(back, inner, memory);
                if step > 0 {
                    add_product(inner, 3 * U, transposed, U, dh, scratch);
                }
            } else {
                let dgates = step_of_mut(trace.dgates, step, 2 * one);
                let parts = (dgates, step_of_mut(trace.dg, step, one));
                Self::back_before(back, parts, (&mut *memory, &mut *dseen), transposed, scratch);
            }
        }
        if let Some(d) = d {
            walk.add_kernel_gradient(pass.x, trace.gates, d.kernel.floats_mut(), rows, scratch);
            let last = &trace.h[..walk.steps * one];
            let d_recurrent = d.recurrent_kernel.floats_mut();
            if G::AFTER {
                add_outer(last, U, trace.inner, 3 * U, d_recurrent, scratch);
            } else {
                // Two products, each with columns of its own, in memory that is free by now.
                transposed.fill(0.0);
                let (d_gates, d_candidate) = transposed.split_at_mut(2 * U * U);
                add_outer(last, U, trace.dgates, 2 * U, d_gates, scratch);
                add_outer(trace.seen, U, trace.dg, U, d_candidate, scratch);
                let parts = d_gates.chunks_exact(2 * U).zip(d_candidate.chunks_exact(U));
                for (d, (gates, candidate)) in d_recurrent.chunks_exact_mut(3 * U).zip(parts) {
                    d.iter_mut().zip(gates.iter().chain(candidate)).for_each(|(d, part)| *d += part);
                }
            }
            let sums = [&*trace.gates, &*trace.inner];
            for (d, sums) in view_blocks_mut::<Grouped<3, U>>(d.bias.floats_mut()).iter_mut().zip(sums) {
                add_rows(d, sums, 3 * U);
            }
        }
        if let Some(dx) = pass.dx {
            walk.write_input_gradient(trace.gates, self.kernel.floats(), dx, rows, scratch);
        }
    }

    #[inline]
    fn step(&self, x: &[f32], y: &mut [f32], state: &mut [f32], scratch: &mut [f32]) {
        self.infer_step(x, state, scratch);
        y.copy_from_slice(state);
    }
}

impl<const F: usize, const U: usize, A, R, G: ResetGate, B: BiasTerm> core::fmt::Debug
    for GRU<F, U, A, R, G, B>
{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("GRU")
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
    use crate::{DefaultsOf, Relu, Sequence, Softmax, setup, testing::check_layer_with};
    use std::{vec, vec::Vec};

    type Last = DefaultsOf<GRU<1, 1>>;
    setup! { struct Each: GRUSettings { return_sequences: true } }
    setup! { struct LastBackwards: GRUSettings { go_backwards: true } }
    setup! { struct EachBackwards: GRUSettings { return_sequences: true, go_backwards: true } }

    type Function = fn(f64) -> f64;

    fn check_with<const T: usize, const F: usize, const U: usize, A, R, G, B, S>(
        (activation, recurrent): (Function, Function),
    ) where
        A: Activation,
        R: Activation,
        G: ResetGate,
        B: BiasTerm,
        S: Setup<Settings = GRUSettings>,
    {
        check_layer_with::<Sequence<T, F>, GRU<F, U, A, R, G, B>, S>(|parameters, x| {
            let (kernel, rest) = parameters.split_at(F * 3 * U);
            let (recurrent_kernel, bias) = rest.split_at(U * 3 * U);
            let bias = |n: usize| bias.get(n).unwrap_or(&0.0);
            let way = (S::SETTINGS.go_backwards, S::SETTINGS.return_sequences);
            run(x, F, U, way, vec![0.0; U], |x, h| {
                let x = times(x, kernel);
                let inner = times(h, recurrent_kernel);
                let gate = |gate: usize, n: usize| {
                    let n = gate * U + n;
                    recurrent(x[n] + bias(n) + inner[n] + bias(3 * U + n))
                };
                let seen: Vec<f64> = if G::AFTER {
                    (0..U).map(|n| gate(1, n) * (inner[2 * U + n] + bias(5 * U + n))).collect()
                } else {
                    let seen: Vec<f64> = (0..U).map(|n| gate(1, n) * h[n]).collect();
                    times(&seen, recurrent_kernel)[2 * U..].to_vec()
                };
                let candidate = |n: usize| activation(x[2 * U + n] + bias(2 * U + n) + seen[n]);
                (0..U).map(|n| gate(0, n) * h[n] + (1.0 - gate(0, n)) * candidate(n)).collect()
            })
        });
    }

    fn check<const T: usize, const F: usize, const U: usize, S: Setup<Settings = GRUSettings>>() {
        check_with::<T, F, U, Tanh, Sigmoid, AfterProduct, Bias, S>((f64::tanh, sigmoid));
        check_with::<T, F, U, Tanh, Sigmoid, BeforeProduct, Bias, S>((f64::tanh, sigmoid));
    }

    #[test]
    fn of_the_last_step() {
        check::<1, 1, 1, Last>();
        check::<1, 3, 5, Last>();
        check::<4, 1, 5, Last>();
        check::<5, 3, 2, Last>();
        check::<3, 17, 7, Last>();
    }

    #[test]
    fn of_each_step() {
        check::<1, 2, 3, Each>();
        check::<5, 3, 2, Each>();
        check::<3, 2, 13, Each>();
    }

    #[test]
    fn from_the_last_step_on() {
        check::<4, 3, 5, LastBackwards>();
        check::<4, 3, 5, EachBackwards>();
    }

    #[test]
    fn without_a_bias() {
        let functions: (Function, Function) = (f64::tanh, sigmoid);
        check_with::<4, 3, 5, Tanh, Sigmoid, AfterProduct, NoBias, Each>(functions);
        check_with::<4, 3, 5, Tanh, Sigmoid, BeforeProduct, NoBias, Last>(functions);
    }

    fn check_activations<G: ResetGate>() {
        check_with::<3, 3, 5, Relu, Sigmoid, G, Bias, Each>((relu, sigmoid));
        check_with::<3, 3, 5, Tanh, Relu, G, Bias, Last>((f64::tanh, relu));
        check_with::<3, 3, 5, Swish, Sigmoid, G, Bias, Last>((swish, sigmoid));
        check_with::<3, 3, 5, Tanh, Swish, G, Bias, EachBackwards>((f64::tanh, swish));
        // Softmax takes all units of a sample together: of one unit it makes 1.
        check_with::<3, 2, 1, Softmax, Sigmoid, G, Bias, Each>((|_| 1.0, sigmoid));
    }

    #[test]
    fn with_other_activations() {
        check_activations::<AfterProduct>();
        check_activations::<BeforeProduct>();
    }

    #[test]
    fn step_by_step() {
        check_streaming::<Sequence<1, 3>, GRU<3, 5>>();
        check_streaming::<Sequence<7, 3>, GRU<3, 5>>();
        check_streaming_with::<Sequence<7, 9>, GRU<9, 20>, Each>();
        check_streaming_with::<Sequence<7, 9>, GRU<9, 20, Tanh, Sigmoid, BeforeProduct>, Each>();
    }

    #[test]
    fn settings_pick_the_variant() {
        setup! { struct Unbiased: GRUSettings { use_bias: false } }
        setup! { struct Before: GRUSettings { reset_after: false } }
        setup! { struct Both: GRUSettings { reset_after: false, use_bias: false } }
        type Gru = GRU<3, 5>;
        const { assert!(<Gru as Configure<Last>>::VARIANT == 0) }
        fn check<const NUMBER: usize, S: Setup<Settings = GRUSettings>>(floats: usize)
        where
            Gru: Variant<NUMBER, Layer: Block>,
        {
            assert_eq!(<Gru as Configure<S>>::VARIANT, NUMBER);
            assert_eq!(<Gru as Variant<NUMBER>>::Layer::LENGTH, (3 + 5) * 15 + floats);
        }
        check::<0, Last>(30);
        check::<1, Unbiased>(0);
        check::<2, Before>(15);
        check::<3, Both>(0);
    }
}
