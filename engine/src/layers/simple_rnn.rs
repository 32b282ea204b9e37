use super::recurrent::{self, Walk, add_outer, add_product, step_of, step_of_mut, take, two_steps};
use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Layer, Linear, Random,
    RecurrentSettings, ReturnSequences, Shape, ShapeRule, Tanh,
    bias::{add_rows, start_rows},
    math::larger,
    parameters,
    switches::use_bias,
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
/// use cornu_engine::{Dims, ReturnSequences, Sequence, ShapeRule, SimpleRNN};
///
/// type Hours = Sequence<24, 3>;
/// assert_eq!(<SimpleRNN<3, 16> as ShapeRule<Hours>>::OUTPUT, Dims::flat(16));
/// type Each = <SimpleRNN<3, 16> as ReturnSequences<true>>::Layer;
/// assert_eq!(<Each as ShapeRule<Hours>>::OUTPUT, Dims::sequence(24, 16));
/// ```
///
/// What may stand in braces: [`RecurrentSettings`].
#[repr(C)]
#[derive(Clone)]
pub struct SimpleRNN<
    const FEATURES: usize,
    const UNITS: usize,
    A = Tanh,
    const RETURN_SEQUENCES: bool = false,
    B: BiasTerm = Bias,
> {
    /// The weights of what comes in, features × units.
    pub kernel: [[f32; UNITS]; FEATURES],
    /// The weights of the last output, units × units.
    pub recurrent_kernel: [[f32; UNITS]; UNITS],
    /// What is added to each unit's sum.
    pub bias: B::Of<[f32; UNITS]>,
    activation: PhantomData<A>,
}

parameters! {
    impl [const F: usize, const U: usize, A: 'static, const S: bool, B: BiasTerm]
        SimpleRNN<F, U, A, S, B> { kernel, recurrent_kernel, bias; activation }
}

use_bias! {
    impl [const F: usize, const U: usize, A, const S: bool] SimpleRNN<F, U, A, S>
}

#[diagnostic::do_not_recommend]
impl<const F: usize, const U: usize, A, const S: bool, B: BiasTerm, const SEQUENCES: bool>
    ReturnSequences<SEQUENCES> for SimpleRNN<F, U, A, S, B>
{
    type Layer = SimpleRNN<F, U, A, SEQUENCES, B>;
}

impl<In: Shape, S: Setup<Settings = RecurrentSettings>, const F: usize, const U: usize, A, const S: bool, B: BiasTerm> ShapeRule<In, S>
    for SimpleRNN<F, U, A, S, B>
{
    const OUTPUT: Dims = recurrent::output(In::DIMS, U, S);
    const FIT: Fit = recurrent::fit(In::DIMS, F, U);
}

impl<const F: usize, const U: usize, A: Activation, const S: bool, B: BiasTerm> SimpleRNN<F, U, A, S, B> {
    /// One step of as many samples as there are, in use: `h` is the last output and becomes the next; `sums` has
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
impl<In: Shape, S: Setup<Settings = RecurrentSettings>, const F: usize, const U: usize, A: Activation, const S: bool, B: BiasTerm> Layer<In, S>
    for SimpleRNN<F, U, A, S, B>
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
        S::SETTINGS.init.write(&mut self.kernel, random);
        S::SETTINGS.recurrent_init.write(&mut self.recurrent_kernel, random);
        S::SETTINGS.bias_init.write(&mut self.bias, random);
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], mut scratch: &mut [f32]) {
        let walk = Walk::<F, U>::new(x, In::DIMS, S::SETTINGS.go_backwards);
        let one = walk.batch * U;
        let (h, sums) = (take(&mut scratch, one), take(&mut scratch, one));
        let rows = take(&mut scratch, walk.room_for_a_step());
        h.fill(0.0);
        for step in 0..walk.steps {
            self.advance(walk.take_step(x, step, rows), h, sums, scratch);
            walk.give_step::<S>(h, step, y);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let walk = Walk::<F, U>::new(pass.x, In::DIMS, S::SETTINGS.go_backwards);
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
            walk.give_step::<S>(h, step, pass.y);
        }
    }

    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let walk = Walk::<F, U>::new(pass.x, In::DIMS, S::SETTINGS.go_backwards);
        let one = walk.batch * U;
        let Trace { h, sums, dsums } = Trace::new(pass.trace, walk.steps, one, A::NEEDS_SUMS);
        let mut scratch = pass.scratch;
        let dh = take(&mut scratch, one);
        let rows = take(&mut scratch, walk.room_for_all_steps());
        let transposed = take(&mut scratch, U * U);
        recurrent::transpose(self.recurrent_kernel.floats(), U, transposed);
        dh.fill(0.0);
        for step in (0..walk.steps).rev() {
            walk.add_step::<S>(pass.dy, step, dh);
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
    fn step(
        &self,
        _: &RecurrentSettings,
        x: &[f32],
        y: &mut [f32],
        state: &mut [f32],
        mut scratch: &mut [f32],
    ) {
        let sums = take(&mut scratch, U);
        self.advance(x, state, sums, scratch);
        y.copy_from_slice(state);
    }
}

