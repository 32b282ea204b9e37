//! The built-in callbacks, on numbers that are given: those that a metric reads out, one an epoch.

use super::{Line, X, Y, compiled};
use cornu::{
    Block, Trainer,
    callbacks::{EarlyStopping, ModelCheckpoint},
    prelude::*,
};
use serde_json::Value;
use std::{fs, path::PathBuf, process};

/// The numbers of the epochs; each begins with a reset.
struct Score {
    values: Vec<f32>,
    epoch: usize,
    mode: Mode,
}

impl Metric<[f32; 1], [f32; 1]> for Score {
    fn name(&self) -> &str {
        "score"
    }
    fn update(&mut self, _: &[[f32; 1]], _: &[[f32; 1]]) {}
    fn result(&self) -> f32 {
        self.values[self.epoch - 1]
    }
    fn reset(&mut self) {
        self.epoch += 1;
    }
    fn mode(&self) -> Mode {
        self.mode
    }
}

fn scored(values: &[f32], mode: Mode) -> Trainer<Line, SGD, MeanSquaredError> {
    compiled().metric(Score { values: values.to_vec(), epoch: 0, mode })
}

/// Trains to the last number or to a stop.
fn fit(
    line: &mut Trainer<Line, SGD, MeanSquaredError>,
    epochs: usize,
    callback: impl Callback<Line, SGD>,
) -> Result<History, FitError> {
    line.fit(&X, &Y).epochs(epochs).callback(callback).verbose(Verbose::Silent).run()
}

/// The weights after so many epochs.
fn weights_after(epochs: usize) -> Vec<f32> {
    let mut line = compiled();
    line.fit(&X, &Y).epochs(epochs).verbose(Verbose::Silent).run().unwrap();
    line.floats().to_vec()
}

#[test]
fn early_stopping_is_that_of_keras() {
    let file: Value = serde_json::from_str(include_str!("../golden/callbacks.json")).unwrap();
    for case in file["cases"].as_array().unwrap() {
        let count = |name: &str| case[name].as_u64().unwrap() as usize;
        let values: Vec<f32> =
            case["values"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap() as f32).collect();
        let mode = if case["mode"] == "min" { Mode::Min } else { Mode::Max };
        let mut stopping = EarlyStopping::default()
            .monitor("score")
            .mode(mode)
            .patience(count("patience"))
            .min_delta(case["min_delta"].as_f64().unwrap())
            .start_from_epoch(count("start_from_epoch"))
            .restore_best_weights(true);
        if let Some(baseline) = case["baseline"].as_f64() {
            stopping = stopping.baseline(baseline);
        }
        let mut line = scored(&values, Mode::Auto);
        let history = fit(&mut line, values.len(), &mut stopping).unwrap();
        let stopped = case["stopped"].as_bool().unwrap().then_some(count("epochs"));
        assert_eq!((history.epochs(), stopping.stopped_epoch()), (count("epochs"), stopped), "{case}");
        assert_eq!(stopping.best_epoch(), Some(count("restored")), "{case}");
        assert_eq!(line.floats(), weights_after(count("restored")), "{case}");
    }
}

#[test]
fn a_metric_says_which_way_it_gets_better() {
    let values = [0.5, 0.6, 0.7, 0.6, 0.5];
    for (mode, epochs) in [(Mode::Min, 2), (Mode::Max, 4)] {
        let stopping = EarlyStopping::default().monitor("score");
        assert_eq!(fit(&mut scored(&values, mode), 5, stopping).unwrap().epochs(), epochs);
    }
    let error = fit(&mut scored(&values, Mode::Auto), 5, EarlyStopping::default().monitor("score"));
    assert_eq!(
        error.unwrap_err().to_string(),
        "a callback ended the training in epoch 1: `EarlyStopping` watches `score`, of which it is not known which way \
         it gets better: expected `.mode(Mode::Min)` or `.mode(Mode::Max)`, received `Mode::Auto`; the metric can say \
         it, too, in `Metric::mode`. The weights are those of that moment, and 1 epochs are in the error's history"
    );
}

