//! Constraints and regularizers by themselves.

use super::{assert_close, cases, data, number, shape, text};
use cornu::{ConstraintSetting, Dims, prelude::*};
use serde_json::Value;

fn dims(tensor: &Value) -> Dims {
    let sizes = shape(tensor);
    let (last, others) = sizes.split_last().unwrap();
    others.iter().rev().fold(Dims::flat(*last), |dims, &size| dims.times(size))
}

/// With Keras's defaults.
fn constraint(case: &Value) -> ConstraintSetting {
    let argument = |name: &str, default: f32| case["arguments"].get(name).map_or(default, number);
    match text(&case["constraint"]) {
        "NonNeg" => NonNeg,
        "UnitNorm" => UnitNorm,
        "MaxNorm" => MaxNorm(argument("max_value", 2.0)),
        "MinMaxNorm" => {
            MinMaxNorm(argument("min_value", 0.0), argument("max_value", 1.0), argument("rate", 1.0))
        }
        other => unreachable!("{other}"),
    }
}

/// Whether a norm is over the axes that ours are: all but the last, or that of a vector.
fn is_over_our_axes(case: &Value) -> bool {
    let ours: Vec<u64> = (0..shape(&case["before"]).len().max(2) as u64 - 1).collect();
    match case["arguments"].get("axis") {
        None => ours == [0] || text(&case["constraint"]) == "NonNeg",
        Some(Value::Array(axes)) => axes.iter().map(|axis| axis.as_u64().unwrap()).eq(ours),
        Some(axis) => ours == [axis.as_u64().unwrap()],
    }
}

#[test]
fn constraints_are_those_of_keras() {
    let mut compared = 0;
    for case in cases(include_str!("../golden/constraints.json")) {
        if is_over_our_axes(&case) {
            let mut values = data(&case["before"]);
            constraint(&case).apply(&mut values, dims(&case["before"]));
            let what = format!("{} {}", case["constraint"], case["arguments"]);
            assert_close(&what, &values, &data(&case["after"]));
            compared += 1;
        }
    }
    assert_eq!(compared, 28);
}

#[test]
fn orthogonal_penalties_are_those_of_keras() {
    for case in cases(include_str!("../golden/orthogonal.json")) {
        let (kernel, dims) = (data(&case["kernel"]), dims(&case["kernel"]));
        let factor = number(&case["arguments"]["factor"]);
        let regularizer = match text(&case["arguments"]["mode"]) {
            "rows" => OrthogonalRegularizer(factor),
            "columns" => OrthogonalColumnsRegularizer(factor),
            other => unreachable!("{other}"),
        };
        let penalty = regularizer.penalty(&kernel, dims) as f32;
        assert_close("the penalty", &[penalty], &[number(&case["penalty"])]);
        let mut d = vec![0.0; kernel.len()];
        regularizer.add_gradient(&kernel, dims, 1.0, &mut d);
        assert_close("its gradient", &d, &data(&case["gradient"]));
    }
}
