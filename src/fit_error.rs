use crate::History;
use cornu_engine::StepError;
use std::{error::Error, fmt, sync::Arc};

/// Why `fit` or `evaluate` did not do what was asked.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { pub struct Line < Dense<1, 1> >; }
///
/// let mut line = Line::new(7).compile(SGD::new(0.1), MeanSquaredError);
/// match line.fit(&[[0.0], [f32::NAN]], &[[1.0], [3.0]]).verbose(Verbose::Silent).run() {
///     Err(FitError::Diverged { epoch, step, .. }) => assert_eq!((epoch, step), (1, 1)),
///     other => panic!("NaN is told of: {other:?}"),
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum FitError {
    /// There are no samples.
    Empty {
        /// Which data: `training`, `validation` or `evaluation`.
        data: &'static str,
    },
    /// There are not as many targets as samples.
    Lengths {
        /// Which data: `training`, `validation` or `evaluation`.
        data: &'static str,
        /// The samples.
        samples: usize,
        /// The targets.
        targets: usize,
    },
    /// The batch size is 0.
    BatchSize,
    /// The validation split leaves nothing to train on, or nothing to validate on, or is no share.
    ValidationSplit {
        /// The split that was asked for.
        split: f64,
        /// How many samples there are.
        samples: usize,
    },
    /// Steps were so long that weights became infinite or NaN: they are lost.
    Overflow {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The epochs before.
        history: Box<History>,
    },
    /// The loss, or its gradient, became infinite or NaN. The weights are those before that step.
    Diverged {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The step in the epoch, counted from 1.
        step: usize,
        /// The loss of that step.
        loss: f64,
        /// The epochs before.
        history: Box<History>,
    },
    /// A callback gave up. The weights are those of that moment.
    Callback {
        /// The epoch, counted from 1; 0 before the first.
        epoch: usize,
        /// What the callback said.
        error: Arc<dyn Error + Send + Sync>,
        /// The epochs that were finished.
        history: Box<History>,
    },
}

impl FitError {
    /// A step's error, in a fit that has checked its data.
    pub(crate) fn of_step(error: StepError, epoch: usize, step: usize, history: &History) -> Self {
        let StepError::Diverged { loss, .. } = error else {
            unreachable!("the batch and its memory are right: {error}")
        };
        FitError::Diverged { epoch, step, loss, history: Box::new(history.clone()) }
    }
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FitError::Empty { data } => write!(
                f,
                "there are no {data} data: expected at least one sample, received none; was the data set loaded?"
            ),
            FitError::Lengths { data, samples, targets } => write!(
                f,
                "the {data} data do not match: expected one target for each sample, received {samples} samples \
                 and {targets} targets; give both from the same source"
            ),
            FitError::BatchSize => {
                write!(f, "the batch size is 0: expected at least 1, received 0; Keras's default is 32")
            }
            FitError::ValidationSplit { split, samples } => write!(
                f,
                "the validation split does not fit: expected a share from 0 up to but not including 1 that leaves at \
                 least one sample on each side, received {split} of {samples} samples; 0.2 takes the last fifth"
            ),
            FitError::Overflow { epoch, history } => write!(
                f,
                "the weights overflowed: expected finite numbers, received infinite ones or NaN in epoch {epoch}; \
                 they are lost, and {} epochs are in the error's history. Load the weights that were saved last, \
                 or begin anew, with a smaller learning rate",
                history.epochs()
            ),
            FitError::Diverged { epoch, step, loss, history } => {
                write!(f, "training diverged: expected a finite loss with a finite gradient, received ")?;
                if loss.is_finite() {
                    write!(f, "a loss of {loss} whose gradient is not finite")?;
                } else {
                    write!(f, "a loss of {loss}")?;
                }
                write!(
                    f,
                    " at epoch {epoch}, step {step}. The weights are those before that step, and {} epochs are in \
                     the error's history. Look for NaN or very large values in the data, or try a smaller learning \
                     rate",
                    history.epochs()
                )
            }
            FitError::Callback { epoch, error, history } => write!(
                f,
                "a callback ended the training in epoch {epoch}: {error}. The weights are those of that moment, and \
                 {} epochs are in the error's history",
                history.epochs()
            ),
        }
    }
}

/// The message says all of a callback's error, so its source is the source of this.
impl Error for FitError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            FitError::Callback { error, .. } => error.source(),
            _ => None,
        }
    }
}
