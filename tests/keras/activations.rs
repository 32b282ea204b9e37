use super::{assert_close, cases, data, shape, text};
use cornu::{
    Activation, Elu, Gelu, HardSigmoid, LeakyRelu, Linear, Relu, Selu, Sigmoid, Silu, Softmax, Softplus,
    Softsign, Tanh,
};
use serde_json::Value;

/// Subnormal outputs among them: the absolute part of the tolerance covers those that Keras makes 0.
fn check<A: Activation>(case: &Value) {
    let (x, width) = (data(&case["x"]), *shape(&case["x"]).last().unwrap());
    let mut y = x.clone();
    A::apply(&mut y, width);
    assert_close("y", &y, &data(&case["y"]));
    let mut d = data(&case["dy"]);
    A::backward(if A::NEEDS_SUMS { &x } else { &[] }, &y, &mut d, width);
    assert_close("dx", &d, &data(&case["dx"]));
}

#[test]
fn activations_are_those_of_keras() {
    for case in cases(include_str!("../golden/activations.json")) {
        match text(&case["activation"]) {
            "elu" => check::<Elu>(&case),
            "gelu" => check::<Gelu>(&case),
            "hard_sigmoid" => check::<HardSigmoid>(&case),
            "leaky_relu" => check::<LeakyRelu>(&case),
            "linear" => check::<Linear>(&case),
            "relu" => check::<Relu>(&case),
            "selu" => check::<Selu>(&case),
            "sigmoid" => check::<Sigmoid>(&case),
            "silu" => check::<Silu>(&case),
            "softmax" => check::<Softmax>(&case),
            "softplus" => check::<Softplus>(&case),
            "softsign" => check::<Softsign>(&case),
            "tanh" => check::<Tanh>(&case),
            other => unreachable!("{other}"),
        }
    }
}
