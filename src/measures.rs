use crate::{Evaluation, Metric, Mode};
use cornu_engine::{Loss, Network};

/// The metrics of a trainer of the model `N` by the loss `L`, each under a name of its own.
pub(crate) struct Measures<N, L> {
    list: Vec<(String, Box<dyn Measure<N, L>>)>,
}

/// A metric for a model and a loss. That it asks for nothing of them, but its method does, spares the trainer's
/// struct such bounds, and whoever errs with a loss a second message.
trait Measure<N, L>: Send + Sync {
    fn take(&mut self, predictions: &[N::Output], targets: &[L::Target])
    where
        N: Network,
        L: Loss<N::Head, N::Output>;
    fn start_anew(&mut self);
    fn value(&self) -> f64;
    fn way(&self) -> Mode;
}

impl<N, L, M> Measure<N, L> for M
where
    N: Network,
    L: Loss<N::Head, N::Output>,
    M: Metric<N::Output, L::Target>,
{
    fn take(&mut self, predictions: &[N::Output], targets: &[L::Target]) {
        self.update(predictions, targets);
    }

    fn start_anew(&mut self) {
        self.reset();
    }

    fn value(&self) -> f64 {
        self.result().into()
    }

    fn way(&self) -> Mode {
        self.mode()
    }
}

impl<N, L> Measures<N, L> {
    pub(crate) const fn new() -> Self {
        Measures { list: Vec::new() }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(name, _)| name.as_str())
    }
}

impl<N: Network, L: Loss<N::Head, N::Output>> Measures<N, L> {
    /// A metric more.
    pub(crate) fn add(&mut self, metric: impl Metric<N::Output, L::Target> + 'static) {
        let names: Vec<_> = self.names().chain(["loss", "accuracy"]).collect();
        self.list.push((free_name(metric.name(), &names), Box::new(metric)));
    }

    /// Each metric's name, and which way it gets better.
    pub(crate) fn modes(&self) -> Vec<(String, Mode)> {
        self.list.iter().map(|(name, metric)| (name.clone(), metric.way())).collect()
    }

    pub(crate) fn reset(&mut self) {
        self.list.iter_mut().for_each(|(_, metric)| metric.start_anew());
    }

    /// Takes in a batch.
    pub(crate) fn update(&mut self, predictions: &[N::Output], targets: &[L::Target]) {
        self.list.iter_mut().for_each(|(_, metric)| metric.take(predictions, targets));
    }

    /// An evaluation of nothing, with a place for each metric.
    pub(crate) fn evaluation(&self) -> Evaluation {
        let metrics = self.names().map(|name| (name.to_owned(), f64::NAN)).collect();
        Evaluation { loss: f64::NAN, accuracy: None, metrics }
    }

    /// Writes what the metrics come to in their places.
    pub(crate) fn write(&self, evaluation: &mut Evaluation) {
        for (name, metric) in &self.list {
            if let Some(place) = evaluation.metrics.get_mut(name) {
                *place = metric.value();
            }
        }
    }
}

/// The name, or where it is taken one with a number, as in Keras: `precision_1`.
fn free_name(name: &str, names: &[&str]) -> String {
    // `val_` is put before the names of the validation: without it, too, they are to differ.
    fn bare(name: &str) -> &str {
        name.trim_start_matches("val_")
    }
    let taken = |name: &str| names.iter().any(|other| bare(other) == bare(name));
    let mut free = name.to_owned();
    let mut number = 0;
    while taken(&free) {
        number += 1;
        free = format!("{name}_{number}");
    }
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_have_a_name_in_common() {
        let mut names: Vec<String> = vec!["loss".to_owned(), "accuracy".to_owned()];
        for (name, want) in [
            ("recall", "recall"),
            ("recall", "recall_1"),
            ("loss", "loss_1"),
            ("val_recall", "val_recall_2"),
            ("recall", "recall_3"),
            ("val_accuracy", "val_accuracy_1"),
        ] {
            let free = free_name(name, &names.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(free, want);
            names.push(free);
        }
    }
}
