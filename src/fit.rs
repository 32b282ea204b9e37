use crate::{
    Callback, FitError, History, Targets, Trainer, batches::Batches, progress::Verbose, run::Run,
    trainer::check_samples,
};
use cornu_engine::{Loss, Network, Optimizer};
use std::fmt;

/// A training to be: what to train on and how. Names and defaults are those of Keras's `fit`.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { pub struct Xor < Dense<2, 8, Tanh>, Dense<8, 1, Sigmoid> >; }
///
/// let x = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// let y = [[0.0], [1.0], [1.0], [0.0]];
/// let mut xor = Xor::new(7).compile(Adam::new(0.05), BinaryCrossentropy);
/// let history = xor.fit(&x, &y).epochs(200).batch_size(4).verbose(Verbose::Silent).run()?;
/// assert_eq!(history.accuracy[199], 1.0);
/// # Ok::<(), cornu::FitError>(())
/// ```
#[must_use = "a `Fitting` does nothing until `.run()`"]
pub struct Fitting<'a, N: Network, O, L: Loss<N::Head, N::Output>> {
    pub(crate) trainer: &'a mut Trainer<N, O, L>,
    x: &'a [N::Input],
    y: &'a [L::Target],
    pub(crate) batch_size: usize,
    pub(crate) epochs: usize,
    validation_split: f64,
    validation_data: Option<Samples<'a, N, L>>,
    shuffle: bool,
    pub(crate) seed: u64,
    pub(crate) verbose: Verbose,
    pub(crate) callbacks: Vec<Box<dyn Callback<N, O> + 'a>>,
}

/// Samples and their targets.
pub(crate) type Samples<'a, N, L> = (
    &'a [<N as cornu_engine::Model>::Input],
    &'a [<L as Loss<<N as Network>::Head, <N as cornu_engine::Model>::Output>>::Target],
);

