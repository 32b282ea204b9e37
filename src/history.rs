use std::fmt;

/// What `fit` saw: one number an epoch, as in Keras's `History`.
///
/// Losses and accuracies are means over the samples. Those of training are measured while the weights
/// change, before each step; those of validation after the epoch.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { pub struct Line < Dense<1, 1> >; }
///
/// let x = [[0.0], [1.0], [2.0], [3.0]];
/// let y = [[1.0], [3.0], [5.0], [7.0]];
/// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
/// let history = line.fit(&x, &y).epochs(50).validation_split(0.25).verbose(Verbose::Silent).run()?;
/// assert!(history.loss[49] < history.loss[0]);
/// assert_eq!(history.val_loss.len(), 50);
/// // A mean squared error does not know what is right.
/// assert!(history.accuracy.is_empty());
/// # Ok::<(), FitError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The training loss.
    pub loss: Vec<f64>,
    /// The training accuracy, from 0 to 1; empty where the loss knows none.
    pub accuracy: Vec<f64>,
    /// The validation loss; empty without validation.
    pub val_loss: Vec<f64>,
    /// The validation accuracy; empty without validation or where the loss knows none.
    pub val_accuracy: Vec<f64>,
    /// The seconds that the training part of the epoch took.
    pub seconds: Vec<f64>,
    /// The samples trained on in an epoch.
    pub samples: usize,
}

impl History {
    /// How many epochs were finished.
    ///
    /// ```
    /// let history = cornu::History { loss: vec![0.9, 0.5], ..Default::default() };
    /// assert_eq!(history.epochs(), 2);
    /// ```
    pub fn epochs(&self) -> usize {
        self.loss.len()
    }

    /// The training speed of each epoch, in samples a second, validation left out.
    ///
    /// ```
    /// let history = cornu::History { seconds: vec![2.0, 1.5], samples: 60_000, ..Default::default() };
    /// assert_eq!(history.samples_per_second().collect::<Vec<_>>(), [30_000.0, 40_000.0]);
    /// ```
    pub fn samples_per_second(&self) -> impl Iterator<Item = f64> {
        self.seconds.iter().map(|seconds| self.samples as f64 / seconds)
    }

    /// Draws loss and accuracy over the epochs and writes them as an SVG file.
    ///
    /// ```
    /// let history = cornu::History {
    ///     loss: vec![0.9, 0.5, 0.4],
    ///     val_loss: vec![0.8, 0.6, 0.6],
    ///     ..Default::default()
    /// };
    /// let path = std::env::temp_dir().join("cornu-doc-history.svg");
    /// history.save_plot(&path)?;
    /// assert!(std::fs::read_to_string(&path).unwrap().contains("val_loss"));
    /// # std::fs::remove_file(path).unwrap();
    /// # Ok::<(), cornu::FileError<std::io::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be written; what was there is then as it was.
    #[cfg(feature = "plot")]
    pub fn save_plot(
        &self,
        path: impl AsRef<std::path::Path>,
    ) -> Result<(), crate::FileError<std::io::Error>> {
        use crate::plot::{Panel, write_history};
        let loss: [(&str, &[f64]); 2] = [("loss", &self.loss), ("val_loss", &self.val_loss)];
        let accuracy: [(&str, &[f64]); 2] =
            [("accuracy", &self.accuracy), ("val_accuracy", &self.val_accuracy)];
        let panels = [("Loss", "loss", loss), ("Accuracy", "accuracy", accuracy)];
        // What was not measured is left out, first the curves and then the panels.
        let measured = panels.map(|(title, y_label, curves)| {
            let curves: Vec<_> = curves.into_iter().filter(|(_, values)| !values.is_empty()).collect();
            (title, y_label, curves)
        });
        let panels: Vec<_> = measured
            .iter()
            .filter(|(_, _, curves)| !curves.is_empty())
            .map(|(title, y_label, curves)| Panel { title, y_label, curves })
            .collect();
        write_history(&panels, path)
    }

    pub(crate) fn with_capacity(epochs: usize) -> Self {
        // An epoch does not allocate, unless there are absurdly many.
        let list = || Vec::with_capacity(epochs.min(1 << 16));
        History {
            loss: list(),
            accuracy: list(),
            val_loss: list(),
            val_accuracy: list(),
            seconds: list(),
            samples: 0,
        }
    }

    pub(crate) fn push(&mut self, training: Evaluation, validation: Option<Evaluation>, seconds: f64) {
        self.loss.push(training.loss);
        self.accuracy.extend(training.accuracy);
        if let Some(validation) = validation {
            self.val_loss.push(validation.loss);
            self.val_accuracy.extend(validation.accuracy);
        }
        self.seconds.push(seconds);
    }
}

/// What a model reaches on some samples: means over them.
///
/// It prints as Keras prints it. See [`Trainer::evaluate`](crate::Trainer::evaluate) for where it comes from.
///
/// ```
/// let evaluation = cornu::Evaluation { loss: 0.0731, accuracy: Some(0.9786) };
/// assert_eq!(evaluation.to_string(), "loss: 0.0731 - accuracy: 0.9786");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// The mean loss.
    pub loss: f64,
    /// The share of samples that are right, from 0 to 1, where the loss knows what is right.
    pub accuracy: Option<f64>,
}

/// `loss: 0.0731 - accuracy: 0.9786`
impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "loss: {:.4}", self.loss)?;
        if let Some(accuracy) = self.accuracy {
            write!(f, " - accuracy: {accuracy:.4}")?;
        }
        Ok(())
    }
}

/// Sums of batches on their way to a mean.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    loss: f64,
    accuracy: Option<f64>,
    samples: usize,
}

impl Sums {
    pub(crate) fn add(&mut self, outcome: cornu_engine::Outcome, samples: usize) {
        self.loss += f64::from(outcome.loss);
        if let Some(right) = outcome.accuracy {
            *self.accuracy.get_or_insert_default() += f64::from(right);
        }
        self.samples += samples;
    }

    pub(crate) fn mean(self) -> Evaluation {
        let samples = self.samples as f64;
        Evaluation { loss: self.loss / samples, accuracy: self.accuracy.map(|right| right / samples) }
    }
}