#[test]
fn validation_is_watched_like_training() {
    let mut line = compiled().metric(cornu::metrics::MeanAbsoluteError::default());
    let fit = line.fit(&X, &Y).epochs(4000).validation_split(0.4);
    let fit = fit.callback(EarlyStopping::default().monitor("val_mean_absolute_error").min_delta(1e-4));
    let history = fit.verbose(Verbose::Silent).run().unwrap();
    let errors = &history.metrics["val_mean_absolute_error"];
    let (last, before) = (errors[errors.len() - 1], errors[errors.len() - 2]);
    assert!(errors.len() < 4000 && last > before - 1e-4, "{} epochs to {last}", errors.len());
    assert!(errors[..errors.len() - 1].is_sorted_by(|a, b| *b < a - 1e-4), "it got better until then");
}

#[test]
fn a_number_that_is_not_there_is_told() {
    let error = fit(&mut compiled(), 5, EarlyStopping::default()).unwrap_err().to_string();
    let begin = "a callback ended the training in epoch 1: `EarlyStopping` watches `val_loss`, which is not there: \
                 expected one of `loss`, received `val_loss`; give `fit` a `validation_split` or `validation_data`.";
    assert!(error.starts_with(begin), "{error}");
    let checkpoint = ModelCheckpoint::new("never written").monitor("accuracy").save_best_only(true);
    let error = fit(&mut compiled(), 5, checkpoint).unwrap_err().to_string();
    assert!(error.contains("`ModelCheckpoint` watches `accuracy`, which is not there"), "{error}");
}

#[test]
fn nan_is_never_better() {
    let values = [f32::NAN, 0.5, f32::NAN, f32::NAN, 0.4];
    for mode in [Mode::Min, Mode::Max] {
        let mut stopping = EarlyStopping::default().monitor("score").patience(2);
        assert_eq!(fit(&mut scored(&values, mode), 5, &mut stopping).unwrap().epochs(), 4);
        assert_eq!(stopping.best_epoch(), Some(2));
    }
}

/// What one fit saw is nothing for the next.
#[test]
fn early_stopping_begins_anew_with_each_fit() {
    let mut stopping = EarlyStopping::default().monitor("score").restore_best_weights(true);
    fit(&mut scored(&[0.1, 0.2], Mode::Min), 2, &mut stopping).unwrap();
    assert_eq!((stopping.best_epoch(), stopping.stopped_epoch()), (Some(1), Some(2)));
    fit(&mut scored(&[0.9, 0.8], Mode::Min), 2, &mut stopping).unwrap();
    assert_eq!((stopping.best_epoch(), stopping.stopped_epoch()), (Some(2), None));
}

/// A file of its own for a test, removed at its end.
struct Weights(PathBuf);

impl Weights {
    fn new(name: &str) -> Self {
        Weights(std::env::temp_dir().join(format!("cornu-callbacks-{name}-{}", process::id())))
    }

    fn floats(&self) -> Vec<f32> {
        Line::load(&self.0).unwrap().floats().to_vec()
    }
}

impl Drop for Weights {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn a_checkpoint_is_the_last_epoch_or_the_best_one() {
    let values = [0.5, 0.3, 0.4, 0.35];
    let file = Weights::new("checkpoint");
    let checkpoint = || ModelCheckpoint::new(&file.0).monitor("score");
    for (checkpoint, epoch) in [
        (checkpoint(), 4),
        (checkpoint().save_best_only(true), 2),
        (checkpoint().save_best_only(true).mode(Mode::Max), 1),
        (checkpoint().save_best_only(true).initial_value_threshold(0.45), 2),
    ] {
        fit(&mut scored(&values, Mode::Min), 4, checkpoint).unwrap();
        assert_eq!(file.floats(), weights_after(epoch));
    }
    fs::remove_file(&file.0).unwrap();
    let hard = checkpoint().save_best_only(true).initial_value_threshold(0.2);
    fit(&mut scored(&values, Mode::Min), 4, hard).unwrap();
    assert!(!file.0.exists(), "no epoch was good enough");
}

#[test]
fn a_checkpoint_that_cannot_be_written_is_an_error() {
    let folder = std::env::temp_dir().join("cornu-there-is-no-such-folder");
    let mut line = compiled();
    let error = fit(&mut line, 3, ModelCheckpoint::new(folder.join("weights"))).unwrap_err();
    let FitError::Callback { epoch: 1, error: inner, history } = &error else { panic!("{error}") };
    assert_eq!(history.epochs(), 1);
    assert!(inner.to_string().contains("cornu-there-is-no-such-folder"), "{inner}");
    assert_eq!(line.floats(), weights_after(1), "the model stays as it was trained");
}
