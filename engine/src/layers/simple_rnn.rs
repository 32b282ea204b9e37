use super::{
    recurrent::{self, Walk, add_outer, add_product, step_of, step_of_mut, take, two_steps},
    recurrent_settings::recurrent_settings,
};
use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Layer, Linear, Random, Setup,
    Shape, ShapeRule, Tanh,
    bias::{add_rows, start_rows, use_bias},
    math::larger,
    parameters,
};
use core::marker::PhantomData;

/// A layer that sees its own last output beside each step of a sequence: h ← A(x·kernel + h·recurrent_kernel +
/// bias), and h starts as 0.
///
/// Keras's `SimpleRNN` (`keras/src/layers/rnn/simple_rnn.py`), with its defaults; of Elman, 1990. A is Keras's
/// `activation`.
///
/// It takes a sequence (steps × `FEATURES`), and gives the last h (`UNITS` values), or with
/// `{ return_sequences: true }` that of each step (steps × `UNITS`). It can be given one step after another.
/// There is neither Keras's `dropout` nor its `recurrent_dropout`, and no masking.
///
/// ```
/// use cornu_engine::{Dims, Sequence, ShapeRule, SimpleRNN, SimpleRNNSettings, setup};
///
/// type Hours = Sequence<24, 3>;
/// assert_eq!(<SimpleRNN<3, 16> as ShapeRule<Hours>>::OUTPUT, Dims::flat(16));
/// setup! { struct Each: SimpleRNNSettings { return_sequences: true } }
/// assert_eq!(<SimpleRNN<3, 16> as ShapeRule<Hours, Each>>::OUTPUT, Dims::sequence(24, 16));
/// ```
///
/// What may stand in braces: [`SimpleRNNSettings`].
#[repr(C)]
#[derive(Clone)]
pub struct SimpleRNN<const FEATURES: usize, const UNITS: usize, A = Tanh, B: BiasTerm = Bias> {
    /// The weights of what comes in, features × units.
    pub kernel: [[f32; UNITS]; FEATURES],
    /// The weights of the last output, units × units.
    pub recurrent_kernel: [[f32; UNITS]; UNITS],
    /// What is added to each unit's sum.
    pub bias: B::Of<[f32; UNITS]>,
    activation: PhantomData<A>,
}

