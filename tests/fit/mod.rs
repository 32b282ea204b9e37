//! What `fit` and `evaluate` refuse, what they then say, and that nothing is lost.

use cornu::{Block, Trainer, prelude::*};

model! { struct Line < Dense<1, 1> >; }

type Compiled = Trainer<Line, SGD, MeanSquaredError>;

const X: [[f32; 1]; 4] = [[0.0], [1.0], [2.0], [3.0]];
const Y: [[f32; 1]; 4] = [[1.0], [3.0], [5.0], [7.0]];

fn compiled(learning_rate: f32) -> Compiled {
    Line::new(7).compile(SGD::new(learning_rate), MeanSquaredError)
}

/// The error's text, after the weights have been found as they were.
fn refused(fit: impl Fn(&mut Compiled) -> Result<History, FitError>) -> String {
    let mut line = compiled(0.01);
    let before = line.floats().to_vec();
    let error = fit(&mut line).unwrap_err();
    assert_eq!(line.floats(), before, "{error}");
    error.to_string()
}

#[test]
fn data_that_do_not_suffice_are_refused() {
    assert_eq!(
        refused(|line| line.fit(&[], &[]).run()),
        "there are no training data: expected at least one sample, received none; was the data set loaded?"
    );
    assert_eq!(
        refused(|line| line.fit(&X, &Y[1..]).run()),
        "the training data do not match: expected one target for each sample, received 4 samples and 3 targets; \
         give both from the same source"
    );
    let message = refused(|line| line.fit(&X, &Y).validation_data(&X[1..], &Y).run());
    assert!(message.starts_with("the validation data do not match: expected one target for each sample"));
    let message = refused(|line| line.fit(&X, &Y).validation_data(&[], &[]).run());
    assert!(message.starts_with("there are no validation data"));
    assert!(
        compiled(0.1).evaluate(&[], &[]).unwrap_err().to_string().starts_with("there are no evaluation data")
    );
    assert!(compiled(0.1).evaluate(&X, &Y[1..]).is_err());
}

#[test]
fn settings_without_sense_are_refused() {
    assert_eq!(
        refused(|line| line.fit(&X, &Y).batch_size(0).run()),
        "the batch size is 0: expected at least 1, received 0; Keras's default is 32"
    );
    for split in [1.0, 0.9, 1e-20, -0.5, 2.0, f64::NAN, f64::INFINITY] {
        let message = refused(|line| line.fit(&X, &Y).validation_split(split).run());
        let takes = "the validation split does not fit: expected a share from 0 up to but not including 1";
        assert!(message.starts_with(takes), "{message}");
        assert!(message.contains(&format!("received {split} of 4 samples")), "{message}");
    }
}

#[test]
fn a_loss_that_is_no_number_stops_the_training_at_its_step() {
    for poison in [f32::NAN, f32::INFINITY] {
        let mut line = compiled(0.01);
        let mut x = X;
        x[3] = [poison];
        let mut fit =
            || line.fit(&x, &Y).batch_size(1).shuffle(false).epochs(3).verbose(Verbose::Silent).run();
        let FitError::Diverged { epoch, step, loss, history } = fit().unwrap_err() else {
            panic!("another error")
        };
        assert_eq!((epoch, step, history.epochs()), (1, 4, 0));
        assert!(!loss.is_finite());
        // The three good steps count, the fourth has not been taken.
        let mut three = compiled(0.01);
        three.fit(&X[..3], &Y[..3]).batch_size(1).shuffle(false).verbose(Verbose::Silent).run().unwrap();
        assert_eq!(line.floats(), three.floats());
    }
}

#[test]
fn a_gradient_that_overflows_is_told_before_the_step() {
    let message = refused(|line| line.fit(&[[3e38]], &[[0.0]]).run());
    assert!(message.starts_with("training diverged"), "{message}");
}

#[test]
fn steps_that_are_too_long_are_told() {
    for learning_rate in [f32::NAN, f32::INFINITY, 1e38] {
        let mut line = compiled(learning_rate);
        let error = line.fit(&X, &Y).epochs(2).verbose(Verbose::Silent).run().unwrap_err();
        assert!(matches!(error, FitError::Overflow { epoch: 1, .. } | FitError::Diverged { .. }), "{error}");
        assert!(error.to_string().contains("a smaller learning rate"), "{error}");
    }
}

#[test]
fn one_batch_may_be_all_there_is() {
    for shuffle in [false, true] {
        let mut line = compiled(0.01);
        let fit = line.fit(&X, &Y).batch_size(usize::MAX).shuffle(shuffle).epochs(2);
        assert_eq!(fit.verbose(Verbose::Silent).run().unwrap().epochs(), 2);
    }
    let none = compiled(0.01).fit(&X, &Y).epochs(0).verbose(Verbose::Silent).run().unwrap();
    assert_eq!(none.epochs(), 0);
}

#[test]
fn nan_in_an_evaluation_is_a_loss_of_nan() {
    assert!(compiled(0.01).evaluate(&[[f32::NAN]], &[[0.0]]).unwrap().loss.is_nan());
}

/// What stands in the memory for one optimizer is nothing for the next.
#[test]
fn an_optimizer_may_be_changed_between_two_fits() {
    fn fit<O: cornu::Optimizer>(line: &mut Trainer<Line, O, MeanSquaredError>) {
        line.fit(&X, &Y).epochs(5).verbose(Verbose::Silent).run().unwrap();
        line.evaluate(&X, &Y).unwrap();
    }
    let momentum = SGD { momentum: 0.9, ..SGD::new(0.01) };
    let mut changed = Line::new(7).compile(momentum, MeanSquaredError);
    fit(&mut changed);
    *changed.optimizer_mut() = SGD::new(0.01);
    fit(&mut changed);
    *changed.optimizer_mut() = momentum;
    let mut fresh = Line::new(0);
    fresh.floats_mut().copy_from_slice(changed.floats());
    let mut fresh = fresh.compile(momentum, MeanSquaredError);
    fit(&mut changed);
    // The same start, but each trainer's own order: one batch, so that only rounding differs.
    fit(&mut fresh);
    for (changed, fresh) in changed.floats().iter().zip(fresh.floats()) {
        assert!((changed - fresh).abs() <= 1e-5, "{changed} and {fresh}");
    }
}
