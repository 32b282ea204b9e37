use super::monitor::Monitor;
use crate::{Callback, CallbackError, Mode, Train, TrainingState};
use cornu_engine::Network;
use std::path::PathBuf;

/// Saves the weights after each epoch, or after each that is the best so far: Keras's `ModelCheckpoint`.
///
/// The file is one that [`Train::save`] writes: the old one or the new one, whole, whatever happens meanwhile.
/// Unlike Keras's it has a fixed name, and its folder is not made.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { pub struct Line < Dense<1, 1> >; }
///
/// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
/// let (x, y) = ([[0.0], [1.0]], [[1.0], [3.0]]);
/// let path = std::env::temp_dir().join("cornu-doc-checkpoint.safetensors");
/// let checkpoint = callbacks::ModelCheckpoint::new(&path).monitor("loss").save_best_only(true);
/// line.fit(&x, &y).epochs(5).callback(checkpoint).verbose(Verbose::Silent).run()?;
/// assert_eq!(Line::load(&path)?.dense_1.kernel, line.dense_1.kernel);
/// # std::fs::remove_file(path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A file that cannot be written ends the training in a [`FitError::Callback`](crate::FitError::Callback).
#[derive(Clone, Debug)]
#[must_use = "a `ModelCheckpoint` does nothing until `.callback(…)` takes it"]
pub struct ModelCheckpoint {
    path: PathBuf,
    monitor: Monitor,
    save_best_only: bool,
}

impl ModelCheckpoint {
    /// To this file, after each epoch.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        ModelCheckpoint { path: path.into(), monitor: Monitor::new(), save_best_only: false }
    }

    /// Whether only epochs are saved that are the best so far; false. What was the best in one `fit` is to be
    /// bettered in the next, if the callback is the same.
    pub fn save_best_only(mut self, only: bool) -> Self {
        self.save_best_only = only;
        self
    }

    /// The name of the number that says what is best, as in the [`History`](crate::History); `val_loss`.
    pub fn monitor(mut self, name: impl Into<String>) -> Self {
        self.monitor.name = name.into();
        self
    }

    /// Which way the number gets better; [`Mode::Auto`].
    pub fn mode(mut self, mode: Mode) -> Self {
        self.monitor.mode = mode;
        self
    }

    /// What the first epoch that is saved has to be better than; nothing.
    pub fn initial_value_threshold(mut self, value: f64) -> Self {
        self.monitor.best = Some(value);
        self
    }
}

impl<N: Network, O> Callback<N, O> for ModelCheckpoint {
    fn on_epoch_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        const NAME: &str = "ModelCheckpoint";
        if self.save_best_only {
            let value = self.monitor.value(NAME, state)?;
            if !self.monitor.better(NAME, state, value, self.monitor.best)? {
                return Ok(());
            }
            state.model.save(&self.path)?;
            // Only now is it what the file holds.
            self.monitor.best = Some(value);
            return Ok(());
        }
        Ok(state.model.save(&self.path)?)
    }
}
