//! One layer alone, compared with a case.

use super::{
    assert_close, data, number, shape,
    subject::{Several, Single, Subject},
    text,
};
use cornu::{
    Block, Inputs, Layer, LayerInfo, Merge, Network, Parameter, Setup, Shape,
    engine::pass::{MergeStep, Step, Visit},
    random,
};
use serde_json::Value;
use std::marker::PhantomData;

/// Compares the first layer of a network, and gives the network with that layer's weights.
pub(super) fn compare_first<N: Network>(case: &Value) -> N {
    let mut network = N::zeroed();
    let parameters = parameters::<N>(first::<N>());
    write(&mut network, &parameters, &case["weights"]);
    let mut first = First { case, parameters: &parameters, is_compared: false };
    network.visit(&mut first);
    assert!(first.is_compared);
    network
}

/// The first layer of a network, behind what comes in.
pub(super) fn first<N: Network>() -> &'static LayerInfo {
    N::LAYERS.iter().find(|layer| !layer.is_input).unwrap()
}

/// The parameters of one layer of a network, without a bias that is left out.
pub(super) fn parameters<N: Network>(layer: &LayerInfo) -> Vec<Parameter> {
    let is_its = |parameter: &&Parameter| parameter.path.layer() == layer.name && parameter.dims.len() > 0;
    N::PARAMETERS.iter().filter(is_its).copied().collect()
}

/// Writes Keras's weights, one after another, to these parameters of a network, which are called alike.
pub(super) fn write(network: &mut impl Block, table: &[Parameter], weights: &Value) {
    let weights = weights.as_array().unwrap();
    assert_eq!(table.len(), weights.len(), "as many parameters as Keras has");
    for (parameter, weight) in table.iter().zip(weights) {
        assert_eq!(plain(&parameter.to_string()), text(&weight["name"]), "the order is Keras's");
        if parameter.path.name() == "alpha" {
            // Of whatever rank, in a row.
            assert_eq!(parameter.dims.len(), data(weight).len(), "{parameter}");
        } else {
            assert_eq!(parameter.dims.as_slice(), shape(weight), "{parameter}");
        }
        network.floats_mut()[parameter.offset..][..parameter.dims.len()].copy_from_slice(&data(weight));
    }
}

/// A parameter's name without that of a network's layer, as Keras has it: `forward_layer/kernel` is
/// `forward/kernel` there, `query_kernel` is `query/kernel`, and the layer inside a `TimeDistributed` has no name.
pub(super) fn plain(path: &str) -> String {
    let own = match path.split_once('/') {
        Some((layer, own)) if layer.ends_with(char::is_numeric) => own,
        _ => path,
    };
    let own = own.strip_prefix("layer/").unwrap_or(own).replace("_layer/", "/");
    let of_attention = ["query_", "key_", "value_", "output_"].iter().any(|part| own.starts_with(part));
    if of_attention { own.replacen('_', "/", 1) } else { own }
}

/// Shown a network's layers, compares the first with the case.
struct First<'a> {
    case: &'a Value,
    /// The parameters of the first layer.
    parameters: &'a [Parameter],
    is_compared: bool,
}

impl First<'_> {
    /// Whether this layer, of those that are shown in order, is the first.
    fn is_next(&mut self) -> bool {
        !std::mem::replace(&mut self.is_compared, true)
    }
}

impl Visit for First<'_> {
    fn layer<In: Shape, L: Layer<In, S>, S: Setup, const AT: usize>(
        &mut self,
        step: &Step<In, L, S>,
        layer: &L,
    ) {
        if self.is_next() {
            assert_start::<In, L, S>(self);
            compare_with(self, &Single::<In, L, S>::new(layer, step.trainable));
        }
    }

    fn merge<In: Inputs, M: Merge<In, S>, S: Setup, const AT: usize>(&mut self, _: &MergeStep<In, M, S>) {
        if self.is_next() {
            compare_with(self, &Several::<In, M, S>(PhantomData));
        }
    }
}

/// Compares the start of each parameter, if the case has it: then none of it is drawn.
fn assert_start<In: Shape, L: Layer<In, S>, S: Setup>(First { case, .. }: &First<'_>) {
    if let Some(initial) = case.get("initial") {
        let mut layer = L::zeroed();
        layer.build(&mut random(7, 0));
        let want: Vec<f32> = initial.as_array().unwrap().iter().flat_map(data).collect();
        assert_close(&format!("{}: the start", text(&case["name"])), layer.floats(), &want);
    }
}

fn compare_with(First { case, parameters, .. }: &First<'_>, subject: &dyn Subject) {
    let name = text(&case["name"]);
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
    let penalty = case.get("penalty").map_or(0.0, number);
    assert_close(&format!("{name}: the penalty"), &[subject.penalty()], &[penalty]);

    // Tokens have no gradient, and some are not exact.
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

/// Samples of all inputs, each with its own behind one another.
pub(super) fn samples(inputs: &[Vec<f32>], samples: usize) -> Vec<f32> {
    let of = |sample: usize| {
        inputs.iter().flat_map(move |x| {
            let floats = x.len() / samples;
            x[sample * floats..][..floats].to_vec()
        })
    };
    (0..samples).flat_map(of).collect()
}
