//! The way back of a convolution of any stride: each window's values, added up where windows overlap.

use super::Convolution;
use crate::{
    Block,
    bias::start_rows,
    product::{Nest, Stacked, Start, Windows, windows_product},
    vectorize,
};

/// How many windows are written down at a time, and how few in the inference of one sample.
const PLACES: usize = 128;
const FEWEST_PLACES: usize = 8;
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

    pub(super) const fn fold_floats(self) -> usize {
        PLACES * self.part()
    }

    pub(super) const fn least_fold_floats(self) -> usize {
        FEWEST_PLACES * self.part()
    }

    /// dx = bias + what dy·kernelᵀ makes of each window, added up where they overlap.
    ///
    /// Each value is summed tap row after tap row, or if they are taken at a time place after place: however much
    /// scratch there is, in the same order.
    #[inline]
    pub(super) fn fold(
        self,
        dy: &[f32],
        kernel: &[f32],
        bias: &impl Block,
        dx: &mut [f32],
        scratch: &mut [f32],
    ) {
        let (part, places) = (self.part(), self.places());
        let floats =
            if scratch.len() >= self.fold_floats() { self.fold_floats() } else { self.least_fold_floats() };
        let (windows, scratch) = scratch.split_at_mut(floats);
        let sample = self.rows.size * self.columns.size * self.channels;
        let samples = PLACES.div_ceil(places);
        for (dx, dy) in dx.chunks_mut(samples * sample).zip(dy.chunks(samples * places * self.filters)) {
            start_rows(dx, bias, self.channels);
            for (number, kernel) in kernel.chunks_exact(part * self.filters).enumerate() {
                let kernel = Stacked::by_columns(kernel, self.filters, part, self.filters);
                let mut first = 0;
                for dy in dy.chunks(floats / part * self.filters) {
                    let count = dy.len() / self.filters;
                    let windows = &mut windows[..count * part];
                    let single = |count, step| Nest { start: 0, counts: [1, 1, count], steps: [0, 0, step] };
                    let rows = single(count, self.filters as isize);
                    windows_product(
                        Windows::new(dy, rows, single(self.filters, 1)),
                        kernel,
                        Start::Row(&[]),
                        windows,
                        scratch,
                    );
                    vectorize(windows.len(), || self.add_windows(windows, number, first, dx));
                    first += count;
                }
            }
        }
    }

    /// Adds windows, or the rows of taps numbered `number` of each, to what they cover; the first stands at the
    /// place numbered `first` in these samples.
    #[inline(always)]
    fn add_windows(self, windows: &[f32], number: usize, first: usize, dx: &mut [f32]) {
        let Convolution { rows, columns, channels, .. } = self;
        let (line, run) = (columns.size * channels, columns.window * channels);
        let (mut sample, mut row, mut column) =
            (first / self.places(), first / columns.output % rows.output, first % columns.output);
        for window in windows.chunks_exact(self.part()) {
            let left = (column * columns.stride).wrapping_sub(columns.before);
            let inside =
                columns.dilation == 1 && left <= columns.size && columns.window <= columns.size - left;
            for (tap_row, values) in window.chunks_exact(run).enumerate() {
                let Some(down) = rows.place(row, number * self.tap_rows() + tap_row) else { continue };
                let dx = &mut dx[(sample * rows.size + down) * line..][..line];
                if inside {
                    add(&mut dx[left * channels..][..run], values);
                    continue;
                }
                for (tap, values) in values.chunks_exact(channels).enumerate() {
                    if let Some(across) = columns.place(column, tap) {
                        add(&mut dx[across * channels..][..channels], values);
                    }
                }
            }
            column += 1;
            if column == columns.output {
                (column, row) = (0, row + 1);
            }
            if row == rows.output {
                (row, sample) = (0, sample + 1);
            }
        }
    }
}

#[inline(always)]
fn add(to: &mut [f32], values: &[f32]) {
    to.iter_mut().zip(values).for_each(|(to, value)| *to += value);
}
