use super::{AnyOptimizer, assert_close, cases, data, number, optimizer, text, weights};
use crate::recording::record;
use cornu::{
    Activation, Backward, BinaryCrossentropy, Block, CategoricalCrossentropy, Dense, Layer, Loss,
    MeanSquaredError, Network, Sequence, Training, model,
    prelude::{Relu, Sigmoid, Softmax, Tanh},
    view_blocks,
};
use serde_json::Value;

model! { struct Classes < Dense<5, 4, Relu>, Dense<4, 3, Softmax> >; }
model! { struct YesNo < Dense<4, 6, Tanh>, Dense<6, 1, Sigmoid> >; }
model! { struct Values < Dense<3, 5, Sigmoid>, Dense<5, 2> >; }

fn check<N: Network, L: Loss<N::Head, N::Output, Target = N::Output> + Copy>(loss: L, case: &Value) {
    let mut network = N::zeroed();
    network.floats_mut().copy_from_slice(&weights(&case["weights"]));
    let (x, y) = (data(&case["x"]), data(&case["y"]));
    let (x, y): (&[N::Input], &[N::Output]) = (view_blocks(&x), view_blocks(&y));
    let outputs =
        |network: &N| -> Vec<f32> { x.iter().flat_map(|x| network.predict(x).floats().to_vec()).collect() };
    assert_close("the outputs", &outputs(&network), &data(&case["outputs"]));

    let (sum, _, d) = record(&mut network, loss, x, y);
    assert_close("the loss", &[sum as f32 / x.len() as f32], &[number(&case["value"])]);
    assert_close("the gradient", &d, &weights(&case["gradients"]));

    let optimizer = AnyOptimizer(optimizer(&case["optimizer"]));
    let memory = vec![0.0; cornu::training_floats::<N>(x.len(), optimizer.0.moments())];
    let mut training = Training::new(optimizer, loss, memory);
    let mut step = |_| training.step(&mut network, x, y).unwrap().loss as f32 / x.len() as f32;
    let losses: Vec<f32> = (0..10).map(&mut step).collect();
    assert_close("the losses", &losses, &data(&case["losses"]));
    assert_close("the weights after ten steps", network.floats(), &weights(&case["weights_after"]));
    assert_close("the outputs after ten steps", &outputs(&network), &data(&case["outputs_after"]));
}

#[test]
fn networks_are_those_of_keras() {
    for case in cases(include_str!("../golden/dense.json")) {
        match text(&case["loss"]) {
            "categorical_crossentropy" => check::<Classes, _>(CategoricalCrossentropy, &case),
            "binary_crossentropy" => check::<YesNo, _>(BinaryCrossentropy, &case),
            "mean_squared_error" => check::<Values, _>(MeanSquaredError, &case),
            other => unreachable!("{other}"),
        }
    }
}

#[test]
fn steps_are_those_of_keras() {
    type Steps = Sequence<3, 4>;
    type Subject = Dense<4, 5, Relu>;
    let file: Value = serde_json::from_str(include_str!("../golden/dense.json")).unwrap();
    let case = &file["rank3"];
    let mut layer = Subject::zeroed();
    layer.floats_mut().copy_from_slice(&[data(&case["kernel"]), data(&case["bias"])].concat());
    let x = data(&case["x"]);
    let mut scratch = vec![f32::NAN; <Subject as Layer<Steps>>::SCRATCH.of(3)];

    let mut y = vec![f32::NAN; data(&case["y"]).len()];
    Layer::<Steps>::infer(&layer, &x, &mut y, &mut scratch);
    <Relu as Activation>::apply(&mut y, 5);
    assert_close("y", &y, &data(&case["y"]));

    let (mut dy, mut dx) = (data(&case["dy"]), vec![f32::NAN; x.len()]);
    <Relu as Activation>::backward(&[], &y, &mut dy, 5);
    let pass = Backward { x: &x, y: &y, dy: &dy, dx: Some(&mut dx), trace: &mut [], scratch: &mut scratch };
    let mut d = Subject::zeroed();
    Layer::<Steps>::backward(&layer, pass, Some(&mut d));
    assert_close("dx", &dx, &data(&case["dx"]));
    assert_close("the kernel's gradient", d.kernel.floats(), &data(&case["dkernel"]));
    assert_close("the bias's gradient", d.bias.floats(), &data(&case["dbias"]));
}
