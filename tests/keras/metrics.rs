use super::{assert_close, cases, data, number, shape, text};
use cornu::{
    Array, BinaryCrossentropy, CategoricalCrossentropy, Class, Loss, Sigmoid, Softmax,
    SparseCategoricalCrossentropy, view_blocks,
};
use serde_json::Value;

fn check<H, O: Array, L: Loss<H, O>>(loss: &L, case: &Value, targets: &[L::Target]) {
    let predictions = data(&case["predictions"]);
    let share = |predictions: &[f32], targets: &[L::Target]| {
        loss.accuracy(predictions, targets).unwrap() / targets.len() as f32
    };
    assert_close("accuracy", &[share(&predictions, targets)], &[number(&case["value"])]);
    let rows = predictions.chunks(O::LENGTH).zip(targets.chunks(1));
    let got: Vec<f32> = rows.map(|(predictions, target)| share(predictions, target)).collect();
    assert_close("a row's accuracy", &got, &data(&case["per_row"]));
}

fn of_classes<const N: usize>(case: &Value) {
    let targets = data(&case["targets"]);
    match text(&case["metric"]) {
        "binary_accuracy" => {
            check::<Sigmoid, _, _>(&BinaryCrossentropy, case, view_blocks::<[f32; N]>(&targets));
        }
        "categorical_accuracy" => {
            check::<Softmax, _, _>(&CategoricalCrossentropy, case, view_blocks::<[f32; N]>(&targets));
        }
        "sparse_categorical_accuracy" => {
            let labels: Vec<_> =
                targets.iter().map(|&label| Class::<N>::new(label as usize).unwrap()).collect();
            check::<Softmax, _, _>(&SparseCategoricalCrossentropy, case, &labels);
        }
        other => unreachable!("{other}"),
    }
}

/// Ties among them.
#[test]
fn accuracies_are_those_of_keras() {
    for case in cases(include_str!("../golden/metrics.json")) {
        match shape(&case["predictions"])[1] {
            1 => of_classes::<1>(&case),
            3 => of_classes::<3>(&case),
            10 => of_classes::<10>(&case),
            other => unreachable!("{other}"),
        }
    }
}
