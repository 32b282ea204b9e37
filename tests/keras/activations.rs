use super::{assert_close, cases, data, shape, text};
use cornu::{
    Activation, CeluSettings, Configured, EluSettings, GeluSettings, HardShrinkSettings, LeakyReluSettings,
    ReluSettings, SoftShrinkSettings, SquareplusSettings, ThresholdSettings, prelude::*, setup,
};
use serde_json::Value;

/// Subnormal outputs among them: the absolute part of the tolerance covers those that Keras makes 0.
fn check<A: Activation>(case: &Value) {
    let (x, width) = (data(&case["x"]), *shape(&case["x"]).last().unwrap());
    let what = |what: &str| format!("{what} of {} {}", case["activation"], case["arguments"]);
    let mut y = x.clone();
    A::apply(&mut y, width);
    assert_close(&what("y"), &y, &data(&case["y"]));
    let mut d = data(&case["dy"]);
    A::backward(if A::NEEDS_SUMS { &x } else { &[] }, &y, &mut d, width);
    assert_close(&what("dx"), &d, &data(&case["dx"]));
}

/// The same of one with settings.
macro_rules! check {
    ($case:ident, $activation:ident: $settings:ty { $($name:ident: $value:expr),+ }) => {{
        setup! { struct Given: $settings { $($name: $value),+ } }
        check::<Configured<$activation, Given>>(&$case)
    }};
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

#[test]
fn further_activations_and_their_arguments_are_those_of_keras() {
    for case in cases(include_str!("../golden/activation_functions.json")) {
        match (text(&case["activation"]), case["arguments"].to_string().as_str()) {
            ("relu", r#"{"max_value":1.5}"#) => check!(case, Relu: ReluSettings { max_value: 1.5 }),
            ("relu", r#"{"negative_slope":0.1}"#) => check!(case, Relu: ReluSettings { negative_slope: 0.1 }),
            ("relu", r#"{"threshold":0.75}"#) => check!(case, Relu: ReluSettings { threshold: 0.75 }),
            ("relu", r#"{"max_value":1.5,"negative_slope":0.1,"threshold":0.75}"#) => {
                check!(case, Relu: ReluSettings { max_value: 1.5, negative_slope: 0.1, threshold: 0.75 });
            }
            ("relu6", "{}") => check::<Relu6>(&case),
            ("leaky_relu", "{}") => check::<LeakyRelu>(&case),
            ("leaky_relu", r#"{"negative_slope":0.1}"#) => {
                check!(case, LeakyRelu: LeakyReluSettings { negative_slope: 0.1 });
            }
            ("leaky_relu", r#"{"negative_slope":0.3}"#) => {
                check!(case, LeakyRelu: LeakyReluSettings { negative_slope: 0.3 });
            }
            ("elu", r#"{"alpha":0.5}"#) => check!(case, Elu: EluSettings { alpha: 0.5 }),
            ("celu", "{}") => check::<Celu>(&case),
            ("celu", r#"{"alpha":0.5}"#) => check!(case, Celu: CeluSettings { alpha: 0.5 }),
            ("celu", r#"{"alpha":2.0}"#) => check!(case, Celu: CeluSettings { alpha: 2.0 }),
            ("gelu", r#"{"approximate":false}"#) => check!(case, Gelu: GeluSettings { approximate: false }),
            ("gelu", r#"{"approximate":true}"#) => check!(case, Gelu: GeluSettings { approximate: true }),
            ("silu", "{}") => check::<Silu>(&case),
            ("hard_silu", "{}") => check::<HardSilu>(&case),
            ("mish", "{}") => check::<Mish>(&case),
            ("exponential", "{}") => check::<Exponential>(&case),
            ("log_sigmoid", "{}") => check::<LogSigmoid>(&case),
            ("tanh_shrink", "{}") => check::<TanhShrink>(&case),
            ("hard_tanh", "{}") => check::<HardTanh>(&case),
            ("hard_shrink", "{}") => check::<HardShrink>(&case),
            ("hard_shrink", r#"{"threshold":0.3}"#) => {
                check!(case, HardShrink: HardShrinkSettings { threshold: 0.3 });
            }
            ("soft_shrink", "{}") => check::<SoftShrink>(&case),
            ("soft_shrink", r#"{"threshold":0.3}"#) => {
                check!(case, SoftShrink: SoftShrinkSettings { threshold: 0.3 });
            }
            ("sparse_plus", "{}") => check::<SparsePlus>(&case),
            ("sparse_sigmoid", "{}") => check::<SparseSigmoid>(&case),
            ("squareplus", "{}") => check::<Squareplus>(&case),
            ("squareplus", r#"{"b":0.5}"#) => check!(case, Squareplus: SquareplusSettings { b: 0.5 }),
            ("threshold", r#"{"default_value":-0.5,"threshold":0.25}"#) => {
                check!(case, Threshold: ThresholdSettings { threshold: 0.25, default_value: -0.5 });
            }
            ("log_softmax", "{}") => check::<LogSoftmax>(&case),
            // Cornu has none.
            ("sparsemax", _) => {}
            // Cornu's are over the last axis.
            ("softmax" | "log_softmax", arguments) if arguments.contains("axis") => {}
            other => unreachable!("{other:?}"),
        }
    }
}
