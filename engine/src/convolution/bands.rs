//! How the windows of a batch are found: in the images themselves, or, where windows reach beyond them, in a copy
//! of a part with zeros around it.

use super::Convolution;
use crate::{
    padding::Slide,
    product::{Nest, Windows},
};

/// How many places stand in a product, if there are as many: enough to make up for what is done once for each.
const PLACES: usize = 512;
/// How few do in the inference of one sample, which is to take little memory.
const FEWEST_PLACES: usize = 8;
/// How many floats a copy takes at most, if a window's rows are no more: it is to stay in the second cache.
const MOST_FLOATS: usize = 16 * 1024;

/// The part of a batch that is taken at a time: some samples, or of one sample some rows of places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    samples: usize,
    lines: usize,
}

impl Band {
    /// What its copy takes; 0 if it needs none.
    pub(super) const fn floats(self, of: Convolution) -> usize {
        if of.reaches_outside() { self.samples * copied(of.rows, self.lines) * of.copied_line() } else { 0 }
    }
}

/// How many places of the image, or beyond it, the windows at `outputs` places take part in.
const fn copied(slide: Slide, outputs: usize) -> usize {
    if outputs == 0 { 0 } else { (outputs - 1) * slide.stride + slide.span() }
}

impl Convolution {
    const fn reaches_outside(self) -> bool {
        const fn beyond(slide: Slide) -> bool {
            slide.before > 0 || copied(slide, slide.output) > slide.size
        }
        beyond(self.rows) || beyond(self.columns)
    }

    /// The floats of one row of a copy.
    const fn copied_line(self) -> usize {
        copied(self.columns, self.columns.output) * self.channels
    }

    /// The part of a batch that is taken at a time in training.
    pub(super) const fn band(self) -> Band {
        let places = self.places();
        if places == 0 {
            return Band { samples: 0, lines: 0 };
        }
        let mut band = Band { samples: PLACES.div_ceil(places), lines: self.rows.output };
        while band.floats(self) > MOST_FLOATS && (band.samples > 1 || band.lines > 1) {
            if band.samples > 1 {
                band.samples -= 1;
            } else {
                band.lines -= 1;
            }
        }
        // All alike, so that no thin one is left over.
        if band.lines < self.rows.output {
            band.lines = self.rows.output.div_ceil(self.rows.output.div_ceil(band.lines));
        }
        band
    }

    /// The same in the inference of one sample.
    pub(super) const fn least_band(self) -> Band {
        if self.places() == 0 || !self.reaches_outside() {
            return self.band();
        }
        let lines = FEWEST_PLACES.div_ceil(self.columns.output);
        Band { samples: 1, lines: if lines < self.rows.output { lines } else { self.rows.output } }
    }

    /// The one for which the scratch has room, if `needed` floats are what training takes.
    pub(super) const fn band_for(self, scratch: &[f32], needed: usize) -> Band {
        if scratch.len() >= needed { self.band() } else { self.least_band() }
    }

    /// Calls `work` with the windows of each part of a batch, the number of the first place, and how many there are.
    /// `turned` windows have the rows and columns of their taps, but not the channels, in the opposite order.
    #[inline(always)]
    pub(super) fn each_band(
        self,
        band: Band,
        x: &[f32],
        turned: bool,
        scratch: &mut [f32],
        mut work: impl FnMut(Windows<'_>, usize, usize, &mut [f32]),
    ) {
        let (places, sample) = (self.places(), self.sample());
        if !self.reaches_outside() {
            for (number, x) in x.chunks(band.samples * sample).enumerate() {
                let samples = x.len() / sample;
                let line = self.columns.size * self.channels;
                let windows = self.windows(x, [samples, self.rows.output], [sample, line], turned);
                work(windows, number * band.samples * places, samples * places, scratch);
            }
            return;
        }
        let (copy, scratch) = scratch.split_at_mut(band.floats(self));
        let line = self.copied_line();
        for (number, x) in x.chunks(band.samples * sample).enumerate() {
            let samples = x.len() / sample;
            for top in (0..self.rows.output).step_by(band.lines) {
                let lines = band.lines.min(self.rows.output - top);
                let part = copied(self.rows, lines) * line;
                for (x, copy) in x.chunks_exact(sample).zip(copy.chunks_exact_mut(part)) {
                    self.copy(x, top, copy);
                }
                let windows = self.windows(&copy[..samples * part], [samples, lines], [part, line], turned);
                let first = number * band.samples * places + top * self.columns.output;
                work(windows, first, samples * lines * self.columns.output, scratch);
            }
        }
    }

    /// The windows at all places of some samples, each with as many rows of places, if samples and their rows
    /// are `steps` apart.
    fn windows<'a>(
        self,
        values: &'a [f32],
        [samples, lines]: [usize; 2],
        [sample, line]: [usize; 2],
        turned: bool,
    ) -> Windows<'a> {
        let Convolution { rows, columns, channels, .. } = self;
        let places = Nest {
            start: 0,
            counts: [samples, lines, columns.output],
            // A step that is longer than the image, and so may wrap around, is never taken.
            steps: [sample, rows.stride.wrapping_mul(line), columns.stride.wrapping_mul(channels)]
                .map(|step| step as isize),
        };
        let [down, across] = [rows.dilation.wrapping_mul(line), columns.dilation.wrapping_mul(channels)];
        let sign = if turned { -1 } else { 1 };
        let taps = Nest {
            start: if turned { (rows.window - 1) * down + (columns.window - 1) * across } else { 0 },
            counts: [rows.window, columns.window, channels],
            steps: [sign * down as isize, sign * across as isize, 1],
        };
        Windows::new(values, places, taps)
    }

    /// Copies the rows of a sample that the windows from the row of places `top` on take part in, zeros around them.
    fn copy(self, x: &[f32], top: usize, copy: &mut [f32]) {
        let Convolution { rows, columns, channels, .. } = self;
        let line = self.copied_line();
        let left = columns.before * channels;
        let width = (columns.size * channels).min(line - left.min(line));
        for (number, copy) in copy.chunks_exact_mut(line).enumerate() {
            match (top * rows.stride + number).checked_sub(rows.before) {
                Some(row) if row < rows.size => {
                    let (before, rest) = copy.split_at_mut(left);
                    let (inside, behind) = rest.split_at_mut(width);
                    before.fill(0.0);
                    inside.copy_from_slice(&x[row * columns.size * channels..][..width]);
                    behind.fill(0.0);
                }
                _ => copy.fill(0.0),
            }
        }
    }
}
