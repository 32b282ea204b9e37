//! Whole networks: their loss, its gradient, and ten steps with either optimizer.

use super::{
    alone::{inputs, samples},
    assert_close, number, numbers, text,
};
use crate::{
    keras::{AnyOptimizer, assert_within, data},
    recording::{Recording, recorded},
};
use cornu::{Adam, Block, Loss, Network, Optimizer, SGD, Training, training_floats, view_blocks};
use serde_json::Value;

/// Compares a network: `layers` are its layers' names in the file, if they have any.
pub(super) fn compare<N: Network, L>(case: &Value, loss: L, layers: &[&str], targets: &[L::Target])
where
    L: Loss<N::Head, N::Output> + Copy,
{
    let what = |what: &str| format!("{}: {what}", text(&case["name"]));
    let batch = targets.len();
    let x = samples(&inputs(&case["x"]), batch);
    let x: &[N::Input] = view_blocks(&x);
    let mut network = N::zeroed();
    let start = all(&case["weights"], layers);
    let train = |optimizer: Box<dyn Optimizer>| {
        let memory = vec![f32::NAN; training_floats::<N>(batch, optimizer.moments())];
        Training::<N, _, _, _>::new(AnyOptimizer(optimizer), loss, memory)
    };
    let outputs =
        |network: &N| -> Vec<f32> { x.iter().flat_map(|x| network.predict(x).floats().to_vec()).collect() };

    network.floats_mut().copy_from_slice(&start);
    assert_close(&what("the outputs"), &outputs(&network), &samples(&inputs(&case["y"]), batch));
    let mut training = train(Box::new(Recording));
    let value = training.step(&mut network, x, targets).unwrap().loss as f32 / batch as f32;
    assert_close(&what("the loss"), &[value], &[number(&case["loss"])]);
    let gradient = recorded::<N>(&training.memory);
    assert_close(&what("the gradient"), &gradient, &all(&case["gradients"], layers));

    for name in ["sgd", "adam"] {
        let way = &case[name];
        let learning_rate = number(&way["learning_rate"]);
        // In f32, 1 − β₂ᵗ loses digits, and ten steps may go 0.5 far.
        let (optimizer, tolerance): (Box<dyn Optimizer>, f32) = match name {
            "sgd" => (Box::new(SGD::new(learning_rate)), 1e-6),
            _ => (Box::new(Adam::new(learning_rate)), 1e-5),
        };
        let near = |part: &str, got: &[f32], want: &[f32]| {
            assert_within(tolerance, &what(&format!("{part} of {name}")), got, want);
        };
        network.floats_mut().copy_from_slice(&start);
        let mut training = train(optimizer);
        let mut step = |_| training.step(&mut network, x, targets).unwrap().loss as f32 / batch as f32;
        let losses: Vec<f32> = (0..10).map(&mut step).collect();
        near("the losses", &losses, &numbers(&way["losses"]));
        near("the weights", network.floats(), &all(&way["weights_after"], layers));
        if let Some(after) = way.get("evaluated_after") {
            let evaluated = training.evaluate(&network, x, targets).unwrap().loss as f32 / batch as f32;
            near("the evaluation", &[evaluated], &[number(after)]);
        }
        if let Some(after) = way.get("predictions_after") {
            near("the predictions", &outputs(&network), &samples(&inputs(after), batch));
        }
    }
}

/// The weights of all layers, one after another: a list of lists, or a list by each layer's name.
fn all(weights: &Value, layers: &[&str]) -> Vec<f32> {
    let layers: Vec<&Value> = match weights.as_array() {
        Some(list) => list.iter().collect(),
        None => layers.iter().map(|&layer| &weights[layer]).collect(),
    };
    layers.iter().flat_map(|layer| layer.as_array().unwrap()).flat_map(data).collect()
}
