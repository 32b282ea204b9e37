//! A training as it runs: epochs, batches, and the callbacks between.

use crate::{
    Callback, Evaluation, FitError, Fitting, History, Mode, Trainer, TrainingState, batches::Batches,
    fit::Samples, history::Sums, progress::Progress,
};
use cornu_engine::{Loss, Network, Optimizer, all_finite};
use std::{sync::Arc, time::Instant};

pub(crate) struct Run<'a, N: Network, O, L: Loss<N::Head, N::Output>> {
    trainer: &'a mut Trainer<N, O, L>,
    callbacks: Vec<Box<dyn Callback<N, O> + 'a>>,
    modes: Vec<(String, Mode)>,
    validation_data: Option<Samples<'a, N, L>>,
    batch_size: usize,
    /// The most samples that share a step.
    largest_batch: usize,
    epochs: usize,
    seed: u64,
    progress: Progress,
    history: History,
    epoch: usize,
    batch: usize,
    training: Evaluation,
    validation: Option<Evaluation>,
    stop: bool,
}

/// When callbacks are called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Event {
    TrainBegin,
    EpochBegin,
    BatchEnd,
    EpochEnd,
    TrainEnd,
}

impl<'a, N, O, L> Run<'a, N, O, L>
where
    N: Network,
    O: Optimizer,
    L: Loss<N::Head, N::Output>,
{
    pub(crate) fn new(
        fitting: Fitting<'a, N, O, L>,
        samples: usize,
        validation_data: Option<Samples<'a, N, L>>,
    ) -> Self {
        let Fitting { trainer, callbacks, batch_size, epochs, seed, verbose, .. } = fitting;
        let measures = &trainer.measures;
        let mut history = History::with_capacity(epochs, measures, validation_data.is_some());
        history.samples = samples;
        Run {
            callbacks,
            modes: measures.modes(),
            validation_data,
            batch_size,
            largest_batch: batch_size.min(samples.max(validation_data.map_or(0, |(x, _)| x.len()))),
            epochs,
            seed,
            progress: Progress::new(verbose, epochs, samples),
            history,
            epoch: 0,
            batch: 0,
            training: measures.evaluation(),
            validation: validation_data.map(|_| measures.evaluation()),
            stop: false,
            trainer,
        }
    }

    /// All epochs.
    pub(crate) fn all(mut self, mut batches: Batches<'_, N, L>) -> Result<History, FitError> {
        self.trainer.reserve(self.largest_batch);
        self.trainer.training.seed = self.seed;
        self.notify(Event::TrainBegin)?;
        while self.epoch < self.epochs && !self.stop {
            self.epoch += 1;
            self.batch = 0;
            self.notify(Event::EpochBegin)?;
            if self.stop {
                break;
            }
            self.one_epoch(&mut batches)?;
            self.notify(Event::EpochEnd)?;
        }
        self.notify(Event::TrainEnd)?;
        Ok(self.history)
    }

    /// Training and validation of an epoch, and what is told of them.
    fn one_epoch(&mut self, batches: &mut Batches<'_, N, L>) -> Result<(), FitError> {
        batches.begin(self.seed, self.trainer.epochs);
        self.progress.begin(self.epoch);
        let start = Instant::now();
        let trained = self.all_batches(batches);
        // A step that is too long is seen in the weights, and in the loss only one step later.
        if !all_finite(self.trainer.network.floats()) {
            return Err(FitError::Overflow { epoch: self.epoch, history: Box::new(self.history.clone()) });
        }
        trained?;
        let seconds = start.elapsed().as_secs_f64();
        if let (Some((x, y)), Some(validation)) = (self.validation_data, &mut self.validation) {
            self.trainer.evaluate_in_batches(x, y, self.batch_size, validation);
        }
        self.trainer.epochs += 1;
        self.history.push(&self.training, self.validation.as_ref(), seconds);
        self.progress.end(&self.training, self.validation.as_ref(), seconds);
        Ok(())
    }

    /// All samples once, or until a callback has enough.
    fn all_batches(&mut self, batches: &mut Batches<'_, N, L>) -> Result<(), FitError> {
        let mut sums = Sums::default();
        self.trainer.measures.reset();
        while let Some((x, y)) = batches.next() {
            if !self.callbacks.is_empty() {
                // One may have given the optimizer more moments.
                self.trainer.reserve(self.largest_batch);
            }
            self.batch += 1;
            let Trainer { network, training, measures, .. } = &mut *self.trainer;
            let outcome = training
                .step_with(network, x, y, |predictions, targets| measures.update(predictions, targets))
                .map_err(|error| FitError::of_step(error, self.epoch, self.batch, &self.history))?;
            sums.add(outcome, x.len());
            self.progress.step(x.len(), || {
                sums.write(&mut self.training);
                measures.write(&mut self.training);
                &self.training
            });
            if !self.callbacks.is_empty() {
                sums.write(&mut self.training);
                measures.write(&mut self.training);
                self.notify(Event::BatchEnd)?;
                if self.stop {
                    break;
                }
            }
        }
        sums.write(&mut self.training);
        self.trainer.measures.write(&mut self.training);
        Ok(())
    }

    /// Calls each callback, in order.
    fn notify(&mut self, event: Event) -> Result<(), FitError> {
        if self.callbacks.is_empty() {
            return Ok(());
        }
        // Before and within an epoch there is no validation of it.
        let validated = matches!(event, Event::EpochEnd | Event::TrainEnd) && self.history.epochs() > 0;
        let mut state = TrainingState {
            model: &mut *self.trainer.network,
            optimizer: &mut self.trainer.training.optimizer,
            epoch: self.epoch,
            epochs: self.epochs,
            batch: self.batch,
            training: &self.training,
            validation: self.validation.as_ref().filter(|_| validated),
            history: &self.history,
            stop_training: self.stop,
            modes: &self.modes,
        };
        for callback in &mut self.callbacks {
            let done = match event {
                Event::TrainBegin => callback.on_train_begin(&mut state),
                Event::EpochBegin => callback.on_epoch_begin(&mut state),
                Event::BatchEnd => callback.on_batch_end(&mut state),
                Event::EpochEnd => callback.on_epoch_end(&mut state),
                Event::TrainEnd => callback.on_train_end(&mut state),
            };
            done.map_err(|error| FitError::Callback {
                epoch: state.epoch,
                error: Arc::from(error),
                history: Box::new(self.history.clone()),
            })?;
        }
        self.stop = state.stop_training;
        Ok(())
    }
}
