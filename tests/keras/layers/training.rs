//! Ten steps of a network: the layer, and a `Dense` with two outputs.

use super::{
    alone,
    alone::{inputs, samples},
    assert_close, data, number, numbers, shape, text,
};
use cornu::{Block, Linear, Loss, MeanSquaredError, Network, SGD, Training, training_floats, view_blocks};
use serde_json::Value;

/// Compares the first layer of a network alone; then ten steps of the whole.
pub(super) fn compare<N>(case: &Value)
where
    N: Network<Head = Linear>,
    MeanSquaredError: Loss<Linear, N::Output, Target = N::Output>,
{
    let mut network = alone::compare_first::<N>(case);
    let own = alone::parameters::<N>(alone::first::<N>());
    let dense = alone::parameters::<N>(N::LAYERS.last().unwrap());
    let steps = &case["ten_steps"];
    alone::write(&mut network, &dense, &steps["dense"]);
    let what = |what: &str| format!("{}: {what}", text(&case["name"]));
    let (x, target) = (samples(&inputs(&case["x"]), shape(&steps["target"])[0]), data(&steps["target"]));
    let (x, target): (&[N::Input], &[N::Output]) = (view_blocks(&x), view_blocks(&target));
    let memory = vec![f32::NAN; training_floats::<N>(x.len(), 0)];
    let mut training = Training::new(SGD::new(number(&steps["learning_rate"])), MeanSquaredError, memory);
    let mut step = |_| training.step(&mut network, x, target).unwrap().loss as f32 / x.len() as f32;
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
