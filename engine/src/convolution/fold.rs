//! The way back of a convolution of any stride: each window's values, added up where windows overlap.

use super::Convolution;
use crate::{
    Block,
    bias::start_rows,
    math::larger,
    product::{Nest, Stacked, Start, Windows, windows_product},
    vectorize,
};

/// How many windows are written down at a time, and how many values of them at most, rounded up to whole rows of
/// places; in the inference of one sample it is one row.
const PLACES: usize = 256;
const MOST_FLOATS: usize = 32 * 1024;
/// Windows of at most so many values are written down whole, others a row of taps at a time.
const SMALL_WINDOW: usize = 128;

impl Convolution {
    /// How many rows of taps are taken at a time.
    const fn tap_rows(self) -> usize {
        if self.depth() <= SMALL_WINDOW { self.rows.window } else { 1 }
    }

    const fn part(self) -> usize {
        self.tap_rows() * self.columns.window * self.channels
    }

    /// How many rows of places are taken at a time.
    const fn lines(self) -> usize {
        if self.columns.output == 0 || self.part() == 0 {
            return 0;
        }
        let most = MOST_FLOATS / self.part();
        larger(if most < PLACES { most } else { PLACES }, 1).div_ceil(self.columns.output)
    }

    pub(super) const fn fold_floats(self) -> usize {
        self.lines() * self.least_fold_floats()
    }

    pub(super) const fn least_fold_floats(self) -> usize {
        self.columns.output * self.part()
    }

    /// dx = bias + what dy·kernelᵀ makes of each window, added up where they overlap.
    ///
    /// Each value is summed tap row after tap row, or if they are taken at a time row of places after row of places:
    /// in the same order, however much scratch there is and wherever in the batch it stands.
    #[inline]
    pub(super) fn fold(
        self,
        dy: &[f32],
        kernel: &[f32],
        bias: &impl Block,
        dx: &mut [f32],
        scratch: &mut [f32],
    ) {
        let part = self.part();
        let lines = if scratch.len() >= self.fold_floats() { self.lines() } else { 1 };
        let (windows, scratch) = scratch.split_at_mut(lines * self.least_fold_floats());
        let (sample, places) = (self.sample(), self.places());
        let samples = PLACES.div_ceil(places);
        for (dx, dy) in dx.chunks_mut(samples * sample).zip(dy.chunks(samples * places * self.filters)) {
            start_rows(dx, bias, self.channels);
            for (number, kernel) in kernel.chunks_exact(part * self.filters).enumerate() {
                let kernel = Stacked::by_columns(kernel, self.filters, part, self.filters);
                let taps = number * self.tap_rows();
                for (line, dy) in
                    (0..).step_by(lines).zip(dy.chunks(lines * self.columns.output * self.filters))
                {
                    let single = |count, step| Nest { start: 0, counts: [1, 1, count], steps: [0, 0, step] };
                    let count = dy.len() / self.filters;
                    let rows = single(count, self.filters as isize);
                    let dy = Windows::new(dy, rows, single(self.filters, 1));
                    let windows = &mut windows[..count * part];
                    windows_product(dy, kernel, Start::Row(&[]), windows, scratch);
                    self.add_windows(windows, taps, line, dx);
                }
            }
        }
    }

    /// Adds windows, of each the rows of taps from `taps` on, to what they cover; the first stands in the row of places
    /// numbered `line` in these samples.
    fn add_windows(self, windows: &[f32], taps: usize, line: usize, dx: &mut [f32]) {
        // The commonest short runs have loops of their own: of unknown length these would cost more than they add.
        vectorize(
            windows.len(),
            #[inline(always)]
            || match self.columns.window * self.channels {
                3 => self.add_runs::<3>(windows, taps, line, dx),
                5 => self.add_runs::<5>(windows, taps, line, dx),
                9 => self.add_runs::<9>(windows, taps, line, dx),
                15 => self.add_runs::<15>(windows, taps, line, dx),
                _ => self.add_runs::<0>(windows, taps, line, dx),
            },
        );
    }

    /// The same; a row of taps is `RUN` values, unless that is 0.
    #[inline(always)]
    fn add_runs<const RUN: usize>(self, windows: &[f32], taps: usize, first: usize, dx: &mut [f32]) {
        let Convolution { rows, columns, channels, .. } = self;
        let (part, run) = (self.part(), columns.window * channels);
        // So far from each other, windows do not overlap, and need not wait for each other's sums.
        let apart = columns.window.div_ceil(columns.stride);
        for (line, windows) in (first..).zip(windows.chunks_exact(columns.output * part)) {
            for tap_row in 0..self.tap_rows() {
                let Some(row) = rows.place(line % rows.output, taps + tap_row) else { continue };
                let row = line / rows.output * rows.size + row;
                let dx = &mut dx[row * columns.size * channels..][..columns.size * channels];
                for column in (0..apart).flat_map(|first| (first..columns.output).step_by(apart)) {
                    let values = &windows[column * part + tap_row * run..][..run];
                    let left = column * columns.stride;
                    if columns.dilation > 1 {
                        for (tap, values) in values.chunks_exact(channels).enumerate() {
                            if let Some(place) = columns.place(column, tap) {
                                add(&mut dx[place * channels..][..channels], values);
                            }
                        }
                    } else if left >= columns.before && left - columns.before + columns.window <= columns.size
                    {
                        let dx = &mut dx[(left - columns.before) * channels..];
                        match (dx.first_chunk_mut::<RUN>(), values.first_chunk::<RUN>()) {
                            (Some(dx), Some(values)) if RUN > 0 => add(dx, values),
                            _ => add(&mut dx[..run], values),
                        }
                    } else {
                        // The taps that are inside.
                        let low = columns.before.saturating_sub(left).min(columns.window);
                        let high = (columns.size + columns.before).saturating_sub(left).min(columns.window);
                        if low < high {
                            let dx = &mut dx[(left + low - columns.before) * channels..];
                            add(dx, &values[low * channels..high * channels]);
                        }
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn add(to: &mut [f32], values: &[f32]) {
    to.iter_mut().zip(values).for_each(|(to, value)| *to += value);
}
