//! One training step: forward, loss, back, update. Without an allocator; the facade's `fit` stands on it.

use crate::{
    Block, Loss, Network, Optimizer,
    network::{gradient_floats, training_floats},
    optimizer::{MOST_MOMENTS, update_run},
    parameter::Runs,
    pass::{self, Back, GradientBlock, Work},
    vectorize, view_blocks, view_floats,
};
use core::{fmt, marker::PhantomData};

/// The training of one network: its optimizer, its loss, and the memory for both.
///
/// The memory is one slice of floats, a `Vec` on a workstation, a `static` on a device;
/// [`training_floats`] says how many it takes.
///
/// ```
/// use cornu::{Block, StepError, Training, prelude::*, training_floats};
///
/// model! { struct Net < Dense<2, 8, Tanh>, Dense<8, 1> >; }
///
/// # fn main() -> Result<(), StepError> {
/// # let (x, y) = ([0.5, -1.0], [0.25]);
/// const ADAM: Adam = Adam::new(0.001);
/// let mut net = Net::zeroed();
/// net.initialize(7);
/// let mut memory = [0.0; training_floats::<Net>(1, ADAM.moments())];
/// let mut training = Training::new(ADAM, MeanSquaredError, &mut memory[..]);
/// let before = training.step(&mut net, &[x], &[y])?;
/// assert!(training.evaluate(&net, &[x], &[y])?.loss < before.loss);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Training<N, O, L, M> {
    /// How a step changes the parameters.
    pub optimizer: O,
    /// What a step makes small.
    pub loss: L,
    /// The gradient, the optimizer's moments, and behind them a batch's values. It may be made longer
    /// between steps, but what it holds is not to be changed.
    pub memory: M,
    /// What the noise of layers such as a dropout follows from; 0 at first.
    pub seed: u64,
    steps: u64,
    /// How many moments the optimizer had at the last step, if there was one.
    moments: Option<usize>,
    network: PhantomData<fn(&mut N)>,
}

/// What a loss says of a batch.
///
/// ```
/// use cornu::{Block, Outcome, StepError, Training, prelude::*, training_floats};
///
/// model! { struct Net < Dense<2, 1, Sigmoid> >; }
///
/// # fn main() -> Result<(), StepError> {
/// let mut memory = [0.0; training_floats::<Net>(2, 0)];
/// let mut training = Training::new(SGD::new(0.1), BinaryCrossentropy, &mut memory[..]);
/// let x = [[0.5, -1.0], [2.0, 1.0]];
/// let Outcome { loss, accuracy } = training.evaluate(&Net::zeroed(), &x, &[[0.0], [1.0]])?;
/// // Sums: a mean is one division away, over as many batches as one likes.
/// assert!((loss / 2.0 - 2.0_f64.ln()).abs() < 1e-6);
/// assert_eq!(accuracy, Some(1.0));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The sum of the samples' losses, before the step.
    pub loss: f64,
    /// How many samples were right, where that means something.
    pub accuracy: Option<f64>,
}

/// Why a step was not taken. The network is as it was.
///
/// ```
/// use cornu::{Block, StepError, Training, prelude::*, training_floats};
///
/// model! { struct Net < Dense<2, 1> >; }
///
/// let mut net = Net::zeroed();
/// // Memory for a batch of one.
/// let mut memory = [0.0; training_floats::<Net>(1, 0)];
/// let mut training = Training::new(SGD::new(0.1), MeanSquaredError, &mut memory[..]);
/// let error = training.step(&mut net, &[[0.5, -1.0]; 8], &[[0.25]; 8]).unwrap_err();
/// assert!(matches!(error, StepError::Memory { needed, given } if needed > given));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum StepError {
    /// There is no sample in the batch.
    Empty,
    /// There are not as many targets as samples.
    Lengths {
        /// The samples.
        samples: usize,
        /// The targets.
        targets: usize,
    },
    /// The memory is too short for the batch.
    Memory {
        /// The floats that it takes.
        needed: usize,
        /// The floats that there are.
        given: usize,
    },
    /// The loss, or its gradient, is infinite or NaN.
    Diverged {
        /// The step, counted from 1.
        step: u64,
        /// The loss; where it is finite, its gradient is not.
        loss: f64,
    },
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StepError::Empty => {
                write!(f, "the batch is empty: a step takes at least one sample, and received none")
            }
            StepError::Lengths { samples, targets } => write!(
                f,
                "samples and targets do not match: expected one target (or place for an output) a sample, received \
                 {samples} samples and {targets}"
            ),
            StepError::Memory { needed, given } => write!(
                f,
                "the memory is too short for this batch: expected at least {needed} floats, received {given}; \
                 give `training_floats::<Model>(batch, moments)` floats to train, `inference_floats::<Model>(batch)` to \
                 predict, or a smaller batch"
            ),
            StepError::Diverged { step, loss } if loss.is_finite() => write!(
                f,
                "the gradient became infinite at step {step}: expected finite numbers, received a loss of {loss} with \
                 a gradient that has others; the step was not taken. Look for very large values in the data"
            ),
            StepError::Diverged { step, loss } => write!(
                f,
                "the loss became {loss} at step {step}: expected a finite number; the step was not taken. \
                 Look for NaN or very large values in the data, or try a smaller learning rate"
            ),
        }
    }
}

