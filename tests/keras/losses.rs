use super::{assert_close, cases, data, number, shape, text};
use cornu::{
    Array, BinaryCrossentropy, CategoricalCrossentropy, Class, Linear, Loss, MeanSquaredError, Relu, Sigmoid,
    Softmax, SparseCategoricalCrossentropy, view_blocks,
};
use serde_json::Value;

fn check<H, O: Array, L: Loss<H, O>>(loss: &L, case: &Value, targets: &[L::Target]) {
    let mut values = data(&case["logits"]);
    let mut d = vec![f32::NAN; values.len()];
    let sum = loss.evaluate(&mut values, targets, Some(&mut d));
    assert_close("the mean loss", &[sum as f32 / targets.len() as f32], &[number(&case["value"])]);
    assert_close("the predictions", &values, &data(&case["predictions"]));
    assert_close("the gradient", &d, &data(&case["dlogits"]));
    // Sample by sample: Keras's rows are a sample's steps, of which the loss is the mean.
    let rows = data(&case["per_row"]);
    let want: Vec<f32> = rows
        .chunks(rows.len() / targets.len())
        .map(|rows| rows.iter().sum::<f32>() / rows.len() as f32)
        .collect();
    let mut logits = data(&case["logits"]);
    let samples = logits.chunks_mut(O::LENGTH).zip(targets.chunks(1));
    let got: Vec<f32> = samples.map(|(logits, target)| loss.evaluate(logits, target, None) as f32).collect();
    assert_close("a sample's loss", &got, &want);
}

/// The losses that take targets of the output's own sizes, of any rank.
fn of_any_rank<O: Array>(case: &Value) {
    let floats = data(&case["targets"]);
    let targets: &[O] = view_blocks(&floats);
    match (text(&case["loss"]), text(&case["head"])) {
        ("mean_squared_error", "linear") => check::<Linear, O, _>(&MeanSquaredError, case, targets),
        ("mean_squared_error", "sigmoid") => check::<Sigmoid, O, _>(&MeanSquaredError, case, targets),
        ("mean_squared_error", "relu") => check::<Relu, O, _>(&MeanSquaredError, case, targets),
        ("binary_crossentropy", "sigmoid") => check::<Sigmoid, O, _>(&BinaryCrossentropy, case, targets),
        other => unreachable!("{other:?}"),
    }
}

/// The losses over classes. Keras's batch × steps × classes is here batch·steps samples of classes.
fn of_classes<const N: usize>(case: &Value) {
    let targets = data(&case["targets"]);
    if text(&case["loss"]).starts_with("sparse") {
        let labels: Vec<_> = targets.iter().map(|&label| Class::<N>::new(label as usize).unwrap()).collect();
        check::<Softmax, _, _>(&SparseCategoricalCrossentropy, case, &labels);
    } else {
        check::<Softmax, _, _>(&CategoricalCrossentropy, case, view_blocks::<[f32; N]>(&targets));
    }
}

#[test]
fn losses_are_those_of_keras() {
    for case in cases(include_str!("../golden/losses.json")) {
        let sizes = shape(&case["logits"]);
        match (&sizes[1..], text(&case["head"])) {
            ([1], "softmax") => of_classes::<1>(&case),
            ([3] | [4, 3], "softmax") => of_classes::<3>(&case),
            ([10], "softmax") => of_classes::<10>(&case),
            ([1], _) => of_any_rank::<[f32; 1]>(&case),
            ([3], _) => of_any_rank::<[f32; 3]>(&case),
            ([10], _) => of_any_rank::<[f32; 10]>(&case),
            ([4, 3], _) => of_any_rank::<[[f32; 3]; 4]>(&case),
            other => unreachable!("{other:?}"),
        }
    }
}
