//! A convolution whose channels are cut into groups, each of which is seen by as many of the filters: one after the
//! other is a convolution of its own, of copies of its channels.

use super::{Convolution, NO_BIAS, times};
use crate::{Block, Dims, Padding, bias::add_rows, math::larger};

/// How many places a group's copies have, if there are as many: enough to make up for what is done once for each.
const PLACES: usize = 512;

/// A [`Convolution`] with groups; one group is the convolution itself, and costs no more than that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grouped {
    pub(super) whole: Convolution,
    pub(super) groups: usize,
}

impl Grouped {
    /// Over `image`, of which only the sizes count, in groups of `group` channels: see [`Convolution::new`].
    pub(crate) const fn new(
        mode: Padding,
        image: Dims,
        window: [usize; 2],
        stride: [usize; 2],
        dilation: [usize; 2],
        filters: usize,
        group: usize,
    ) -> Self {
        // A misfit is one group.
        let [_, _, channels, _] = image.sizes;
        let groups = if group == 0 || group > channels { 1 } else { channels / group };
        Grouped { whole: Convolution::new(mode, image, window, stride, dilation, filters), groups }
    }

    /// What comes out.
    pub(crate) const fn output(self) -> Dims {
        self.whole.output()
    }

    /// One group.
    const fn part(self) -> Convolution {
        let Convolution { channels, filters, .. } = self.whole;
        Convolution { channels: channels / self.groups, filters: filters / self.groups, ..self.whole }
    }

    /// The multiply-accumulates of a sample.
    pub(crate) const fn macs(self) -> usize {
        self.part().macs() * self.groups
    }

    /// How many samples are copied at a time in training.
    const fn samples(self) -> usize {
        match self.whole.places() {
            0 => 0,
            places => PLACES.div_ceil(places),
        }
    }

    /// The floats of a group's kernel.
    const fn kernel(self) -> usize {
        self.part().depth() * self.part().filters
    }

    /// The floats of the copies that a group's convolution takes.
    const fn copies(self, samples: usize) -> usize {
        samples * (self.part().input().len() + self.part().output().len()) + self.kernel()
    }

    const fn training(self) -> usize {
        self.copies(self.samples()) + self.part().scratch()
    }

    /// The floats of scratch for training, with batches of any size.
    pub(crate) const fn scratch(self) -> usize {
        if self.groups == 1 { self.whole.scratch() } else { self.training() }
    }

    /// The same for [`forward`](Self::forward) of one sample alone.
    pub(crate) const fn inference_scratch(self) -> usize {
        if self.groups == 1 {
            self.whole.inference_scratch()
        } else {
            self.copies(1) + self.part().inference_scratch()
        }
    }

    /// y = windows(x)·kernel + bias
    #[inline]
    pub(crate) fn forward(
        self,
        x: &[f32],
        kernel: &[f32],
        bias: &impl Block,
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        if self.groups == 1 {
            return self.whole.forward(x, kernel, bias, y, scratch);
        }
        self.forward_groups(x, kernel, bias.floats(), y, scratch);
    }

    /// dkernel += windows(x)ᵀ·dy, dbias += Σ dy
    #[inline]
    pub(crate) fn kernel_gradient(
        self,
        x: &[f32],
        dy: &[f32],
        dkernel: &mut [f32],
        dbias: &mut impl Block,
        scratch: &mut [f32],
    ) {
        if self.groups == 1 {
            return self.whole.kernel_gradient(x, dy, dkernel, dbias, scratch);
        }
        add_rows(dbias, dy, self.whole.filters);
        self.kernel_gradient_groups(x, dy, dkernel, scratch);
    }

    /// dx = what dy·kernelᵀ makes of each window, added up where they overlap
    #[inline]
    pub(crate) fn input_gradient(self, dy: &[f32], kernel: &[f32], dx: &mut [f32], scratch: &mut [f32]) {
        if self.groups == 1 {
            return self.whole.input_gradient(dy, kernel, &NO_BIAS, dx, scratch);
        }
        self.input_gradient_groups(dy, kernel, dx, scratch);
    }

