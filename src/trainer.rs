use crate::{Evaluation, FitError, Fitting, Metric, Summary, Targets, history::Sums, measures::Measures};
use cornu_engine::{Loss, Network, Optimizer, Training};
use std::{
    fmt,
    ops::{Deref, DerefMut},
};

/// A model with its optimizer and its loss: what [`compile`](crate::Train::compile) gives.
///
/// It is the model, too: `predict`, `save` and its layers are reached through it. The optimizer's
/// moments and the count of steps stay between one `fit` and the next, as in Keras. See
/// [`fit`](Trainer::fit) for an example.
pub struct Trainer<N, O, L> {
    pub(crate) network: Box<N>,
    pub(crate) training: Training<N, O, L, Vec<f32>>,
    pub(crate) measures: Measures<N, L>,
    /// Epochs over all fits: each is shuffled in its own way.
    pub(crate) epochs: u64,
}

impl<N, O, L> Trainer<N, O, L>
where
    N: Network,
    O: Optimizer,
    L: Loss<N::Head, N::Output>,
{
    pub(crate) fn new(network: Box<N>, optimizer: O, loss: L) -> Self {
        let training = Training::new(optimizer, loss, Vec::new());
        Trainer { network, training, measures: Measures::new(), epochs: 0 }
    }

    /// Measures something beside the loss and its accuracy: Keras's `metrics` of `compile`. A second one is
    /// given by a second call.
    ///
    /// It stands in the progress line, in the [`History`](crate::History) and in an [`Evaluation`], under its name;
    /// where that is taken, with a number, as in `precision_1`. That it goes with the targets of the loss is
    /// checked here, by the compiler.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { pub struct Line < Dense<1, 1> >; }
    ///
    /// let x = [[0.0], [1.0], [2.0], [3.0]];
    /// let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7)
    ///     .compile(Adam::new(0.1), MeanSquaredError)
    ///     .metric(metrics::MeanAbsoluteError::default())
    ///     .metric(metrics::RootMeanSquaredError::default());
    /// let history = line.fit(&x, &y).epochs(300).validation_split(0.25).verbose(Verbose::Silent).run()?;
    /// assert!(history.metrics["val_mean_absolute_error"][299] < 0.1);
    /// assert!(line.evaluate(&x, &y)?.metrics["root_mean_squared_error"] < 0.1);
    /// # Ok::<(), FitError>(())
    /// ```
    ///
    /// ```compile_fail
    /// # use cornu::prelude::*;
    /// # model! { pub struct Small < Dense<4, 2, Softmax> >; }
    /// // The targets of this loss are labels, which have no precision.
    /// let small = Small::new(7)
    ///     .compile(Adam::default(), SparseCategoricalCrossentropy)
    ///     .metric(metrics::Precision::default());
    /// ```
    #[must_use = "the trainer that comes back has the metric"]
    pub fn metric(mut self, metric: impl Metric<N::Output, L::Target> + 'static) -> Self {
        self.measures.add(metric);
        self
    }

    /// Trains on samples and targets: sets up a [`Fitting`], which [`run`](Fitting::run) begins.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { pub struct Line < Dense<1, 1> >; }
    ///
    /// let x = [[0.0], [1.0], [2.0], [3.0]];
    /// let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// let history = line.fit(&x, &y).epochs(300).verbose(Verbose::Silent).run()?;
    /// assert!(history.loss[299] < 0.01);
    /// assert!((line.predict(&[10.0])[0] - 21.0).abs() < 0.5);
    /// # Ok::<(), cornu::FitError>(())
    /// ```
    pub fn fit<'a>(
        &'a mut self,
        x: &'a [N::Input],
        y: &'a (impl Targets<L::Target> + ?Sized),
    ) -> Fitting<'a, N, O, L> {
        Fitting::new(self, x, y.targets())
    }

    /// The mean loss, accuracy and metrics on these samples; nothing is changed. NaN in the data gives a loss of
    /// NaN, as in Keras.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// line.fit(&x, &y).epochs(300).verbose(Verbose::Silent).run()?;
    /// let evaluation = line.evaluate(&[[4.0], [5.0]], &[[9.0], [11.0]])?;
    /// assert!(evaluation.loss < 0.1);
    /// # Ok::<(), FitError>(())
    /// ```
    ///
    /// # Errors
    /// If there are no samples, or not as many targets.
    pub fn evaluate(
        &mut self,
        x: &[N::Input],
        y: &(impl Targets<L::Target> + ?Sized),
    ) -> Result<Evaluation, FitError> {
        let y = y.targets();
        check_samples("evaluation", x.len(), y.len())?;
        let mut evaluation = self.measures.evaluation();
        self.evaluate_in_batches(x, y, crate::PREDICTION_BATCH, &mut evaluation);
        Ok(evaluation)
    }

    /// The means over samples that have been checked.
    pub(crate) fn evaluate_in_batches(
        &mut self,
        x: &[N::Input],
        y: &[L::Target],
        batch_size: usize,
        evaluation: &mut Evaluation,
    ) {
        self.reserve(batch_size.min(x.len()));
        let Trainer { network, training, measures, .. } = self;
        let mut sums = Sums::default();
        measures.reset();
        for (x, y) in x.chunks(batch_size).zip(y.chunks(batch_size)) {
            let outcome = training
                .evaluate_with(network, x, y, |predictions, targets| measures.update(predictions, targets))
                .expect("the batch and its memory are right");
            sums.add(outcome, x.len());
        }
        sums.write(evaluation);
        measures.write(evaluation);
    }

    /// Makes the memory long enough for batches of this size; what it holds of the optimizer stays.
    pub(crate) fn reserve(&mut self, batch_size: usize) {
        let floats = self.training.floats(batch_size);
        if self.training.memory.len() < floats {
            self.training.memory.resize(floats, 0.0);
        }
    }

    /// The optimizer, to change its learning rate between one `fit` and the next.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// line.fit(&x, &y).epochs(100).verbose(Verbose::Silent).run()?;
    /// line.optimizer_mut().learning_rate = 0.01;
    /// line.fit(&x, &y).epochs(100).verbose(Verbose::Silent).run()?;
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn optimizer_mut(&mut self) -> &mut O {
        &mut self.training.optimizer
    }

    /// The table of layers, and what the model costs: see [`Train::summary`](crate::Train::summary) for an
    /// example.
    pub fn summary(&self) -> Summary {
        Summary::of::<N>()
    }

    /// The model alone, without what training needs.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// line.fit(&x, &y).epochs(300).verbose(Verbose::Silent).run()?;
    /// let line: Box<Line> = line.into_model();
    /// assert!((line.predict(&[10.0])[0] - 21.0).abs() < 0.5);
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn into_model(self) -> Box<N> {
        self.network
    }
}

/// Whether there are samples, and a target for each.
pub(crate) fn check_samples(data: &'static str, samples: usize, targets: usize) -> Result<(), FitError> {
    if samples != targets {
        Err(FitError::Lengths { data, samples, targets })
    } else if samples == 0 {
        Err(FitError::Empty { data })
    } else {
        Ok(())
    }
}

impl<N, O, L> Deref for Trainer<N, O, L> {
    type Target = N;

    fn deref(&self) -> &N {
        &self.network
    }
}

impl<N, O, L> DerefMut for Trainer<N, O, L> {
    fn deref_mut(&mut self) -> &mut N {
        &mut self.network
    }
}

impl<N: Network, O: fmt::Debug, L: fmt::Debug> fmt::Debug for Trainer<N, O, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trainer")
            .field("model", &N::NAME)
            .field("optimizer", &self.training.optimizer)
            .field("loss", &self.training.loss)
            .field("metrics", &self.measures.names().collect::<Vec<_>>())
            .field("epochs", &self.epochs)
            .finish_non_exhaustive()
    }
}
