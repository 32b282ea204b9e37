//! The metric and the callback in a training, on their own and together.

use cornu::prelude::*;
use cornu_plugins::{Lion, WarmUp, Within};

model! { struct Line < Dense<1, 1> >; }

const X: [[f32; 1]; 4] = [[0.0], [1.0], [2.0], [3.0]];
const Y: [[f32; 1]; 4] = [[1.0], [3.0], [5.0], [7.0]];

#[test]
fn within_counts_values() {
    let mut within = Within::new(0.5);
    within.update(&[[1.0, 2.0], [3.0, 4.0]], &[[1.5, 2.75], [3.0, f32::NAN]]);
    assert_eq!(Metric::<[f32; 2], _>::result(&within), 0.5);
    Metric::<[f32; 2], _>::reset(&mut within);
    assert_eq!(Metric::<[f32; 2], _>::result(&within), 0.0);
}

#[test]
fn the_rate_rises_step_by_step() {
    /// The rates of the steps that follow.
    #[derive(Default)]
    struct Rates(Vec<f32>);
    impl<N> Callback<N, Lion> for Rates {
        fn on_train_begin(&mut self, state: &mut TrainingState<'_, N, Lion>) -> Result<(), CallbackError> {
            self.0.push(state.optimizer.learning_rate);
            Ok(())
        }
        fn on_batch_end(&mut self, state: &mut TrainingState<'_, N, Lion>) -> Result<(), CallbackError> {
            self.on_train_begin(state)
        }
    }
    let mut line = Line::new(7).compile(Lion::new(0.5), MeanSquaredError);
    let mut rates = Rates::default();
    let fit = line.fit(&X, &Y).epochs(3).batch_size(2).callback(WarmUp::new(4)).callback(&mut rates);
    fit.verbose(Verbose::Silent).run().unwrap();
    assert_eq!(rates.0, [0.125, 0.25, 0.375, 0.5, 0.5, 0.5, 0.5]);
    assert_eq!(line.optimizer_mut().learning_rate, 0.5);
}

#[test]
fn metric_and_callback_work_together_with_built_in_ones() {
    let mut line = Line::new(7).compile(Lion::new(0.02), MeanSquaredError).metric(Within::new(0.2));
    let stopping = callbacks::EarlyStopping::default().monitor("within").patience(400);
    let fit = line.fit(&X, &Y).epochs(2000).callback(WarmUp::new(50)).callback(stopping);
    let history = fit.verbose(Verbose::Silent).run().unwrap();
    assert!(history.epochs() < 2000, "it is good enough before that");
    assert_eq!((history.metrics["within"][0], line.evaluate(&X, &Y).unwrap().metrics["within"]), (0.0, 1.0));
}

#[test]
fn the_error_of_a_callback_reaches_the_user() {
    let mut line = Line::new(7).compile(Lion::new(0.0), MeanSquaredError);
    let error = line.fit(&X, &Y).callback(WarmUp::new(4)).verbose(Verbose::Silent).run().unwrap_err();
    let begin = "a callback ended the training in epoch 0: warm-up has nothing to rise to: expected a learning rate \
                 above 0, received 0.";
    assert!(error.to_string().starts_with(begin), "{error}");
}