impl<'a, N, O, L> Fitting<'a, N, O, L>
where
    N: Network,
    O: Optimizer,
    L: Loss<N::Head, N::Output>,
{
    pub(crate) fn new(trainer: &'a mut Trainer<N, O, L>, x: &'a [N::Input], y: &'a [L::Target]) -> Self {
        Fitting {
            trainer,
            x,
            y,
            batch_size: 32,
            epochs: 1,
            validation_split: 0.0,
            validation_data: None,
            shuffle: true,
            seed: 0,
            verbose: Verbose::Auto,
            callbacks: Vec::new(),
        }
    }

    /// How many samples share a step; 32. The last batch of an epoch may be smaller, and counts.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// // Four samples: a batch of three, and one of one.
    /// line.fit(&x, &y).batch_size(3).verbose(Verbose::Silent).run()?;
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.batch_size = batch_size;
        self
    }

    /// How often all samples are gone through; 1.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// let history = line.fit(&x, &y).epochs(5).verbose(Verbose::Silent).run()?;
    /// assert_eq!(history.epochs(), 5);
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn epochs(mut self, epochs: usize) -> Self {
        self.epochs = epochs;
        self
    }

    /// The share of the samples, the last ones, that is not trained on but validated on; 0.
    ///
    /// As in Keras it is cut off before shuffling: of `n` samples the first ⌊n·(1 − split)⌋ are trained on.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// let history = line.fit(&x, &y).validation_split(0.25).verbose(Verbose::Silent).run()?;
    /// assert_eq!(history.samples, 3);
    /// assert_eq!(history.val_loss.len(), 1);
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn validation_split(mut self, split: f64) -> Self {
        self.validation_split = split;
        self
    }

    /// Samples to validate on after each epoch; they go before a [`validation_split`](Fitting::validation_split).
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// let (new_x, new_y) = ([[4.0], [5.0]], [[9.0], [11.0]]);
    /// let history = line
    ///     .fit(&x, &y)
    ///     .epochs(300)
    ///     .validation_data(&new_x, &new_y)
    ///     .verbose(Verbose::Silent)
    ///     .run()?;
    /// // All four samples are trained on, and what was learned holds for the two others.
    /// assert_eq!(history.samples, 4);
    /// assert!(history.val_loss[299] < 0.1);
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn validation_data(mut self, x: &'a [N::Input], y: &'a (impl Targets<L::Target> + ?Sized)) -> Self {
        self.validation_data = Some((x, y.targets()));
        self
    }

    /// Whether each epoch takes the samples in a new order; true.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// // For samples whose order means something, or that are shuffled already.
    /// line.fit(&x, &y).shuffle(false).verbose(Verbose::Silent).run()?;
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// What the order of the samples is drawn from; 0. A seed gives the same bits in every run.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// let mut twin = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
    /// line.fit(&x, &y).batch_size(1).seed(3).verbose(Verbose::Silent).run()?;
    /// twin.fit(&x, &y).batch_size(1).seed(3).verbose(Verbose::Silent).run()?;
    /// assert_eq!(line.dense_1.kernel, twin.dense_1.kernel);
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// What is printed meanwhile; [`Verbose::Auto`]. See [`Verbose`] for an example.
    pub fn verbose(mut self, verbose: Verbose) -> Self {
        self.verbose = verbose;
        self
    }

    /// Lets a callback take part: Keras's `callbacks`. A second one is given by a second call, and comes after it.
    ///
    /// It is given by value, or as `&mut` to ask it something afterwards.
    ///
    /// ```
    /// # use cornu::prelude::*;
    /// # model! { pub struct Line < Dense<1, 1> >; }
    /// # let x = [[0.0], [1.0], [2.0], [3.0]];
    /// # let y = [[1.0], [3.0], [5.0], [7.0]];
    /// let mut line = Line::new(7).compile(SGD::new(0.1), MeanSquaredError);
    /// let mut stopping = callbacks::EarlyStopping::default().monitor("loss").patience(2);
    /// let history = line.fit(&x, &y).epochs(5000).callback(&mut stopping).verbose(Verbose::Silent).run()?;
    /// assert_eq!(stopping.stopped_epoch(), Some(history.epochs()));
    /// # Ok::<(), FitError>(())
    /// ```
    pub fn callback(mut self, callback: impl Callback<N, O> + 'a) -> Self {
        self.callbacks.push(Box::new(callback));
        self
    }

    /// Trains. See [`Fitting`] for an example, and [`FitError`] for one of an error.
    ///
    /// # Errors
    /// If there is nothing to train on, samples and targets differ in number, the batch size is 0, the
    /// validation split leaves a side empty, the loss becomes infinite or NaN (then the model is
    /// as it was before that step), or the weights do, or a callback gives up; the error then holds the history.
    pub fn run(self) -> Result<History, FitError> {
        let (train, validation) = self.split()?;
        let batches = Batches::new(train, self.batch_size, self.shuffle);
        Run::new(self, train.0.len(), validation).all(batches)
    }

    /// The samples to train on and those to validate on.
    #[expect(clippy::type_complexity, reason = "two pairs of slices, whose types are the model's")]
    fn split(&self) -> Result<(Samples<'a, N, L>, Option<Samples<'a, N, L>>), FitError> {
        let Fitting { x, y, validation_split: split, .. } = *self;
        let samples = x.len();
        if self.batch_size == 0 {
            return Err(FitError::BatchSize);
        }
        check_samples("training", samples, y.len())?;
        if let Some((x, y)) = self.validation_data {
            check_samples("validation", x.len(), y.len())?;
            return Ok(((self.x, self.y), Some((x, y))));
        }
        if split == 0.0 {
            return Ok(((x, y), None));
        }
        // Written so that NaN is refused too.
        let kept =
            if (0.0..1.0).contains(&split) { (samples as f64 * (1.0 - split)).floor() as usize } else { 0 };
        if kept == 0 || kept == samples {
            return Err(FitError::ValidationSplit { split, samples });
        }
        Ok(((&x[..kept], &y[..kept]), Some((&x[kept..], &y[kept..]))))
    }
}

impl<N: Network, O, L: Loss<N::Head, N::Output>> fmt::Debug for Fitting<'_, N, O, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fitting")
            .field("model", &N::NAME)
            .field("samples", &self.x.len())
            .field("batch_size", &self.batch_size)
            .field("epochs", &self.epochs)
            .finish_non_exhaustive()
    }
}
