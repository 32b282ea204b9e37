use crate::{CallbackError, Mode, TrainingState};

/// A number that is watched, and its best value so far: Keras's `MonitorCallback`.
#[derive(Clone, Debug)]
pub(super) struct Monitor {
    pub(super) name: String,
    pub(super) mode: Mode,
    pub(super) min_delta: f64,
    pub(super) best: Option<f64>,
}

impl Monitor {
    /// Keras's defaults.
    pub(super) fn new() -> Self {
        Monitor { name: "val_loss".to_owned(), mode: Mode::Auto, min_delta: 0.0, best: None }
    }

    /// The number, after an epoch. Keras only warns if it is not there.
    pub(super) fn value<N, O>(
        &self,
        callback: &str,
        state: &TrainingState<'_, N, O>,
    ) -> Result<f64, CallbackError> {
        if let Some(value) = state.get(&self.name) {
            return Ok(value);
        }
        let training = state.training.values().map(|(name, _)| format!("`{name}`"));
        let validation = state.validation.iter().flat_map(|evaluation| evaluation.values());
        let names: Vec<_> = training.chain(validation.map(|(name, _)| format!("`val_{name}`"))).collect();
        let hint = match state.validation {
            None if self.name.starts_with("val_") => "; give `fit` a `validation_split` or `validation_data`",
            _ => "",
        };
        let (wanted, names) = (&self.name, names.join(", "));
        Err(format!(
            "`{callback}` watches `{wanted}`, which is not there: expected one of {names}, received \
             `{wanted}`{hint}"
        )
        .into())
    }

    /// Whether a value is better than another one by more than `min_delta`; NaN never is.
    pub(super) fn better<N, O>(
        &self,
        callback: &str,
        state: &TrainingState<'_, N, O>,
        value: f64,
        than: Option<f64>,
    ) -> Result<bool, CallbackError> {
        let mode = self.mode_in(callback, state)?;
        // Keras takes a first NaN as the best, which nothing is better than.
        let Some(than) = than else { return Ok(!value.is_nan()) };
        Ok(match mode {
            Mode::Max => value - self.min_delta.abs() > than,
            _ => value + self.min_delta.abs() < than,
        })
    }

    /// Which way is better, never `Auto`.
    fn mode_in<N, O>(&self, callback: &str, state: &TrainingState<'_, N, O>) -> Result<Mode, CallbackError> {
        if self.mode != Mode::Auto {
            return Ok(self.mode);
        }
        let of = |name: &str| match name {
            "loss" => Mode::Min,
            "accuracy" => Mode::Max,
            name => state.modes.iter().find(|(other, _)| other == name).map_or(Mode::Auto, |&(_, mode)| mode),
        };
        // A metric may have such a name without validation.
        let bare = self.name.strip_prefix("val_").unwrap_or(&self.name);
        match [of(&self.name), of(bare)].into_iter().find(|&mode| mode != Mode::Auto) {
            Some(mode) => Ok(mode),
            None => Err(format!(
                "`{callback}` watches `{}`, of which it is not known which way it gets better: expected \
                 `.mode(Mode::Min)` or `.mode(Mode::Max)`, received `Mode::Auto`; the metric can say it, too, in \
                 `Metric::mode`",
                self.name
            )
            .into()),
        }
    }
}
