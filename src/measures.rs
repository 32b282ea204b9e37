use crate::{Evaluation, Metric, Mode};

/// The metrics of a trainer, each under a name of its own.
pub(crate) struct Measures<Output, Target> {
    list: Vec<Measure<Output, Target>>,
}

struct Measure<Output, Target> {
    name: String,
    metric: Box<dyn Metric<Output, Target>>,
}

impl<Output, Target> Measures<Output, Target> {
    pub(crate) const fn new() -> Self {
        Measures { list: Vec::new() }
    }

    /// A metric more. Where its name is taken, it gets a number, as in Keras: `precision_1`.
    pub(crate) fn add(&mut self, metric: impl Metric<Output, Target> + 'static) {
        let name = metric.name();
        let names = || self.names().chain(["loss", "accuracy"]);
        // `val_` is put before the names of the validation: without it, too, they are to differ.
        let taken = |name: &str| {
            let bare = |name: &str| name.trim_start_matches("val_").to_owned();
            names().any(|other| bare(other) == bare(name))
        };
        let mut free = name.to_owned();
        for number in 1.. {
            if !taken(&free) {
                break;
            }
            free = format!("{name}_{number}");
        }
        self.list.push(Measure { name: free, metric: Box::new(metric) });
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|measure| measure.name.as_str())
    }

    /// Each metric's name, and which way it gets better.
    pub(crate) fn modes(&self) -> Vec<(String, Mode)> {
        self.list.iter().map(|measure| (measure.name.clone(), measure.metric.mode())).collect()
    }

    pub(crate) fn reset(&mut self) {
        self.list.iter_mut().for_each(|measure| measure.metric.reset());
    }

    /// Takes in a batch.
    pub(crate) fn update(&mut self, predictions: &[Output], targets: &[Target]) {
        self.list.iter_mut().for_each(|measure| measure.metric.update(predictions, targets));
    }

    /// An evaluation of nothing, with a place for each metric.
    pub(crate) fn evaluation(&self) -> Evaluation {
        let metrics = self.names().map(|name| (name.to_owned(), f64::NAN)).collect();
        Evaluation { loss: f64::NAN, accuracy: None, metrics }
    }

    /// Writes what the metrics come to in their places.
    pub(crate) fn write(&self, evaluation: &mut Evaluation) {
        for Measure { name, metric } in &self.list {
            if let Some(place) = evaluation.metrics.get_mut(name) {
                *place = metric.result().into();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Named(&'static str);

    impl Metric<(), ()> for Named {
        fn name(&self) -> &str {
            self.0
        }
        fn update(&mut self, _: &[()], _: &[()]) {}
        fn result(&self) -> f32 {
            0.0
        }
        fn reset(&mut self) {}
    }

    #[test]
    fn no_two_have_a_name_in_common() {
        let mut measures = Measures::new();
        for name in ["recall", "recall", "loss", "val_recall", "val_", "recall"] {
            measures.add(Named(name));
        }
        let names: Vec<_> = measures.names().collect();
        assert_eq!(names, ["recall", "recall_1", "loss_1", "val_recall_2", "val_", "recall_3"]);
    }
}
