//! Ten steps of a network: the layer, and a `Dense` with two outputs.

use super::{
    assert_close, data, number, numbers, shape,
    subject::{First, inputs},
    text,
};
use cornu::{
    Block, Linear, Loss, MeanSquaredError, Network, Parameter, SGD, Training, training_floats, view_blocks,
};
use serde_json::Value;

/// Compares the first layer of a network alone; then, if the case has them, ten steps of the whole.
pub(super) fn compare<N>(case: &Value)
where
    N: Network<Head = Linear>,
    MeanSquaredError: Loss<Linear, N::Output, Target = N::Output>,
{
    let mut network = N::zeroed();
    let (dense, own): (Vec<Parameter>, Vec<Parameter>) =
        N::PARAMETERS.iter().partition(|parameter| parameter.path.layer() == last_layer::<N>());
    write(&mut network, &own, &case["weights"]);
    network.visit(&mut First { case, parameters: &own });

    let steps = &case["ten_steps"];
    if steps.is_null() {
        return;
    }
    write(&mut network, &dense, &steps["dense"]);
    let what = |what: &str| format!("{}: {what}", text(&case["name"]));
    let (x, target) = (samples(&inputs(&case["x"]), shape(&steps["target"])[0]), data(&steps["target"]));
    let (x, target): (&[N::Input], &[N::Output]) = (view_blocks(&x), view_blocks(&target));
    let memory = vec![f32::NAN; training_floats::<N>(x.len(), 0)];
    let mut training = Training::new(SGD::new(number(&steps["learning_rate"])), MeanSquaredError, memory);
    let mut step = |_| training.step(&mut network, x, target).unwrap().loss / x.len() as f32;
    let losses: Vec<f32> = (0..10).map(&mut step).collect();
    assert_close(&what("the losses"), &losses, &numbers(&steps["losses"]));
    for (table, after) in [(&own, "weights_after"), (&dense, "dense_after")] {
        for (parameter, after) in table.iter().zip(steps[after].as_array().unwrap()) {
            let got = parameter.of(network.floats());
            assert_close(&what(&format!("{parameter} after ten steps")), got, &data(after));
        }
    }
    let predictions: Vec<f32> = x.iter().flat_map(|x| network.predict(x).floats().to_vec()).collect();
    assert_close(&what("the predictions"), &predictions, &data(&steps["predictions_after"]));
}

fn last_layer<N: Network>() -> &'static str {
    N::LAYERS.last().unwrap().name
}

/// Writes Keras's weights, one after another, to these parameters of a network, which are called alike.
fn write(network: &mut impl Block, table: &[Parameter], weights: &Value) {
    let weights = weights.as_array().unwrap();
    assert_eq!(table.len(), weights.len(), "as many parameters as Keras has");
    for (parameter, weight) in table.iter().zip(weights) {
        assert_eq!(
            plain(&parameter.to_string()),
            format!("/{}", text(&weight["name"])),
            "the order is Keras's"
        );
        assert_eq!(parameter.dims.as_slice(), shape(weight), "{parameter}");
        network.floats_mut()[parameter.offset..][..parameter.dims.len()].copy_from_slice(&data(weight));
    }
}

/// A parameter's name without its layer's, as Keras has it: `forward_layer/kernel` is `forward/kernel` there,
/// `query_kernel` is `query/kernel`, and the layer inside a `TimeDistributed` has no name.
fn plain(path: &str) -> String {
    let (_, own) = path.split_once('/').unwrap();
    let own = own.strip_prefix("layer/").unwrap_or(own).replace("_layer/", "/");
    let split = ["query_", "key_", "value_", "output_"].into_iter().find(|part| own.starts_with(part));
    match split {
        Some(part) => format!("/{}", own.replacen(part, &part.replace('_', "/"), 1)),
        None => format!("/{own}"),
    }
}

/// Samples of all inputs, each with its own behind one another.
fn samples(inputs: &[Vec<f32>], samples: usize) -> Vec<f32> {
    let of = |sample: usize| {
        inputs.iter().flat_map(move |x| {
            let floats = x.len() / samples;
            x[sample * floats..][..floats].to_vec()
        })
    };
    (0..samples).flat_map(of).collect()
}
