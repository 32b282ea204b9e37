//! A network is a layer as well: one model stands in another by its name.

use crate::{
    Activation, Backward, Block, Configurable, Dims, First, Fit, Floats, Forward, Layer, Network, NoSettings,
    Random, Shape, ShapeRule,
    network::{inference_floats, state_floats, training_scratch},
    pass::{self, Back, GradientBlock, Work},
    rand::Rng,
};

#[diagnostic::do_not_recommend]
impl<N: Network<Head: Activation>> First for N {
    const INPUT: Dims = N::INPUTS[0];
}

#[diagnostic::do_not_recommend]
impl<In: Shape, N: Network<Head: Activation> + Configurable<Settings = NoSettings>> ShapeRule<In> for N {
    const OUTPUT: Dims = N::LAYERS[N::LAYERS.len() - 1].output;
    const FIT: Fit = if N::INPUTS.len() == 1 {
        Fit::exactly(N::INPUTS[0], In::DIMS)
    } else {
        Fit::Never { takes: "several inputs, so that it is not a layer of another model" }
    };
    const TAKES_TOKENS: bool = N::INPUTS[0].vocabulary > 0;
}

#[diagnostic::do_not_recommend]
impl<In: Shape, N: Network<Head: Activation> + Configurable<Settings = NoSettings>> Layer<In> for N {
    type Activation = N::Head;
    const COST: usize = <N as Network>::MACS;
    // The values, a copy of dy, and the gradients that flow back between the values.
    const TRACE: Floats = N::PLAN
        .values_floats
        .and(Floats::each(N::Output::LENGTH + N::PLAN.through.floats + N::PLAN.through.more));
    const SCRATCH: Floats = {
        let scratch = training_scratch::<N>();
        Floats { once: scratch.once, each: scratch.each + N::PLAN.infer_floats }
    };
    const INFERENCE_SCRATCH: usize = inference_floats::<N>(1);
    const STATE: Option<usize> = state_floats::<N>();

    fn build(&mut self, random: &mut Random) {
        Network::initialize(self, random.next_u64());
    }

    #[inline(always)]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        pass::infer(self, x, y, scratch);
    }

    #[inline(always)]
    fn forward(&self, pass: Forward<'_>) {
        let batch = pass.x.len() / In::DIMS.len();
        let values = &mut pass.trace[..N::PLAN.values_floats.of(batch)];
        let (seed, step) = pass.chance.inside();
        let mut work =
            Work::new::<N>(pass.x, pass.y, values, pass.scratch).at(seed, step).learning(pass.trainable);
        pass::forward(self, &mut work);
        *pass.penalty += work.activity;
    }

    #[inline(always)]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let batch = pass.x.len() / In::DIMS.len();
        let (values, rest) = pass.trace.split_at_mut(N::PLAN.values_floats.of(batch));
        let (dy, gradients) = rest.split_at_mut(pass.dy.len());
        dy.copy_from_slice(pass.dy);
        let d = match d {
            Some(d) => GradientBlock::Whole(d.floats_mut()),
            None => GradientBlock::Nobody,
        };
        let mut work = Work::new::<N>(pass.x, &mut [], values, pass.scratch);
        pass::backward(self, &mut work, Back { y: pass.y, dy, dx: pass.dx, d, gradients });
    }

    #[inline(always)]
    fn update_state(&mut self, trace: &[f32], samples: usize) {
        pass::update_state(self, &trace[..N::PLAN.values_floats.of(samples)], samples);
    }

    #[inline(always)]
    fn penalty(&self) -> f64 {
        pass::penalty(self)
    }

    #[inline(always)]
    fn add_penalty_gradient(&self, _: &mut Self) {
        // On the way back each layer inside has added its own.
    }

    #[inline(always)]
    fn constrain(&mut self) {
        pass::constrain(self);
    }

    #[inline(always)]
    fn step(&self, x: &[f32], y: &mut [f32], state: &mut [f32], scratch: &mut [f32]) {
        pass::stream(self, x, y, state, scratch);
    }
}
