//! What callbacks see, what they may do, and what the built-in ones make of it.

mod built_in;

use cornu::{Block, prelude::*};

model! { struct Line < Dense<1, 1> >; }

const X: [[f32; 1]; 5] = [[0.0], [1.0], [2.0], [3.0], [4.0]];
const Y: [[f32; 1]; 5] = [[1.0], [3.0], [5.0], [7.0], [9.0]];

fn compiled() -> cornu::Trainer<Line, SGD, MeanSquaredError> {
    Line::new(7).compile(SGD::new(0.01), MeanSquaredError)
}

/// Writes down all calls; `act` is told of each.
struct Notes<F> {
    calls: Vec<String>,
    act: F,
}

impl<F> Notes<F> {
    fn new(act: F) -> Self {
        Notes { calls: Vec::new(), act }
    }
}

type State<'a> = TrainingState<'a, Line, SGD>;

impl<F: FnMut(&str, &mut State<'_>) -> Result<(), CallbackError>> Notes<F> {
    fn note(&mut self, call: &str, state: &mut State<'_>) -> Result<(), CallbackError> {
        self.calls.push(match call {
            "batch" => format!("batch {}.{}", state.epoch, state.batch),
            "epoch" | "end" => format!("{call} {}", state.epoch),
            call => call.to_owned(),
        });
        (self.act)(call, state)
    }
}

impl<F: FnMut(&str, &mut State<'_>) -> Result<(), CallbackError>> Callback<Line, SGD> for Notes<F> {
    fn on_train_begin(&mut self, state: &mut State<'_>) -> Result<(), CallbackError> {
        self.note("begin", state)
    }
    fn on_epoch_begin(&mut self, state: &mut State<'_>) -> Result<(), CallbackError> {
        self.note("epoch", state)
    }
    fn on_batch_end(&mut self, state: &mut State<'_>) -> Result<(), CallbackError> {
        self.note("batch", state)
    }
    fn on_epoch_end(&mut self, state: &mut State<'_>) -> Result<(), CallbackError> {
        self.note("end", state)
    }
    fn on_train_end(&mut self, state: &mut State<'_>) -> Result<(), CallbackError> {
        self.note("all", state)
    }
}

/// Two epochs of two batches, 2 samples and 1; two are for validation. What was called, and the history.
fn run(act: impl FnMut(&str, &mut State<'_>) -> Result<(), CallbackError>) -> (String, History) {
    let mut notes = Notes::new(act);
    let mut line = compiled();
    let fit = line.fit(&X, &Y).epochs(2).batch_size(2).validation_split(0.4).callback(&mut notes);
    let history = fit.verbose(Verbose::Silent).run().unwrap();
    (notes.calls.join(", "), history)
}

#[test]
fn they_are_called_in_order() {
    let (calls, history) = run(|_, _| Ok(()));
    let first = "begin, epoch 1, batch 1.1, batch 1.2, end 1, ";
    assert_eq!(calls, format!("{first}epoch 2, batch 2.1, batch 2.2, end 2, all"));
    assert_eq!(history.epochs(), 2);
}

#[test]
fn a_stop_ends_the_training_where_it_is_called() {
    for (at, want, epochs) in [
        ("begin", "begin, all", 0),
        ("epoch", "begin, epoch 1, all", 0),
        ("batch", "begin, epoch 1, batch 1.1, end 1, all", 1),
        ("end", "begin, epoch 1, batch 1.1, batch 1.2, end 1, all", 1),
    ] {
        let (calls, history) = run(|call, state| {
            state.stop_training |= call == at;
            Ok(())
        });
        assert_eq!(calls, want);
        assert_eq!((history.epochs(), history.val_loss.len()), (epochs, epochs), "stopped at {at}");
    }
}

/// A stop may be taken back, by the same callback or one behind it.
#[test]
fn the_second_callback_sees_what_the_first_one_did() {
    let mut line = compiled();
    let stop = |to: bool| {
        Notes::new(move |call: &str, state: &mut State<'_>| {
            if call == "end" {
                assert_ne!(state.stop_training, to);
                state.stop_training = to;
            }
            Ok(())
        })
    };
    let fit = line.fit(&X, &Y).epochs(3).callback(stop(true)).callback(stop(false));
    assert_eq!(fit.verbose(Verbose::Silent).run().unwrap().epochs(), 3);
}

