//! One layer alone, called as the engine calls it.

use cornu::{Activation, Backward, Chance, Forward, Inputs, Layer, Merge, Setup, Shape};
use std::marker::PhantomData;

/// A layer whose type is forgotten, so that there is one comparison for all.
pub(super) trait Subject {
    /// How many samples come in with these floats.
    fn samples(&self, x: &[&[f32]]) -> usize;
    /// What it gives in inference.
    fn infer(&self, x: &[&[f32]]) -> Vec<f32>;
    /// What it gives in training, and what it leaves for the way back.
    fn forward(&self, x: &[&[f32]]) -> Trained;
    /// What its parameters add to the loss.
    fn penalty(&self) -> f32;
    /// The gradients of what came in, and that of all parameters, with that of the penalty.
    fn backward(&self, x: &[&[f32]], way: Trained, dy: Vec<f32>) -> (Vec<Vec<f32>>, Vec<f32>);
    /// The parameters after a step, before an optimizer has changed them.
    fn updated(&self, way: &Trained, samples: usize) -> Vec<f32>;
}

/// What the way forward leaves.
pub(super) struct Trained {
    pub(super) y: Vec<f32>,
    sums: Vec<f32>,
    trace: Vec<f32>,
}

/// A layer with one input, in a use with the settings `S`.
pub(super) struct Single<'a, In, L, S> {
    trainable: bool,
    layer: &'a L,
    types: PhantomData<fn(In, S)>,
}

impl<'a, In: Shape, L: Layer<In, S>, S: Setup> Single<'a, In, L, S> {
    pub(super) fn new(layer: &'a L, trainable: bool) -> Self {
        Single { trainable, layer, types: PhantomData }
    }

    fn scratch(samples: usize) -> Vec<f32> {
        vec![f32::NAN; L::SCRATCH.of(samples).max(L::INFERENCE_SCRATCH)]
    }
}

impl<In: Shape, L: Layer<In, S>, S: Setup> Subject for Single<'_, In, L, S> {
    fn samples(&self, x: &[&[f32]]) -> usize {
        x[0].len() / In::DIMS.len()
    }

    fn infer(&self, x: &[&[f32]]) -> Vec<f32> {
        let samples = self.samples(x);
        let mut y = vec![f32::NAN; samples * L::OUTPUT.len()];
        self.layer.infer(x[0], &mut y, &mut Self::scratch(samples));
        <L::Activation as Activation>::apply(&mut y, L::OUTPUT.last());
        y
    }

    fn forward(&self, x: &[&[f32]]) -> Trained {
        let samples = self.samples(x);
        let mut y = vec![f32::NAN; samples * L::OUTPUT.len()];
        let mut trace = vec![f32::NAN; L::TRACE.of(samples)];
        let pass = Forward {
            x: x[0],
            y: &mut y,
            trace: &mut trace,
            scratch: &mut Self::scratch(samples),
            chance: Chance::new(7, 1, 0),
            trainable: self.trainable,
            penalty: &mut 0.0,
        };
        self.layer.forward(pass);
        let sums = if <L::Activation as Activation>::NEEDS_SUMS { y.clone() } else { Vec::new() };
        <L::Activation as Activation>::apply(&mut y, L::OUTPUT.last());
        Trained { y, sums, trace }
    }

    fn penalty(&self) -> f32 {
        self.layer.penalty() as f32
    }

    fn backward(&self, x: &[&[f32]], way: Trained, mut dy: Vec<f32>) -> (Vec<Vec<f32>>, Vec<f32>) {
        let Trained { y, sums, mut trace } = way;
        <L::Activation as Activation>::backward(&sums, &y, &mut dy, L::OUTPUT.last());
        let mut dx = vec![f32::NAN; x[0].len()];
        let pass = Backward {
            x: x[0],
            y: &y,
            dy: &dy,
            dx: Some(&mut dx),
            trace: &mut trace,
            scratch: &mut Self::scratch(self.samples(x)),
        };
        let mut d = L::zeroed();
        self.layer.backward(pass, self.trainable.then_some(&mut d));
        if self.trainable {
            self.layer.add_penalty_gradient(&mut d);
        }
        (vec![dx], d.floats().to_vec())
    }

    fn updated(&self, way: &Trained, samples: usize) -> Vec<f32> {
        let mut layer = L::zeroed();
        layer.floats_mut().copy_from_slice(self.layer.floats());
        if self.trainable {
            layer.update_state(&way.trace, samples);
        }
        layer.floats().to_vec()
    }
}

/// One with several.
pub(super) struct Several<In, M, S>(pub(super) PhantomData<fn(In, M, S)>);

impl<In: Inputs, M: Merge<In, S>, S: Setup> Subject for Several<In, M, S> {
    fn samples(&self, x: &[&[f32]]) -> usize {
        x[0].len() / In::ALL[0].len()
    }

    fn infer(&self, x: &[&[f32]]) -> Vec<f32> {
        let mut y = vec![f32::NAN; self.samples(x) * M::OUTPUT.len()];
        M::infer(x, &mut y);
        y
    }

    fn forward(&self, x: &[&[f32]]) -> Trained {
        Trained { y: self.infer(x), sums: Vec::new(), trace: Vec::new() }
    }

    fn penalty(&self) -> f32 {
        0.0
    }

    fn backward(&self, x: &[&[f32]], way: Trained, dy: Vec<f32>) -> (Vec<Vec<f32>>, Vec<f32>) {
        let back = |which: usize| {
            let mut dx = vec![f32::NAN; x[which].len()];
            M::backward(x, &way.y, &dy, which, &mut dx);
            dx
        };
        ((0..x.len()).map(back).collect(), Vec::new())
    }

    fn updated(&self, _: &Trained, _: usize) -> Vec<f32> {
        Vec::new()
    }
}