impl core::error::Error for StepError {}

impl<N, O, L, M> Training<N, O, L, M>
where
    N: Network,
    O: Optimizer,
    L: Loss<N::Head, N::Output>,
    M: AsMut<[f32]>,
{
    /// A training that has not begun. `memory` may hold anything. See [`Training`] for an example.
    ///
    /// # Panics
    /// If the optimizer wants more than [`MOST_MOMENTS`](crate::MOST_MOMENTS) moments.
    pub fn new(optimizer: O, loss: L, memory: M) -> Self {
        let moments = optimizer.moments();
        assert!(
            moments <= MOST_MOMENTS,
            "an optimizer keeps at most {MOST_MOMENTS} moments (`MOST_MOMENTS`), and this one wants {moments}"
        );
        Training { optimizer, loss, memory, seed: 0, steps: 0, moments: None, network: PhantomData }
    }

    /// How many steps have been taken.
    ///
    /// ```
    /// use cornu::{Block, StepError, Training, prelude::*, training_floats};
    ///
    /// model! { struct Net < Dense<2, 1> >; }
    ///
    /// # fn main() -> Result<(), StepError> {
    /// let mut memory = [0.0; training_floats::<Net>(1, 0)];
    /// let mut training = Training::new(SGD::new(0.1), MeanSquaredError, &mut memory[..]);
    /// training.step(&mut Net::zeroed(), &[[0.5, -1.0]], &[[0.25]])?;
    /// assert_eq!(training.steps(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The floats of memory that a batch of this size takes.
    ///
    /// ```
    /// use cornu::{Training, prelude::*, training_floats};
    ///
    /// model! { struct Net < Dense<2, 1> >; }
    ///
    /// let training = Training::<Net, _, _, _>::new(Adam::default(), MeanSquaredError, Vec::new());
    /// assert_eq!(training.floats(32), training_floats::<Net>(32, 2));
    /// ```
    pub fn floats(&self, batch: usize) -> usize {
        training_floats::<N>(batch, self.most_moments())
    }

    /// The optimizer's moments; or those of the one before it, which stay until the next step.
    fn most_moments(&self) -> usize {
        self.optimizer.moments().max(self.moments.unwrap_or(0))
    }

    /// Takes one step along the mean gradient of the batch: see [`Training`] for an example.
    ///
    /// # Errors
    /// If the batch is empty or too large for the memory, samples and targets differ in number, or the
    /// loss or its gradient is not finite. The network is then as it was.
    pub fn step(
        &mut self,
        network: &mut N,
        x: &[N::Input],
        targets: &[L::Target],
    ) -> Result<Outcome, StepError> {
        self.step_with(network, x, targets, |_, _| {})
    }

    /// As [`step`](Training::step), and shows the model's predictions for the batch, made before the step,
    /// with their targets: what a metric wants. If the loss is not finite, nothing is shown.
    ///
    /// ```
    /// use cornu::{Block, StepError, Training, prelude::*, training_floats};
    ///
    /// model! { struct Net < Dense<2, 1> >; }
    ///
    /// # fn main() -> Result<(), StepError> {
    /// let mut memory = [0.0; training_floats::<Net>(1, 0)];
    /// let mut training = Training::new(SGD::new(0.1), MeanSquaredError, &mut memory[..]);
    /// let mut largest_error = 0.0_f32;
    /// training.step_with(&mut Net::zeroed(), &[[0.5, -1.0]], &[[0.25]], |predictions, targets| {
    ///     for (prediction, target) in predictions.iter().zip(targets) {
    ///         largest_error = largest_error.max((prediction[0] - target[0]).abs());
    ///     }
    /// })?;
    /// assert_eq!(largest_error, 0.25);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Those of [`step`](Training::step).
    pub fn step_with(
        &mut self,
        network: &mut N,
        x: &[N::Input],
        targets: &[L::Target],
        show: impl FnOnce(&[N::Output], &[L::Target]),
    ) -> Result<Outcome, StepError> {
        self.check(x, targets)?;
        let step = self.steps + 1;
        let moments = self.optimizer.moments();
        let floats = const { gradient_floats(N::LAYERS) };
        let (d, rest) = self.memory.as_mut().split_at_mut(floats);
        let (all_moments, rest) = rest.split_at_mut(moments * floats);
        if self.moments != Some(moments) {
            // The first step, or another optimizer has been put in: what stands there is not its own.
            d.fill(0.0);
            all_moments.fill(0.0);
            self.moments = Some(moments);
        }
        let batch = x.len();
        let (logits, rest) = rest.split_at_mut(batch * N::Output::LENGTH);
        let (dlogits, rest) = rest.split_at_mut(batch * N::Output::LENGTH);
        let (values, rest) = rest.split_at_mut(N::PLAN.values_floats.of(batch));
        let (gradients, scratch) = rest.split_at_mut(batch * (N::PLAN.own.floats + N::PLAN.own.more));
        let x = view_floats(x);
        let mut work = Work::new::<N>(x, logits, values, scratch).at(self.seed, step);
        pass::forward(network, &mut work);
        // Sums over the samples; what the parameters add is a part of their mean.
        let penalty = work.activity + batch as f64 * pass::penalty(network);
        let loss = self.loss.evaluate(logits, targets, Some(dlogits)) + penalty;
        if !loss.is_finite() {
            return Err(StepError::Diverged { step, loss });
        }
        let accuracy = self.loss.accuracy(logits, targets);
        show(view_blocks(logits), targets);
        // The gradient is 0 here: so the first step finds it, and so each update leaves it.
        let mut work = Work::new::<N>(x, &mut [], values, scratch);
        let back = Back { y: logits, dy: dlogits, dx: None, d: GradientBlock::Trained(d), gradients };
        pass::backward(network, &mut work, back);
        if !all_finite(d) {
            d.fill(0.0);
            return Err(StepError::Diverged { step, loss });
        }
        for run in Runs::of(N::PARAMETERS, N::LAYERS) {
            let (parameters, d) = (&mut network.floats_mut()[run.parameters()], &mut d[run.gradient()]);
            update_run(&self.optimizer, step, parameters, d, all_moments, floats, run.gradient().start);
        }
        pass::constrain(network);
        pass::update_state(network, values, batch);
        self.steps = step;
        Ok(Outcome { loss, accuracy })
    }

    /// What the loss says of a batch, as in inference: nothing is changed. See [`Outcome`] for an example.
    ///
    /// # Errors
    /// If the batch is empty or too large for the memory, or samples and targets differ in number.
    pub fn evaluate(
        &mut self,
        network: &N,
        x: &[N::Input],
        targets: &[L::Target],
    ) -> Result<Outcome, StepError> {
        self.evaluate_with(network, x, targets, |_, _| {})
    }

    /// As [`evaluate`](Training::evaluate), and shows the predictions with their targets:
    /// [`step_with`](Training::step_with) has an example.
    ///
    /// # Errors
    /// Those of [`evaluate`](Training::evaluate).
    pub fn evaluate_with(
        &mut self,
        network: &N,
        x: &[N::Input],
        targets: &[L::Target],
        show: impl FnOnce(&[N::Output], &[L::Target]),
    ) -> Result<Outcome, StepError> {
        self.check(x, targets)?;
        // It fits where a step does: the flow's buffers are no larger than the layers' values, and the
        // logits are the last of those.
        let kept = gradient_floats(N::LAYERS) * (1 + self.most_moments());
        let work = &mut self.memory.as_mut()[kept..];
        let (logits, memory) = work.split_at_mut(x.len() * N::Output::LENGTH);
        let activity = pass::infer_with_activity(network, view_floats(x), logits, memory);
        let penalty = activity + x.len() as f64 * pass::penalty(network);
        let loss = self.loss.evaluate(logits, targets, None) + penalty;
        let accuracy = self.loss.accuracy(logits, targets);
        show(view_blocks(logits), targets);
        Ok(Outcome { loss, accuracy })
    }

    fn check(&mut self, x: &[N::Input], targets: &[L::Target]) -> Result<(), StepError> {
        if x.len() != targets.len() {
            return Err(StepError::Lengths { samples: x.len(), targets: targets.len() });
        }
        if x.is_empty() {
            return Err(StepError::Empty);
        }
        let (needed, given) = (self.floats(x.len()), self.memory.as_mut().len());
        if given < needed {
            return Err(StepError::Memory { needed, given });
        }
        Ok(())
    }
}

/// Whether no value is NaN or infinite.
///
/// ```
/// assert!(cornu_engine::all_finite(&[1.0, f32::MAX]));
/// assert!(!cornu_engine::all_finite(&[1.0, f32::NAN]));
/// ```
pub fn all_finite(values: &[f32]) -> bool {
    // Such a value times 0 is NaN, and stays in the sum; several sums are vectors.
    vectorize(
        values.len(),
        #[inline(always)]
        || {
            let mut sums = [0.0; 16];
            let parts = values.chunks_exact(sums.len());
            let rest: f32 = parts.remainder().iter().map(|value| value * 0.0).sum();
            for part in parts {
                sums.iter_mut().zip(part).for_each(|(sum, value)| *sum += value * 0.0);
            }
            sums.iter().sum::<f32>() + rest == 0.0
        },
    )
}