recurrent_settings! {
    /// What may stand in braces behind a [`SimpleRNN`].
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! {
    ///     struct Net <
    ///         Input<24, 3>,
    ///         SimpleRNN<3, 8> { return_sequences: true, recurrent_l2: 1e-4, kernel_constraint: MaxNorm(3.0) },
    ///         SimpleRNN<8, 4, Relu> { recurrent_initializer: Identity, go_backwards: true, use_bias: false },
    ///         Dense<4, 1>
    ///     >;
    /// }
    ///
    /// let mut net = Net::zeroed();
    /// net.initialize(7);
    /// assert_eq!(net.simple_rnn_2.recurrent_kernel[1], [0.0, 1.0, 0.0, 0.0]);
    /// ```
    pub struct SimpleRNNSettings {}
}

parameters! {
    impl [const F: usize, const U: usize, A: 'static, B: BiasTerm] SimpleRNN<F, U, A, B>: SimpleRNNSettings, variants {
        kernel, recurrent_kernel, bias; activation
    }
}

use_bias! {
    impl [const F: usize, const U: usize, A: 'static] SimpleRNN<F, U, A>: SimpleRNNSettings, and SimpleRNNSettings::check_alone
}

impl<
    In: Shape,
    S: Setup<Settings = SimpleRNNSettings>,
    const F: usize,
    const U: usize,
    A: 'static,
    B: BiasTerm,
> ShapeRule<In, S> for SimpleRNN<F, U, A, B>
{
    const OUTPUT: Dims = recurrent::output(In::DIMS, U, S::SETTINGS.return_sequences);
    const FIT: Fit = recurrent::fit(In::DIMS, F, U);
    const TO_GIVE_SEQUENCE: &'static str = recurrent::to_give_sequence(S::SETTINGS.return_sequences);
}

impl<const F: usize, const U: usize, A: Activation, B: BiasTerm> SimpleRNN<F, U, A, B> {
    /// One step of as many samples as there are, in inference: `h` is the last output and becomes the next; `sums` has
    /// its size.
    #[inline(always)]
    fn advance(&self, x: &[f32], h: &mut [f32], sums: &mut [f32], scratch: &mut [f32]) {
        start_rows(sums, &self.bias, U);
        add_product(x, F, self.kernel.floats(), U, sums, scratch);
        add_product(h, U, self.recurrent_kernel.floats(), U, sums, scratch);
        A::apply(sums, U);
        h.copy_from_slice(sums);
    }
}

/// The parts of the trace, each steps × samples × units; of the output there is one step more, the start.
struct Trace<'a> {
    h: &'a mut [f32],
    sums: &'a mut [f32],
    dsums: &'a mut [f32],
}

impl<'a> Trace<'a> {
    fn new(mut trace: &'a mut [f32], steps: usize, one: usize, keeps_sums: bool) -> Self {
        Trace {
            h: take(&mut trace, (steps + 1) * one),
            sums: take(&mut trace, if keeps_sums { steps * one } else { 0 }),
            dsums: take(&mut trace, steps * one),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = SimpleRNNSettings>,
    const F: usize,
    const U: usize,
    A: Activation,
    B: BiasTerm,
> Layer<In, S> for SimpleRNN<F, U, A, B>
{
    type Activation = Linear;
    const COST: usize = In::DIMS.sizes[0] * (F + U) * U;
    const TRACE: Floats = {
        let slabs = if A::NEEDS_SUMS { 3 } else { 2 };
        Floats::each(In::DIMS.sizes[0] * slabs * U + U)
    };
    const SCRATCH: Floats = {
        let once = U * U + recurrent::products(F, U, U);
        Floats::once(once).and(Floats::each(larger(In::DIMS.sizes[0] * F + U, F + 2 * U)))
    };
    const INFERENCE_SCRATCH: usize = 2 * U;
    const STATE: Option<usize> = Some(U);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.kernel_initializer.write(&mut self.kernel, random);
        S::SETTINGS.recurrent_initializer.write(&mut self.recurrent_kernel, random);
        S::SETTINGS.bias_initializer.write(&mut self.bias, random);
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], mut scratch: &mut [f32]) {
        let walk = Walk::<S, F, U>::new(x, In::DIMS);
        let one = walk.batch * U;
        let (h, sums) = (take(&mut scratch, one), take(&mut scratch, one));
        let rows = take(&mut scratch, walk.room_for_a_step());
        h.fill(0.0);
        for step in 0..walk.steps {
            self.advance(walk.take_step(x, step, rows), h, sums, scratch);
            walk.give_step(h, step, y);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let walk = Walk::<S, F, U>::new(pass.x, In::DIMS);
        let one = walk.batch * U;
        let Trace { h, sums, .. } = Trace::new(pass.trace, walk.steps, one, A::NEEDS_SUMS);
        let mut scratch = pass.scratch;
        let rows = take(&mut scratch, walk.room_for_all_steps());
        h[..one].fill(0.0);
        start_rows(&mut h[one..], &self.bias, U);
        walk.add_input(pass.x, self.kernel.floats(), &mut h[one..], rows, scratch);
        for step in 0..walk.steps {
            let (last, h) = two_steps(h, step, one);
            add_product(last, U, self.recurrent_kernel.floats(), U, h, scratch);
            if A::NEEDS_SUMS {
                step_of_mut(sums, step, one).copy_from_slice(h);
            }
            A::apply(h, U);
            walk.give_step(h, step, pass.y);
        }
    }

    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let walk = Walk::<S, F, U>::new(pass.x, In::DIMS);
        let one = walk.batch * U;
        let Trace { h, sums, dsums } = Trace::new(pass.trace, walk.steps, one, A::NEEDS_SUMS);
        let mut scratch = pass.scratch;
        let dh = take(&mut scratch, one);
        let rows = take(&mut scratch, walk.room_for_all_steps());
        let transposed = take(&mut scratch, U * U);
        recurrent::transpose(self.recurrent_kernel.floats(), U, transposed);
        dh.fill(0.0);
        for step in (0..walk.steps).rev() {
            walk.add_step(pass.dy, step, dh);
            let sums = if A::NEEDS_SUMS { step_of(sums, step, one) } else { &[] };
            A::backward(sums, step_of(h, step + 1, one), dh, U);
            let dsums = step_of_mut(dsums, step, one);
            dsums.copy_from_slice(dh);
            if step > 0 {
                dh.fill(0.0);
                add_product(dsums, U, transposed, U, dh, scratch);
            }
        }
        if let Some(d) = d {
            walk.add_kernel_gradient(pass.x, dsums, d.kernel.floats_mut(), rows, scratch);
            add_outer(&h[..walk.steps * one], U, dsums, U, d.recurrent_kernel.floats_mut(), scratch);
            add_rows(&mut d.bias, dsums, U);
        }
        if let Some(dx) = pass.dx {
            walk.write_input_gradient(dsums, self.kernel.floats(), dx, rows, scratch);
        }
    }

    #[inline]
    fn step(&self, x: &[f32], y: &mut [f32], state: &mut [f32], mut scratch: &mut [f32]) {
        let sums = take(&mut scratch, U);
        self.advance(x, state, sums, scratch);
        y.copy_from_slice(state);
    }
}

impl<const F: usize, const U: usize, A, B: BiasTerm> core::fmt::Debug for SimpleRNN<F, U, A, B> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("SimpleRNN")
            .field("kernel", &self.kernel)
            .field("recurrent_kernel", &self.recurrent_kernel)
            .field("bias", &self.bias)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::recurrent::tests::{Swish, check_streaming, check_streaming_with, relu, run, swish, times};
    use super::*;
    use crate::{Configure, DefaultsOf, MergeMode, NoBias, Relu, Sequence, setup, testing::check_layer_with};
    use std::vec;

    type Last = DefaultsOf<SimpleRNN<1, 1>>;
    setup! { struct Each: SimpleRNNSettings { return_sequences: true } }
    setup! { struct LastBackwards: SimpleRNNSettings { go_backwards: true } }
    setup! { struct EachBackwards: SimpleRNNSettings { return_sequences: true, go_backwards: true } }

    fn check_with<const T: usize, const F: usize, const U: usize, A, B, S>(activation: fn(f64) -> f64)
    where
        A: Activation,
        B: BiasTerm,
        S: Setup<Settings = SimpleRNNSettings>,
    {
        check_layer_with::<Sequence<T, F>, SimpleRNN<F, U, A, B>, S>(|parameters, x| {
            let (kernel, rest) = parameters.split_at(F * U);
            let (recurrent_kernel, bias) = rest.split_at(U * U);
            let way = (S::SETTINGS.go_backwards, S::SETTINGS.return_sequences);
            run(x, F, U, way, vec![0.0; U], |x, h| {
                let (x, h) = (times(x, kernel), times(h, recurrent_kernel));
                (0..U).map(|n| activation(x[n] + h[n] + bias.get(n).unwrap_or(&0.0))).collect()
            })
        });
    }

    fn check<const T: usize, const F: usize, const U: usize, S: Setup<Settings = SimpleRNNSettings>>() {
        check_with::<T, F, U, Tanh, Bias, S>(f64::tanh);
    }

    #[test]
    fn of_the_last_step() {
        check::<1, 1, 1, Last>();
        check::<1, 3, 5, Last>();
        check::<4, 1, 5, Last>();
        check::<5, 3, 2, Last>();
        check::<3, 17, 13, Last>();
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
        check_with::<4, 3, 5, Tanh, NoBias, Each>(f64::tanh);
        setup! { struct Unbiased: SimpleRNNSettings { use_bias: false } }
        assert_eq!(<SimpleRNN<3, 5> as Configure<Last>>::VARIANT, 0);
        assert_eq!(<SimpleRNN<3, 5> as Configure<Unbiased>>::VARIANT, 1);
    }

    #[test]
    fn with_other_activations() {
        check_with::<3, 3, 5, Relu, Bias, Each>(relu);
        check_with::<3, 3, 5, Linear, Bias, Last>(|x| x);
        check_with::<3, 3, 5, Swish, Bias, EachBackwards>(swish);
    }

    #[test]
    fn step_by_step() {
        check_streaming::<Sequence<1, 3>, SimpleRNN<3, 5>>();
        check_streaming::<Sequence<7, 3>, SimpleRNN<3, 5>>();
        check_streaming_with::<Sequence<7, 9>, SimpleRNN<9, 20>, Each>();
    }

    #[test]
    fn what_to_write_for_a_sequence_is_told_where_there_is_none() {
        type Steps = Sequence<4, 3>;
        type Rnn = SimpleRNN<3, 5>;
        assert_eq!(<Rnn as ShapeRule<Steps>>::TO_GIVE_SEQUENCE, "`{ return_sequences: true }` behind it");
        assert_eq!(<Rnn as ShapeRule<Steps, Each>>::TO_GIVE_SEQUENCE, "");
    }

    #[test]
    fn only_two_layers_are_merged() {
        setup! { struct Summed: SimpleRNNSettings { merge_mode: MergeMode::Sum } }
        let check = <SimpleRNN<3, 5> as Configure<Summed>>::CHECK;
        assert!(matches!(check, Fit::Setting { name: "merge_mode", .. }));
    }
}
