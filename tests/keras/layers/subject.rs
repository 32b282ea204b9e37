//! One layer alone: what it gives, and its gradients.

use super::{assert_close, data};
use cornu::{
    Activation, Backward, Chance, Forward, Inputs, Layer, Merge, Parameter, Shape,
    engine::pass::{MergeStep, Step, Visit},
};
use serde_json::Value;

/// A layer whose type is forgotten, so that there is one comparison for all.
pub(super) trait Subject {
    /// How many samples come in with these floats.
    fn samples(&self, x: &[&[f32]]) -> usize;
    /// What it gives in use.
    fn infer(&self, x: &[&[f32]]) -> Vec<f32>;
    /// What it gives in training, and what it leaves for the way back.
    fn forward(&self, x: &[&[f32]]) -> Trained;
    /// The gradients of what came in, and that of all parameters.
    fn backward(&self, x: &[&[f32]], way: Trained, dy: Vec<f32>) -> (Vec<Vec<f32>>, Vec<f32>);
    /// The parameters after a step, before an optimizer has changed them.
    fn updated(&self, way: &Trained, samples: usize) -> Vec<f32>;
}

/// What the way forward leaves.
pub(super) struct Trained {
    y: Vec<f32>,
    sums: Vec<f32>,
    trace: Vec<f32>,
}

struct Single<'a, In: Shape, L: Layer<In>> {
    step: &'a Step<In, L>,
    layer: &'a L,
}

impl<In: Shape, L: Layer<In>> Single<'_, In, L> {
    fn scratch(samples: usize) -> Vec<f32> {
        vec![f32::NAN; L::SCRATCH.of(samples).max(L::INFERENCE_SCRATCH)]
    }
}

impl<In: Shape, L: Layer<In>> Subject for Single<'_, In, L> {
    fn samples(&self, x: &[&[f32]]) -> usize {
        x[0].len() / In::DIMS.len()
    }

    fn infer(&self, x: &[&[f32]]) -> Vec<f32> {
        let samples = self.samples(x);
        let mut y = vec![f32::NAN; samples * L::OUTPUT.len()];
        self.layer.infer(&self.step.settings, x[0], &mut y, &mut Self::scratch(samples));
        L::Activation::apply(&mut y, L::OUTPUT.last());
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
            trainable: self.step.trainable,
            penalty: &mut 0.0,
        };
        self.layer.forward(&self.step.settings, pass);
        let sums = if L::Activation::NEEDS_SUMS { y.clone() } else { Vec::new() };
        L::Activation::apply(&mut y, L::OUTPUT.last());
        Trained { y, sums, trace }
    }

    fn backward(&self, x: &[&[f32]], way: Trained, mut dy: Vec<f32>) -> (Vec<Vec<f32>>, Vec<f32>) {
        let Trained { y, sums, mut trace } = way;
        L::Activation::backward(&sums, &y, &mut dy, L::OUTPUT.last());
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
        self.layer.backward(&self.step.settings, pass, self.step.trainable.then_some(&mut d));
        (vec![dx], d.floats().to_vec())
    }

    fn updated(&self, way: &Trained, samples: usize) -> Vec<f32> {
        let mut layer = L::zeroed();
        layer.floats_mut().copy_from_slice(self.layer.floats());
        if self.step.trainable {
            layer.update_state(&self.step.settings, &way.trace, samples);
        }
        layer.floats().to_vec()
    }
}

struct Several<In, M>(std::marker::PhantomData<(In, M)>);

impl<In: Inputs, M: Merge<In>> Subject for Several<In, M> {
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

/// Shown a network's layers, compares the first with the case.
pub(super) struct First<'a> {
    pub(super) case: &'a Value,
    /// The parameters of the first layer.
    pub(super) parameters: &'a [Parameter],
}

impl Visit for First<'_> {
    fn layer<In: Shape, L: Layer<In>, const AT: usize>(&mut self, step: &Step<In, L>, layer: &L) {
        if AT == 0 {
            compare(self, &Single { step, layer });
        }
    }

    fn merge<In: Inputs, M: Merge<In>, const AT: usize>(&mut self, _: &MergeStep<In, M>) {
        if AT == 0 {
            compare(self, &Several::<In, M>(std::marker::PhantomData));
        }
    }
}

fn compare(First { case, parameters }: &First<'_>, subject: &dyn Subject) {
    let name = case["name"].as_str().unwrap();
    let x = inputs(&case["x"]);
    let x: Vec<&[f32]> = x.iter().map(Vec::as_slice).collect();
    let samples = subject.samples(&x);

    let y = data(&case["y"]);
    assert_close(&format!("{name}: y"), &subject.infer(&x), &y);
    // One sample alone may take another way.
    let alone = (0..samples).flat_map(|sample| {
        let x: Vec<&[f32]> = x.iter().map(|x| part(x, sample, samples)).collect();
        subject.infer(&x)
    });
    assert_close(&format!("{name}: y of one sample after another"), &alone.collect::<Vec<_>>(), &y);

    let way = subject.forward(&x);
    let in_training = if case["y_training"].is_null() { y } else { data(&case["y_training"]) };
    assert_close(&format!("{name}: y in training"), &way.y, &in_training);
    let updated = subject.updated(&way, samples);
    let (dx, d) = subject.backward(&x, way, data(&case["dy"]));

    // Tokens have no gradient.
    if !case["dx"].is_null() {
        let want = inputs(&case["dx"]);
        assert_eq!(dx.len(), want.len(), "{name}");
        for (dx, want) in dx.iter().zip(&want) {
            assert_close(&format!("{name}: dx"), dx, want);
        }
    }
    let all = |list: &Value| list.as_array().cloned().unwrap_or_default();
    let trained: Vec<_> = parameters.iter().filter(|parameter| parameter.trainable).collect();
    let gradients = all(&case["gradients"]);
    assert_eq!(trained.len(), gradients.len(), "{name}: all that learns has a gradient");
    for (parameter, gradient) in trained.iter().zip(&gradients) {
        assert_close(&format!("{name}: the gradient of {parameter}"), parameter.of(&d), &data(gradient));
    }
    let state: Vec<_> = parameters.iter().filter(|parameter| !parameter.trainable).collect();
    let after = all(&case["state_after"]);
    if !after.is_empty() {
        assert_eq!(state.len(), after.len(), "{name}: the state");
        for (parameter, after) in state.iter().zip(&after) {
            assert_close(&format!("{name}: {parameter} after"), parameter.of(&updated), &data(after));
        }
    }
}

/// A tensor, or a list of them.
pub(super) fn inputs(x: &Value) -> Vec<Vec<f32>> {
    x.as_array().map_or_else(|| vec![data(x)], |parts| parts.iter().map(data).collect())
}

/// One of so many samples.
fn part(x: &[f32], sample: usize, samples: usize) -> &[f32] {
    let floats = x.len() / samples;
    &x[sample * floats..][..floats]
}
