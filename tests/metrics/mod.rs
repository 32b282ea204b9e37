//! What `fit` and `evaluate` make of metrics.

use cornu::{
    Trainer,
    metrics::{MeanAbsoluteError, RootMeanSquaredError, TopKCategoricalAccuracy},
    prelude::*,
};

model! { struct Line < Dense<1, 1> >; }
model! { struct Three < Dense<2, 3, Softmax> >; }

const X: [[f32; 1]; 5] = [[0.0], [1.0], [2.0], [3.0], [4.0]];
const Y: [[f32; 1]; 5] = [[1.0], [3.0], [5.0], [7.0], [20.0]];

fn measured(learning_rate: f32) -> Trainer<Line, SGD, MeanSquaredError> {
    let compiled = Line::new(7).compile(SGD::new(learning_rate), MeanSquaredError);
    compiled.metric(MeanAbsoluteError::default()).metric(RootMeanSquaredError::default())
}

/// By hand, from the predictions.
fn errors(line: &Line, x: &[[f32; 1]], y: &[[f32; 1]]) -> (f64, f64) {
    let errors = x.iter().zip(y).map(|(x, y)| f64::from(line.predict(x)[0] - y[0])).collect::<Vec<_>>();
    let mean = |f: fn(&f64) -> f64| errors.iter().map(f).sum::<f64>() / errors.len() as f64;
    (mean(|e| e.abs()), mean(|e| e * e).sqrt())
}

/// The results are f32: off by half of its last digit.
#[track_caller]
fn assert_close(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-6 * want, "{got} and {want}");
}

/// With a learning rate of 0 all batches see one model; the batches are no divisors of the samples.
#[test]
fn an_epoch_and_its_validation_are_measured_apart() {
    let mut line = measured(0.0);
    let fit = line.fit(&X, &Y).epochs(2).batch_size(2).validation_split(0.4);
    let history = fit.verbose(Verbose::Silent).run().unwrap();
    let (train, validation) = (errors(&line, &X[..3], &Y[..3]), errors(&line, &X[3..], &Y[3..]));
    assert!(validation.0 > 2.0 * train.0, "they are to differ, so that the test can fail");
    for epoch in 0..2 {
        for (name, want) in [
            ("mean_absolute_error", train.0),
            ("root_mean_squared_error", train.1),
            ("val_mean_absolute_error", validation.0),
            ("val_root_mean_squared_error", validation.1),
        ] {
            assert_close(history.metrics[name][epoch], want);
            assert_eq!(history.get(name), Some(&history.metrics[name][..]));
        }
    }
    assert_eq!(history.metrics.len(), 4);
    assert_eq!(history.get("val_loss"), Some(&history.val_loss[..]));
    assert_eq!(history.get("accuracy"), None);
}

#[test]
fn an_evaluation_has_the_metrics() {
    let mut line = measured(0.01);
    let (absolute, root) = errors(&line, &X, &Y);
    for _ in 0..2 {
        let evaluation = line.evaluate(&X, &Y).unwrap();
        assert_close(evaluation.metrics["mean_absolute_error"], absolute);
        assert_close(evaluation.get("root_mean_squared_error").unwrap(), root);
        assert_close(evaluation.get("loss").unwrap(), root * root);
        assert_eq!((evaluation.get("accuracy"), evaluation.get("precision")), (None, None));
    }
}

/// Each batch is measured before its own step.
#[test]
fn training_is_measured_before_each_step() {
    let mut line = measured(0.01);
    let before = errors(&line, &X, &Y);
    let history = line.fit(&X, &Y).batch_size(5).verbose(Verbose::Silent).run().unwrap();
    assert_close(history.metrics["mean_absolute_error"][0], before.0);
    assert!(errors(&line, &X, &Y).0 < before.0);
}

#[test]
fn metrics_change_nothing_else() {
    let run = |mut line: Trainer<Line, SGD, MeanSquaredError>| {
        let fit = line.fit(&X, &Y).epochs(3).batch_size(2).validation_split(0.4);
        let history = fit.verbose(Verbose::Silent).run().unwrap();
        (history.loss, history.val_loss, line.dense_1.kernel)
    };
    assert_eq!(run(measured(0.01)), run(Line::new(7).compile(SGD::new(0.01), MeanSquaredError)));
}

#[test]
fn two_of_a_name_are_told_apart_and_labels_have_metrics_too() {
    let mut three = Three::new(7)
        .compile(Adam::default(), SparseCategoricalCrossentropy)
        .metric(TopKCategoricalAccuracy::new(1))
        .metric(TopKCategoricalAccuracy::new(3));
    let x: Vec<_> = (0..20).map(|n| [(n as f32).sin(), (n as f32).cos()]).collect();
    let y: Vec<_> = (0..20).map(|n| Class::<3>::new(n % 3).unwrap()).collect();
    let evaluation = three.evaluate(&x, &y).unwrap();
    let accuracy = evaluation.accuracy.unwrap();
    assert!(accuracy < 1.0);
    assert_close(evaluation.metrics["top_k_categorical_accuracy"], accuracy);
    assert_eq!(evaluation.metrics["top_k_categorical_accuracy_1"], 1.0);
    let text = evaluation.to_string();
    assert!(text.ends_with(" - top_k_categorical_accuracy_1: 1.0000"), "{text}");
}

#[cfg(feature = "plot")]
#[test]
fn a_metric_has_a_panel_of_its_own() {
    let mut line = measured(0.01);
    let fit = line.fit(&X, &Y).epochs(3).validation_split(0.4);
    let history = fit.verbose(Verbose::Silent).run().unwrap();
    let path = std::env::temp_dir().join(format!("cornu-metrics-{}.svg", std::process::id()));
    history.save_plot(&path).unwrap();
    let svg = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    for text in ["Loss", "Mean absolute error", "val_mean_absolute_error", "Root mean squared error"] {
        assert!(svg.contains(text), "{text}");
    }
    assert!(!svg.contains("Val mean") && !svg.contains("val_val"));
}
