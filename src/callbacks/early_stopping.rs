use super::monitor::Monitor;
use crate::{Callback, CallbackError, Mode, TrainingState};
use cornu_engine::Network;

/// Ends the training when a number has stopped getting better: Keras's `EarlyStopping`, with its defaults.
///
/// Where Keras only warns that the number is not there, the training ends in a
/// [`FitError::Callback`](crate::FitError::Callback). A `NaN` is never better.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { pub struct Line < Dense<1, 1> >; }
///
/// let mut line = Line::new(7).compile(SGD::new(0.05), MeanSquaredError);
/// let (x, y) = ([[0.0], [1.0], [2.0], [3.0]], [[1.0], [3.0], [5.0], [7.0]]);
/// let history = line
///     .fit(&x, &y)
///     .epochs(10_000)
///     .validation_split(0.25)
///     .callback(callbacks::EarlyStopping::default().patience(3).min_delta(1e-4))
///     .verbose(Verbose::Silent)
///     .run()?;
/// assert!(history.epochs() < 10_000);
/// # Ok::<(), FitError>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "an `EarlyStopping` does nothing until `.callback(…)` takes it"]
pub struct EarlyStopping {
    monitor: Monitor,
    patience: usize,
    baseline: Option<f64>,
    restore_best_weights: bool,
    start_from_epoch: usize,
    wait: usize,
    best_weights: Vec<f32>,
    best_epoch: Option<usize>,
    stopped_epoch: Option<usize>,
}

/// It watches `val_loss`, and has no patience.
impl Default for EarlyStopping {
    fn default() -> Self {
        EarlyStopping {
            monitor: Monitor::new(),
            patience: 0,
            baseline: None,
            restore_best_weights: false,
            start_from_epoch: 0,
            wait: 0,
            best_weights: Vec::new(),
            best_epoch: None,
            stopped_epoch: None,
        }
    }
}

impl EarlyStopping {
    /// The name of the number to watch, as in the [`History`](crate::History); `val_loss`.
    pub fn monitor(mut self, name: impl Into<String>) -> Self {
        self.monitor.name = name.into();
        self
    }

    /// Which way the number gets better; [`Mode::Auto`].
    pub fn mode(mut self, mode: Mode) -> Self {
        self.monitor.mode = mode;
        self
    }

    /// By how much more than this it has to get better, to count; 0.
    pub fn min_delta(mut self, min_delta: f64) -> Self {
        self.monitor.min_delta = min_delta;
        self
    }

    /// After how many epochs in a row that were no better the training ends; 0, which is as 1.
    pub fn patience(mut self, epochs: usize) -> Self {
        self.patience = epochs;
        self
    }

    /// What it has to be better than besides, to count; nothing.
    pub fn baseline(mut self, value: f64) -> Self {
        self.baseline = Some(value);
        self
    }

    /// Whether the model gets back the weights of the best epoch when the training has ended, by itself or not;
    /// false. After an error it does not.
    pub fn restore_best_weights(mut self, restore: bool) -> Self {
        self.restore_best_weights = restore;
        self
    }

    /// How many epochs pass before it begins to watch; 0.
    pub fn start_from_epoch(mut self, epochs: usize) -> Self {
        self.start_from_epoch = epochs;
        self
    }

    /// The epoch after which it ended the training, counted from 1; `None` if it did not.
    /// [`Fitting::callback`](crate::Fitting::callback) has an example.
    pub fn stopped_epoch(&self) -> Option<usize> {
        self.stopped_epoch
    }

    /// The best epoch, counted from 1; `None` if none was watched, or if all gave NaN and no weights are kept.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let (x, y) = ([[0.0], [1.0]], [[1.0], [3.0]]);
    /// let mut line = Line::new(7).compile(SGD::new(0.1), MeanSquaredError);
    /// let mut stopping = callbacks::EarlyStopping::default().monitor("loss");
    /// line.fit(&x, &y).epochs(5).callback(&mut stopping).verbose(Verbose::Silent).run()?;
    /// // It got better and better.
    /// assert_eq!((stopping.best_epoch(), stopping.stopped_epoch()), (Some(5), None));
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn best_epoch(&self) -> Option<usize> {
        self.best_epoch
    }

    fn keep<N: Network, O>(&mut self, state: &TrainingState<'_, N, O>) {
        self.best_epoch = Some(state.epoch);
        if self.restore_best_weights {
            self.best_weights.clear();
            self.best_weights.extend_from_slice(state.model.floats());
        }
    }
}

impl<N: Network, O> Callback<N, O> for EarlyStopping {
    /// Forgets the training before.
    fn on_train_begin(&mut self, _: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        self.monitor.best = None;
        self.wait = 0;
        self.best_weights.clear();
        (self.best_epoch, self.stopped_epoch) = (None, None);
        Ok(())
    }

    fn on_epoch_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        const NAME: &str = "EarlyStopping";
        let value = self.monitor.value(NAME, state)?;
        if state.epoch <= self.start_from_epoch {
            return Ok(());
        }
        if self.restore_best_weights && self.best_weights.is_empty() {
            self.keep(state);
        }
        self.wait += 1;
        if self.monitor.better(NAME, state, value, self.monitor.best)? {
            self.monitor.best = Some(value);
            self.keep(state);
            if self.baseline.is_none() || self.monitor.better(NAME, state, value, self.baseline)? {
                self.wait = 0;
            }
        } else if self.wait >= self.patience && state.epoch > 1 {
            self.stopped_epoch = Some(state.epoch);
            state.stop_training = true;
        }
        Ok(())
    }

    fn on_train_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        if self.restore_best_weights && !self.best_weights.is_empty() {
            state.model.floats_mut().copy_from_slice(&self.best_weights);
        }
        Ok(())
    }
}
