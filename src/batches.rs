use crate::fit::Samples;
use cornu_engine::{Block, Loss, Network, random, view_blocks};
use rand::seq::SliceRandom;

/// The batches of an epoch: slices of the data as they stand, or, shuffled, copies in one buffer.
pub(crate) struct Batches<'a, N: Network, L: Loss<N::Head, N::Output>> {
    data: Samples<'a, N, L>,
    batch_size: usize,
    /// The samples' places in the order of the epoch; empty if they are not shuffled.
    order: Vec<usize>,
    taken: usize,
    x: Vec<f32>,
    y: Vec<L::Target>,
}

impl<'a, N: Network, L: Loss<N::Head, N::Output>> Batches<'a, N, L> {
    pub(crate) fn new(data: Samples<'a, N, L>, batch_size: usize, shuffle: bool) -> Self {
        let samples = data.0.len();
        let (order, copies) =
            if shuffle { ((0..samples).collect(), batch_size.min(samples)) } else { (Vec::new(), 0) };
        let x = Vec::with_capacity(copies * N::Input::LENGTH);
        Batches { data, batch_size, order, taken: 0, x, y: Vec::with_capacity(copies) }
    }

    /// Starts an epoch, the `epoch`th of its trainer.
    pub(crate) fn begin(&mut self, seed: u64, epoch: u64) {
        // From the sorted order, so that an epoch's order is a matter of seed and epoch alone.
        self.order.iter_mut().enumerate().for_each(|(place, index)| *index = place);
        self.order.shuffle(&mut random(seed, epoch));
        self.taken = 0;
    }

    #[expect(clippy::type_complexity, reason = "a pair of slices, whose types are the model's")]
    pub(crate) fn next(&mut self) -> Option<(&[N::Input], &[L::Target])> {
        let (x, y) = self.data;
        let start = self.taken;
        let end = start.saturating_add(self.batch_size).min(x.len());
        if start == end {
            return None;
        }
        self.taken = end;
        if self.order.is_empty() {
            return Some((&x[start..end], &y[start..end]));
        }
        self.x.clear();
        self.y.clear();
        for &index in &self.order[start..end] {
            self.x.extend_from_slice(x[index].floats());
            // Not pushed by value: a target, too, may be larger than the stack.
            self.y.extend_from_slice(&y[index..=index]);
        }
        Some((view_blocks(&self.x), &self.y))
    }
}
