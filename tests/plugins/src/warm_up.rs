use crate::Lion;
use cornu::{Callback, CallbackError, TrainingState};
use std::format;

/// Raises Lion's learning rate from step to step, in equal parts, to what it was when the training began.
///
/// Goyal et al., 2017, "Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour", section 2.2.
#[derive(Clone, Copy, Debug)]
pub struct WarmUp {
    steps: usize,
    taken: usize,
    learning_rate: f32,
}

impl WarmUp {
    /// Over so many steps.
    pub const fn new(steps: usize) -> Self {
        WarmUp { steps, taken: 0, learning_rate: 0.0 }
    }

    /// The rate of the next step.
    fn set(&self, lion: &mut Lion) {
        let share = (self.taken + 1) as f32 / self.steps.max(1) as f32;
        lion.learning_rate = self.learning_rate * share.min(1.0);
    }
}

impl<N> Callback<N, Lion> for WarmUp {
    fn on_train_begin(&mut self, state: &mut TrainingState<'_, N, Lion>) -> Result<(), CallbackError> {
        if state.optimizer.learning_rate.is_nan() || state.optimizer.learning_rate <= 0.0 {
            return Err(format!(
                "warm-up has nothing to rise to: expected a learning rate above 0, received {}",
                state.optimizer.learning_rate
            )
            .into());
        }
        (self.taken, self.learning_rate) = (0, state.optimizer.learning_rate);
        self.set(state.optimizer);
        Ok(())
    }

    fn on_batch_end(&mut self, state: &mut TrainingState<'_, N, Lion>) -> Result<(), CallbackError> {
        if self.taken < self.steps {
            self.taken += 1;
            self.set(state.optimizer);
        }
        Ok(())
    }

    fn on_train_end(&mut self, state: &mut TrainingState<'_, N, Lion>) -> Result<(), CallbackError> {
        state.optimizer.learning_rate = self.learning_rate;
        Ok(())
    }
}
