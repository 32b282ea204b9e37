use crate::measures::Measures;
use std::{collections::BTreeMap, fmt};

/// What `fit` saw: one number an epoch, as in Keras's `History`.
///
/// Losses and accuracies are means over the samples. Those of training are measured while the weights
/// change, before each step; those of validation after the epoch. So are the metrics.
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
    /// The metrics by name, `precision`, and with validation also as `val_precision`; empty without metrics.
    pub metrics: BTreeMap<String, Vec<f64>>,
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

    /// The numbers with this name, be it one of Keras's own or that of a metric: `val_loss`, `precision`.
    ///
    /// ```
    /// let history = cornu::History { val_loss: vec![0.9, 0.5], ..Default::default() };
    /// assert_eq!(history.get("val_loss"), Some(&[0.9, 0.5][..]));
    /// // What was not measured is not there.
    /// assert_eq!((history.get("accuracy"), history.get("precision")), (None, None));
    /// ```
    pub fn get(&self, name: &str) -> Option<&[f64]> {
        let values = match name {
            "loss" => &self.loss,
            "accuracy" => &self.accuracy,
            "val_loss" => &self.val_loss,
            "val_accuracy" => &self.val_accuracy,
            name => self.metrics.get(name)?,
        };
        (!values.is_empty()).then_some(values)
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

    /// Draws loss, accuracy and metrics over the epochs and writes them as an SVG file.
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
        let mut panels = vec![("Loss".to_owned(), "loss"), ("Accuracy".to_owned(), "accuracy")];
        // A metric and its validation share a panel.
        let of_training =
            |name: &str| name.strip_prefix("val_").is_none_or(|bare| !self.metrics.contains_key(bare));
        let metrics = self.metrics.keys().map(String::as_str).filter(|name| of_training(name));
        panels.extend(metrics.map(|name| (title(name), name)));
        let names: Vec<_> = panels.iter().map(|(_, name)| (*name, format!("val_{name}"))).collect();
        // What was not measured is left out, first the curves and then the panels.
        let curves: Vec<Vec<_>> = names
            .iter()
            .map(|(name, val_name)| {
                [*name, val_name].iter().filter_map(|&name| Some((name, self.get(name)?))).collect()
            })
            .collect();
        let panels: Vec<_> = panels
            .iter()
            .zip(&curves)
            .filter(|(_, curves)| !curves.is_empty())
            .map(|((title, y_label), curves)| Panel { title, y_label, curves })
            .collect();
        write_history(&panels, path)
    }

    /// With places for so many epochs of all metrics, so that an epoch does not allocate.
    pub(crate) fn with_capacity<N, L>(epochs: usize, measures: &Measures<N, L>, validated: bool) -> Self {
        // Unless there are absurdly many.
        let list = || Vec::with_capacity(epochs.min(1 << 16));
        let mut metrics = BTreeMap::new();
        for name in measures.names() {
            metrics.insert(name.to_owned(), list());
            if validated {
                metrics.insert(format!("val_{name}"), list());
            }
        }
        History {
            loss: list(),
            accuracy: list(),
            val_loss: list(),
            val_accuracy: list(),
            metrics,
            seconds: list(),
            samples: 0,
        }
    }

    pub(crate) fn push(&mut self, training: &Evaluation, validation: Option<&Evaluation>, seconds: f64) {
        self.loss.push(training.loss);
        self.accuracy.extend(training.accuracy);
        if let Some(validation) = validation {
            self.val_loss.push(validation.loss);
            self.val_accuracy.extend(validation.accuracy);
        }
        for (name, values) in &mut self.metrics {
            values.extend(lookup(name, training, validation));
        }
        self.seconds.push(seconds);
    }
}

/// A number of an epoch by its name in the history.
pub(crate) fn lookup(name: &str, training: &Evaluation, validation: Option<&Evaluation>) -> Option<f64> {
    training.get(name).or_else(|| validation?.get(name.strip_prefix("val_")?))
}

/// `mean_absolute_error` as `Mean absolute error`.
#[cfg(feature = "plot")]
fn title(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// What a model reaches on some samples: means over them.
///
/// It prints as Keras prints it. See [`Trainer::evaluate`](crate::Trainer::evaluate) for where it comes from.
///
/// ```
/// let evaluation = cornu::Evaluation { loss: 0.0731, accuracy: Some(0.9786), ..Default::default() };
/// assert_eq!(evaluation.to_string(), "loss: 0.0731 - accuracy: 0.9786");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// The mean loss.
    pub loss: f64,
    /// The share of samples that are right, from 0 to 1, where the loss knows what is right.
    pub accuracy: Option<f64>,
    /// The metrics by name; empty without metrics.
    pub metrics: BTreeMap<String, f64>,
}

impl Evaluation {
    /// The number with this name: `loss`, `accuracy` or that of a metric.
    ///
    /// ```
    /// let evaluation = cornu::Evaluation { loss: 0.0731, ..Default::default() };
    /// assert_eq!((evaluation.get("loss"), evaluation.get("accuracy")), (Some(0.0731), None));
    /// ```
    pub fn get(&self, name: &str) -> Option<f64> {
        match name {
            "loss" => Some(self.loss),
            "accuracy" => self.accuracy,
            name => self.metrics.get(name).copied(),
        }
    }

    /// The names and values, those that are there.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&str, f64)> {
        let accuracy = self.accuracy.map(|accuracy| ("accuracy", accuracy));
        let metrics = self.metrics.iter().map(|(name, &value)| (name.as_str(), value));
        [("loss", self.loss)].into_iter().chain(accuracy).chain(metrics)
    }
}

/// `loss: 0.0731 - accuracy: 0.9786`
impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (name, value)) in self.values().enumerate() {
            let before = if place == 0 { "" } else { " - " };
            write!(f, "{before}{name}: {value:.4}")?;
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
        self.loss += outcome.loss;
        if let Some(right) = outcome.accuracy {
            *self.accuracy.get_or_insert_default() += right;
        }
        self.samples += samples;
    }

    /// Writes the means where they belong.
    pub(crate) fn write(self, evaluation: &mut Evaluation) {
        let samples = self.samples as f64;
        evaluation.loss = self.loss / samples;
        evaluation.accuracy = self.accuracy.map(|right| right / samples);
    }
}