    #[inline(never)]
    fn forward_groups(self, x: &[f32], kernel: &[f32], bias: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let (part, Convolution { channels, filters, .. }) = (self.part(), self.whole);
        let (samples, [inside, outside, weights, scratch]) = self.cut(scratch);
        for group in 0..self.groups {
            gather(kernel, filters, group, weights, part.filters);
            let bias = bias.get(group * part.filters..).and_then(|bias| bias.get(..part.filters));
            let [sample, output] = self.lengths();
            for (x, y) in x.chunks(samples * sample).zip(y.chunks_mut(samples * output)) {
                let inside = &mut inside[..x.len() / self.groups];
                let outside = &mut outside[..y.len() / self.groups];
                gather(x, channels, group, inside, part.channels);
                part.forward(inside, weights, &NO_BIAS, outside, scratch);
                scatter(outside, part.filters, group, y, filters, |y, sums| match bias {
                    Some(bias) => {
                        y.iter_mut().zip(sums).zip(bias).for_each(|((y, sum), bias)| *y = sum + bias);
                    }
                    None => y.copy_from_slice(sums),
                });
            }
        }
    }

    #[inline(never)]
    fn kernel_gradient_groups(self, x: &[f32], dy: &[f32], dkernel: &mut [f32], scratch: &mut [f32]) {
        let (part, Convolution { channels, filters, .. }) = (self.part(), self.whole);
        let (samples, [inside, outside, weights, scratch]) = self.cut(scratch);
        for group in 0..self.groups {
            weights.fill(0.0);
            let [sample, output] = self.lengths();
            for (x, dy) in x.chunks(samples * sample).zip(dy.chunks(samples * output)) {
                let inside = &mut inside[..x.len() / self.groups];
                let outside = &mut outside[..dy.len() / self.groups];
                gather(x, channels, group, inside, part.channels);
                gather(dy, filters, group, outside, part.filters);
                part.kernel_gradient(inside, outside, weights, &mut { NO_BIAS }, scratch);
            }
            scatter(weights, part.filters, group, dkernel, filters, |d, sums| {
                d.iter_mut().zip(sums).for_each(|(d, sum)| *d += sum);
            });
        }
    }

    #[inline(never)]
    fn input_gradient_groups(self, dy: &[f32], kernel: &[f32], dx: &mut [f32], scratch: &mut [f32]) {
        let (part, Convolution { channels, filters, .. }) = (self.part(), self.whole);
        let (samples, [inside, outside, weights, scratch]) = self.cut(scratch);
        for group in 0..self.groups {
            gather(kernel, filters, group, weights, part.filters);
            let [sample, output] = self.lengths();
            for (dx, dy) in dx.chunks_mut(samples * sample).zip(dy.chunks(samples * output)) {
                let inside = &mut inside[..dx.len() / self.groups];
                let outside = &mut outside[..dy.len() / self.groups];
                gather(dy, filters, group, outside, part.filters);
                part.input_gradient(outside, weights, &NO_BIAS, inside, scratch);
                scatter(inside, part.channels, group, dx, channels, |dx, sums| dx.copy_from_slice(sums));
            }
        }
    }

    /// The floats of a sample that comes in, and of what comes out of it.
    fn lengths(self) -> [usize; 2] {
        [self.whole.sample(), times(self.whole.places(), self.whole.filters)]
    }

    /// How many samples the scratch has room for at a time, and its parts: for what comes in, what goes out, the
    /// kernel and what is left.
    fn cut(self, scratch: &mut [f32]) -> (usize, [&mut [f32]; 4]) {
        let samples = if scratch.len() >= self.training() { larger(self.samples(), 1) } else { 1 };
        let (inside, scratch) = scratch.split_at_mut(samples * self.part().input().len());
        let (outside, scratch) = scratch.split_at_mut(samples * self.part().output().len());
        let (kernel, scratch) = scratch.split_at_mut(self.kernel());
        (samples, [inside, outside, kernel, scratch])
    }
}

/// Copies a group's part of each row of `width` values, one behind the other.
fn gather(from: &[f32], width: usize, group: usize, to: &mut [f32], part: usize) {
    for (from, to) in from.chunks_exact(width).zip(to.chunks_exact_mut(part)) {
        to.copy_from_slice(&from[group * part..][..part]);
    }
}

/// The way back: `write` is given the place of each part, and the part.
#[inline(always)]
fn scatter(
    from: &[f32],
    part: usize,
    group: usize,
    to: &mut [f32],
    width: usize,
    write: impl Fn(&mut [f32], &[f32]),
) {
    for (from, to) in from.chunks_exact(part).zip(to.chunks_exact_mut(width)) {
        write(&mut to[group * part..][..part], from);
    }
}