impl<const F: usize, const U: usize, A, const S: bool, B: BiasTerm> core::fmt::Debug
    for SimpleRNN<F, U, A, S, B>
{
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
    use super::recurrent::tests::{Swish, check_streaming, relu, run, swish, times};
    use super::*;
    use crate::{NoBias, Relu, Sequence, Settings, testing::check_layer};
    use std::vec;

    const FORWARDS: RecurrentSettings = RecurrentSettings::DEFAULT;
    const BACKWARDS: RecurrentSettings = RecurrentSettings { go_backwards: true, ..FORWARDS };

    fn check_with<
        const T: usize,
        const F: usize,
        const U: usize,
        A: Activation,
        const S: bool,
        B: BiasTerm,
    >(
        settings: &RecurrentSettings,
        activation: fn(f64) -> f64,
    ) {
        check_layer::<Sequence<T, F>, SimpleRNN<F, U, A, S, B>>(settings, |parameters, x| {
            let (kernel, rest) = parameters.split_at(F * U);
            let (recurrent_kernel, bias) = rest.split_at(U * U);
            run(x, F, U, (S::SETTINGS.go_backwards, S), vec![0.0; U], |x, h| {
                let (x, h) = (times(x, kernel), times(h, recurrent_kernel));
                (0..U).map(|n| activation(x[n] + h[n] + bias.get(n).unwrap_or(&0.0))).collect()
            })
        });
    }

    fn check<const T: usize, const F: usize, const U: usize, const S: bool>(settings: &RecurrentSettings) {
        check_with::<T, F, U, Tanh, S, Bias>(settings, f64::tanh);
    }

    #[test]
    fn of_the_last_step() {
        check::<1, 1, 1, false>(&FORWARDS);
        check::<1, 3, 5, false>(&FORWARDS);
        check::<4, 1, 5, false>(&FORWARDS);
        check::<5, 3, 2, false>(&FORWARDS);
        check::<3, 17, 13, false>(&FORWARDS);
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
        check_with::<4, 3, 5, Tanh, true, NoBias>(&FORWARDS, f64::tanh);
    }

    #[test]
    fn with_other_activations() {
        check_with::<3, 3, 5, Relu, true, Bias>(&FORWARDS, relu);
        check_with::<3, 3, 5, Linear, false, Bias>(&FORWARDS, |x| x);
        check_with::<3, 3, 5, Swish, true, Bias>(&BACKWARDS, swish);
    }

    #[test]
    fn step_by_step() {
        check_streaming::<Sequence<1, 3>, SimpleRNN<3, 5>>();
        check_streaming::<Sequence<7, 3>, SimpleRNN<3, 5>>();
        check_streaming::<Sequence<7, 9>, SimpleRNN<9, 20, Tanh, true>>();
    }
}
