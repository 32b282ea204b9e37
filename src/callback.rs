//! What a callback is. Each one is a file in `callbacks/`.

use crate::{Evaluation, History, Mode, history::lookup};
use std::{error::Error, fmt};

/// What takes part in a training of a model `N` by an optimizer `O`: Keras's `keras.callbacks.Callback`.
///
/// [`Fitting::callback`](crate::Fitting::callback) takes it. Each method does nothing until it is written; it sees
/// the training in a [`TrainingState`], may change model and optimizer, and may end the training by
/// [`stop_training`](TrainingState::stop_training).
///
/// ```
/// use cornu::prelude::*;
///
/// /// Halves the learning rate after each epoch.
/// struct Halving;
///
/// impl<N> Callback<N, Adam> for Halving {
///     fn on_epoch_end(&mut self, state: &mut TrainingState<'_, N, Adam>) -> Result<(), CallbackError> {
///         state.optimizer.learning_rate /= 2.0;
///         state.stop_training = state.optimizer.learning_rate < 0.01;
///         Ok(())
///     }
/// }
///
/// model! { pub struct Line < Dense<1, 1> >; }
///
/// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
/// let (x, y) = ([[0.0], [1.0]], [[1.0], [3.0]]);
/// let history = line.fit(&x, &y).epochs(100).callback(Halving).verbose(Verbose::Silent).run()?;
/// // 0.05, 0.025, 0.0125 and 0.00625
/// assert_eq!(history.epochs(), 4);
/// # Ok::<(), FitError>(())
/// ```
///
/// # Errors
/// What a method gives back as an error ends the training as a
/// [`FitError::Callback`](crate::FitError::Callback); then no further callback is called.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no callback for a model `{N}` that `{O}` trains",
    label = "a callback is expected here, such as `callbacks::EarlyStopping::default()`",
    note = "a type of your own becomes a callback by `impl<N, O> cornu::Callback<N, O> for {Self}`"
)]
pub trait Callback<N, O> {
    /// Before the first epoch. If it stops the training, there is none.
    #[expect(unused_variables, reason = "the name is there for whoever writes the method")]
    fn on_train_begin(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        Ok(())
    }

    /// Before each epoch. If it stops the training, that epoch is left out.
    #[expect(unused_variables, reason = "the name is there for whoever writes the method")]
    fn on_epoch_begin(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        Ok(())
    }

    /// After each step: Keras's `on_train_batch_end`. If it stops the training, the epoch ends here; it is validated
    /// and counts.
    #[expect(unused_variables, reason = "the name is there for whoever writes the method")]
    fn on_batch_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        Ok(())
    }

    /// After each epoch and its validation.
    #[expect(unused_variables, reason = "the name is there for whoever writes the method")]
    fn on_epoch_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        Ok(())
    }

    /// After the last epoch, unless the training ended in an error.
    #[expect(unused_variables, reason = "the name is there for whoever writes the method")]
    fn on_train_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        Ok(())
    }
}

/// Why a callback gives up: any error, which `?` turns into this one.
pub type CallbackError = Box<dyn Error + Send + Sync>;

/// A training as a callback sees it: see [`Callback`] for an example.
#[non_exhaustive]
pub struct TrainingState<'a, N, O> {
    /// The model.
    pub model: &'a mut N,
    /// Its optimizer.
    pub optimizer: &'a mut O,
    /// The epoch, counted from 1, where Keras counts from 0; 0 before the first.
    pub epoch: usize,
    /// How many epochs there are to be.
    pub epochs: usize,
    /// The batches of this epoch that are done.
    pub batch: usize,
    /// What training came to: the means of this epoch, up to here. NaN before the first batch; before that of
    /// another epoch, those of the last one.
    pub training: &'a Evaluation,
    /// What validation came to; `None` without validation, and from an epoch's begin to its last batch.
    pub validation: Option<&'a Evaluation>,
    /// The epochs that are finished; at an epoch's end this one is among them.
    pub history: &'a History,
    /// Whether to end the training: Keras's `self.model.stop_training`.
    pub stop_training: bool,
    /// Which way each metric gets better.
    pub(crate) modes: &'a [(String, Mode)],
}

impl<N, O> TrainingState<'_, N, O> {
    /// The number with this name, as it stands in the [`History`]: `loss`, `val_loss`, `precision`. Keras's
    /// `logs.get(name)`.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// /// Ends the training when it is good enough.
    /// struct GoodEnough;
    ///
    /// impl<N, O> Callback<N, O> for GoodEnough {
    ///     fn on_epoch_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
    ///         state.stop_training = state.get("val_loss").ok_or("there is no validation")? < 0.1;
    ///         Ok(())
    ///     }
    /// }
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// # let (x, y) = ([[0.0], [1.0]], [[1.0], [3.0]]);
    /// # let error = line.fit(&x, &y).callback(GoodEnough).verbose(Verbose::Silent).run().unwrap_err();
    /// # assert!(error.to_string().contains("there is no validation"));
    /// # let fit = line.fit(&x, &y).epochs(1000).validation_data(&x, &y).callback(GoodEnough);
    /// # assert!(fit.verbose(Verbose::Silent).run().unwrap().epochs() < 1000);
    /// ```
    pub fn get(&self, name: &str) -> Option<f64> {
        lookup(name, self.training, self.validation)
    }
}

impl<N, O: fmt::Debug> fmt::Debug for TrainingState<'_, N, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TrainingState")
            .field("optimizer", &self.optimizer)
            .field("epoch", &self.epoch)
            .field("batch", &self.batch)
            .field("training", &self.training)
            .field("validation", &self.validation)
            .field("stop_training", &self.stop_training)
            .finish_non_exhaustive()
    }
}

/// A callback that is lent, to be asked something afterwards.
#[diagnostic::do_not_recommend]
impl<N, O, C: Callback<N, O> + ?Sized> Callback<N, O> for &mut C {
    fn on_train_begin(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        (**self).on_train_begin(state)
    }

    fn on_epoch_begin(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        (**self).on_epoch_begin(state)
    }

    fn on_batch_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        (**self).on_batch_end(state)
    }

    fn on_epoch_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        (**self).on_epoch_end(state)
    }

    fn on_train_end(&mut self, state: &mut TrainingState<'_, N, O>) -> Result<(), CallbackError> {
        (**self).on_train_end(state)
    }
}
