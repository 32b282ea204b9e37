//! Comparison with what Keras computes: the values and their tolerances are described in
//! `tests/golden/README.md`.

mod activations;
mod dense;
#[cfg(feature = "std")]
mod fit;
mod initializers;
mod layers;
mod losses;
mod metrics;
mod optimizers;
mod rules;
#[cfg(feature = "std")]
mod text;

use cornu::{Adam, Optimizer, RMSprop, SGD};
use serde_json::Value;

/// The cases of a file.
fn cases(json: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(json).unwrap();
    file["cases"].as_array().unwrap().clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn number(value: &Value) -> f32 {
    value.as_f64().unwrap() as f32
}

fn numbers(list: &Value) -> Vec<f32> {
    list.as_array().unwrap().iter().map(number).collect()
}

/// A tensor's values.
fn data(tensor: &Value) -> Vec<f32> {
    numbers(&tensor["data"])
}

/// A tensor's sizes.
fn shape(tensor: &Value) -> Vec<usize> {
    tensor["shape"].as_array().unwrap().iter().map(|size| size.as_u64().unwrap() as usize).collect()
}

/// A network's parameters as Keras lists them: kernel and bias of each layer.
fn weights(layers: &Value) -> Vec<f32> {
    let layers = layers.as_array().unwrap().iter();
    layers.flat_map(|layer| [data(&layer["kernel"]), data(&layer["bias"])].concat()).collect()
}

/// Keras's f32 is off by up to 1e-6 of a value, and by 3e-7 near 0, where sums cancel; so is ours.
#[track_caller]
fn assert_close(what: &str, got: &[f32], want: &[f32]) {
    assert_within(1e-6, what, got, want);
}

/// The same with another tolerance near 0.
#[track_caller]
fn assert_within(tolerance: f32, what: &str, got: &[f32], want: &[f32]) {
    assert_eq!(got.len(), want.len(), "{what}");
    for (place, (got, want)) in got.iter().zip(want).enumerate() {
        assert!(
            (got - want).abs() <= 1e-5 * want.abs() + tolerance,
            "{what} at {place}: {got}, Keras {want}"
        );
    }
}

/// An optimizer that is known only when the test runs.
struct AnyOptimizer(Box<dyn Optimizer>);

impl Optimizer for AnyOptimizer {
    fn moments(&self) -> usize {
        self.0.moments()
    }

    fn update(&self, step: u64, parameters: &mut [f32], d: &[f32], moments: &mut [&mut [f32]]) {
        self.0.update(step, parameters, d, moments);
    }
}

/// The optimizer that a case names.
fn optimizer(case: &Value) -> Box<dyn Optimizer> {
    let learning_rate = number(&case["learning_rate"]);
    let value = |name: &str| number(&case[name]);
    let flag = |name: &str| case[name].as_bool().unwrap();
    match text(&case["optimizer"]) {
        "sgd" => Box::new(SGD { learning_rate, momentum: value("momentum"), nesterov: flag("nesterov") }),
        "rmsprop" => Box::new(RMSprop {
            learning_rate,
            rho: value("rho"),
            momentum: value("momentum"),
            epsilon: value("epsilon"),
            centered: flag("centered"),
        }),
        "adam" => Box::new(Adam {
            learning_rate,
            beta_1: value("beta_1"),
            beta_2: value("beta_2"),
            epsilon: value("epsilon"),
        }),
        other => unreachable!("{other}"),
    }
}