#[test]
fn they_see_what_the_history_says() {
    let mut seen = Vec::new();
    let (_, history) = run(|call, state| {
        assert_eq!(state.epochs, 2);
        assert_eq!(state.validation.is_some(), call == "end" || call == "all", "{call}");
        if call == "begin" {
            assert!(state.training.loss.is_nan());
        }
        if call == "end" {
            assert_eq!(state.get("loss"), Some(state.training.loss));
            assert_eq!(state.history.val_loss.last().copied(), state.get("val_loss"));
            assert_eq!((state.get("accuracy"), state.get("val_nothing")), (None, None));
            seen.push((state.get("loss").unwrap(), state.get("val_loss").unwrap()));
        }
        Ok(())
    });
    assert_eq!(seen, history.loss.into_iter().zip(history.val_loss).collect::<Vec<_>>());
}

/// The means of an epoch up to a batch: by hand.
#[test]
fn a_batch_shows_the_means_up_to_here() {
    let (mut losses, mut line) = (Vec::new(), compiled());
    let mut notes = Notes::new(|call: &str, state: &mut State<'_>| {
        if call == "batch" {
            losses.push(state.training.loss);
        }
        Ok(())
    });
    *line.optimizer_mut() = SGD::new(0.0);
    let fit = line.fit(&X, &Y).batch_size(2).shuffle(false).callback(&mut notes);
    let history = fit.verbose(Verbose::Silent).run().unwrap();
    let want = [2, 4, 5].map(|samples| line.evaluate(&X[..samples], &Y[..samples]).unwrap().loss);
    for (loss, want) in losses.iter().zip(want) {
        assert!((loss - want).abs() <= 1e-6 * want, "{losses:?} and {want}");
    }
    assert_eq!((losses.len(), losses[2]), (3, history.loss[0]));
}

#[test]
fn they_may_change_model_and_optimizer() {
    let (mut line, mut plain) = (compiled(), compiled());
    let mut zeros = Notes::new(|call: &str, state: &mut State<'_>| {
        if call == "end" && state.epoch == 1 {
            state.model.floats_mut().fill(0.0);
            state.optimizer.learning_rate = 0.0;
        }
        Ok(())
    });
    line.fit(&X, &Y).epochs(3).callback(&mut zeros).verbose(Verbose::Silent).run().unwrap();
    assert_eq!(line.floats(), [0.0; 2]);
    assert_eq!(line.optimizer_mut().learning_rate, 0.0);
    plain.fit(&X, &Y).epochs(3).verbose(Verbose::Silent).run().unwrap();
    assert_ne!(plain.floats(), [0.0; 2]);
}

/// The memory that an optimizer with moments takes more is there before the next step.
#[test]
fn an_optimizer_may_be_given_moments_at_any_time() {
    for at in ["begin", "epoch", "batch", "end"] {
        let (_, history) = run(|call, state| {
            if call == at {
                state.optimizer.momentum = 0.9;
            }
            Ok(())
        });
        assert_eq!(history.epochs(), 2, "changed at {at}");
    }
}

#[test]
fn an_error_ends_the_training_and_is_told() {
    for (at, epoch, epochs) in [("begin", 0, 0), ("batch", 1, 0), ("end", 1, 1), ("all", 2, 2)] {
        let mut line = compiled();
        let failing = Notes::new(
            |call: &str, _: &mut State<'_>| {
                if call == at { Err("the disk is full".into()) } else { Ok(()) }
            },
        );
        let next = Notes::new(|call: &str, _: &mut State<'_>| {
            assert_ne!(call, at, "after an error no other callback is called");
            Ok(())
        });
        let fit = line.fit(&X, &Y).epochs(2).callback(failing).callback(next);
        let error = fit.verbose(Verbose::Silent).run().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "a callback ended the training in epoch {epoch}: the disk is full. The weights are those of that \
                 moment, and {epochs} epochs are in the error's history"
            )
        );
        assert!(
            matches!(error, FitError::Callback { epoch: n, history, .. } if n == epoch && history.epochs() == epochs)
        );
    }
}

/// NaN that a callback writes is found like any other.
#[test]
fn a_model_that_a_callback_spoils_is_told() {
    let mut line = compiled();
    let spoil = Notes::new(|call: &str, state: &mut State<'_>| {
        if call == "epoch" {
            state.model.floats_mut().fill(f32::NAN);
        }
        Ok(())
    });
    let error = line.fit(&X, &Y).callback(spoil).verbose(Verbose::Silent).run().unwrap_err();
    assert!(matches!(error, FitError::Overflow { epoch: 1, .. }), "{error}");
}
