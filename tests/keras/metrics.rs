use super::{assert_close, cases, data, number, shape, text};
use cornu::{
    Array, BinaryCrossentropy, CategoricalCrossentropy, Class, Loss, Metric, Sigmoid, Softmax,
    SparseCategoricalCrossentropy,
    metrics::{MeanAbsoluteError, Precision, Recall, RootMeanSquaredError, TopKCategoricalAccuracy},
    view_blocks,
};
use serde_json::Value;

fn check<H, O: Array, L: Loss<H, O>>(loss: &L, case: &Value, targets: &[L::Target]) {
    let predictions = data(&case["predictions"]);
    let share = |predictions: &[f32], targets: &[L::Target]| {
        loss.accuracy(predictions, targets).unwrap() as f32 / targets.len() as f32
    };
    assert_close("accuracy", &[share(&predictions, targets)], &[number(&case["value"])]);
    let rows = predictions.chunks(O::LENGTH).zip(targets.chunks(1));
    let got: Vec<f32> = rows.map(|(predictions, target)| share(predictions, target)).collect();
    assert_close("a row's accuracy", &got, &data(&case["per_row"]));
}

/// In batches of 4, of which the last is smaller, and after a `reset` once more.
fn measure<O: Array, T>(mut metric: impl Metric<O, T>, case: &Value, targets: &[T]) {
    let predictions = data(&case["predictions"]);
    let name = text(&case["metric"]).trim_start_matches("sparse_");
    assert_eq!(metric.name(), name);
    assert_eq!(metric.result(), 0.0, "{name} of nothing");
    for _ in 0..2 {
        metric.reset();
        let batches = view_blocks::<O>(&predictions).chunks(4).zip(targets.chunks(4));
        batches.for_each(|(predictions, targets)| metric.update(predictions, targets));
        assert_close(name, &[metric.result()], &[number(&case["value"])]);
    }
}

fn of_classes<const N: usize>(case: &Value) {
    let targets = data(&case["targets"]);
    let rows = view_blocks::<[f32; N]>(&targets);
    let labels = || targets.iter().map(|&label| Class::<N>::new(label as usize).unwrap()).collect::<Vec<_>>();
    let k = || TopKCategoricalAccuracy::new(case["k"].as_u64().unwrap() as usize);
    let threshold = || number(&case["threshold"]);
    match text(&case["metric"]) {
        "binary_accuracy" => check::<Sigmoid, _, _>(&BinaryCrossentropy, case, rows),
        "categorical_accuracy" => check::<Softmax, _, _>(&CategoricalCrossentropy, case, rows),
        "sparse_categorical_accuracy" => {
            check::<Softmax, _, _>(&SparseCategoricalCrossentropy, case, &labels());
        }
        "mean_absolute_error" => measure(MeanAbsoluteError::default(), case, rows),
        "root_mean_squared_error" => measure(RootMeanSquaredError::default(), case, rows),
        "top_k_categorical_accuracy" => measure(k(), case, rows),
        "sparse_top_k_categorical_accuracy" => measure(k(), case, &labels()),
        "precision" => measure(Precision::new(threshold()), case, rows),
        "recall" => measure(Recall::new(threshold()), case, rows),
        other => unreachable!("{other}"),
    }
}

/// Ties among them, and values on the threshold.
#[test]
fn metrics_are_those_of_keras() {
    for case in cases(include_str!("../golden/metrics.json")) {
        match shape(&case["predictions"])[1] {
            1 => of_classes::<1>(&case),
            3 => of_classes::<3>(&case),
            10 => of_classes::<10>(&case),
            other => unreachable!("{other}"),
        }
    }
}
