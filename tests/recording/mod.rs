//! A training step that leaves the network as it is: for tests of what it computes.

use cornu::{Loss, Network, Optimizer, Training, training_floats};

/// Keeps the gradient as its moment, and changes nothing.
pub(crate) struct Recording;

impl Optimizer for Recording {
    fn moments(&self) -> usize {
        1
    }

    fn update(&self, _: u64, _: &mut [f32], d: &[f32], moments: &mut [&mut [f32]]) {
        moments[0].copy_from_slice(d);
    }
}

/// The sum of the samples' losses, the outputs, and the gradient of the mean loss.
pub(crate) fn record<N: Network, L: Loss<N::Head, N::Output>>(
    network: &mut N,
    loss: L,
    x: &[N::Input],
    targets: &[L::Target],
) -> (f64, Vec<f32>, Vec<f32>) {
    let memory = vec![f32::NAN; training_floats::<N>(x.len(), 1)];
    let mut training = Training::new(Recording, loss, memory);
    let mut outputs = Vec::new();
    let outcome = training
        .step_with(network, x, targets, |predictions, _| outputs = cornu::view_floats(predictions).to_vec())
        .unwrap();
    (outcome.loss, outputs, recorded::<N>(&training.memory))
}

/// The gradient that [`Recording`] has kept in a training's memory: that of the layers that are not frozen.
pub(crate) fn recorded<N: Network>(memory: &[f32]) -> Vec<f32> {
    let floats = N::LAYERS.iter().filter(|layer| layer.trainable).map(|layer| layer.parameters).sum();
    memory[floats..2 * floats].to_vec()
}
