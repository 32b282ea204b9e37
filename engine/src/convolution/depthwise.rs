//! A convolution of each channel by itself. It is no product: each value that comes in meets few weights.

use crate::{
    Block, Dims, Padding,
    bias::start_rows,
    padding::{Slide, slides},
    sums::PLAIN,
    vectorize,
};

/// How many sums stay in registers.
const SUMS: usize = 16;

/// A window that slides over each channel, `multiplier` filters a channel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Depthwise {
    pub(crate) rows: Slide,
    pub(crate) columns: Slide,
    channels: usize,
    multiplier: usize,
}

impl Depthwise {
    pub(crate) const fn new(
        mode: Padding,
        image: Dims,
        window: [usize; 2],
        stride: [usize; 2],
        dilation: [usize; 2],
        multiplier: usize,
    ) -> Self {
        let [rows, columns] = slides(mode, image, window, stride, dilation);
        Depthwise { rows, columns, channels: image.sizes[2], multiplier }
    }

    /// What comes out.
    pub(crate) const fn output(self) -> Dims {
        Dims::image(self.rows.output, self.columns.output, self.width())
    }

    /// How many channels come out.
    pub(crate) const fn width(self) -> usize {
        self.channels * self.multiplier
    }

    /// The multiply-accumulates of a sample.
    pub(crate) const fn macs(self) -> usize {
        self.output().len() * self.rows.window * self.columns.window
    }

    const fn sample(self) -> usize {
        self.rows.size * self.columns.size * self.channels
    }

    /// The sums of some rows of what comes out, counted over the whole batch, the first numbered `first`.
    #[inline]
    pub(crate) fn forward(self, x: &[f32], kernel: &[f32], bias: &impl Block, first: usize, y: &mut [f32]) {
        start_rows(y, bias, self.width());
        vectorize(
            y.len(),
            #[inline(always)]
            || {
                for (line, y) in (first..).zip(y.chunks_exact_mut(self.columns.output * self.width())) {
                    let x = &x[line / self.rows.output * self.sample()..][..self.sample()];
                    for (column, y) in y.chunks_exact_mut(self.width()).enumerate() {
                        self.add_window(x, kernel, [line % self.rows.output, column], y);
                    }
                }
            },
        );
    }

    /// Calls `work` with each tap that reads something, and the pixel that it reads.
    #[inline(always)]
    fn each_tap(self, [row, column]: [usize; 2], mut work: impl FnMut(usize, usize)) {
        for i in 0..self.rows.window {
            let Some(down) = self.rows.place(row, i) else { continue };
            for j in 0..self.columns.window {
                if let Some(across) = self.columns.place(column, j) {
                    work(i * self.columns.window + j, down * self.columns.size + across);
                }
            }
        }
    }

    #[inline(always)]
    fn add_window(self, x: &[f32], kernel: &[f32], place: [usize; 2], y: &mut [f32]) {
        let Depthwise { channels, multiplier, .. } = self;
        if multiplier != 1 {
            return self.each_tap(
                place,
                #[inline(always)]
                |tap, pixel| {
                    let (x, kernel) =
                        (&x[pixel * channels..][..channels], &kernel[tap * y.len()..][..y.len()]);
                    let channels = y.chunks_exact_mut(multiplier).zip(kernel.chunks_exact(multiplier));
                    for ((y, kernel), x) in channels.zip(x) {
                        y.iter_mut().zip(kernel).for_each(|(y, kernel)| *y += x * kernel);
                    }
                },
            );
        }
        let (blocks, rest) = y.as_chunks_mut::<SUMS>();
        let done = blocks.len() * SUMS;
        for (number, y) in blocks.iter_mut().enumerate() {
            let mut sums = *y;
            self.each_tap(
                place,
                #[inline(always)]
                |tap, pixel| {
                    let x = &x[pixel * channels + number * SUMS..][..SUMS];
                    let kernel = &kernel[tap * channels + number * SUMS..][..SUMS];
                    add_products(&mut sums, x, kernel);
                },
            );
            *y = sums;
        }
        if !rest.is_empty() {
            self.each_tap(
                place,
                #[inline(always)]
                |tap, pixel| {
                    add_products(rest, &x[pixel * channels + done..], &kernel[tap * channels + done..]);
                },
            );
        }
    }

    /// dkernel += what each weight met, times dy
    #[inline]
    pub(crate) fn kernel_gradient(self, x: &[f32], dy: &[f32], dkernel: &mut [f32]) {
        let (width, places) = (self.width(), self.rows.output * self.columns.output);
        vectorize(
            dy.len(),
            #[inline(always)]
            || {
                let samples = x.chunks_exact(self.sample()).zip(dy.chunks_exact(places * width));
                for (x, dy) in samples {
                    for first in (0..width).step_by(SUMS) {
                        let count = SUMS.min(width - first);
                        for tap in 0..self.rows.window * self.columns.window {
                            self.add_tap([x, dy], tap, first, &mut dkernel[tap * width + first..][..count]);
                        }
                    }
                }
            },
        );
    }

    /// d += Σ x·dy over a sample's places, of one tap and as many filters from `first` on. A few places in a row are
    /// added up in registers, and such sums in f64.
    #[inline(always)]
    fn add_tap(self, [x, dy]: [&[f32]; 2], tap: usize, first: usize, d: &mut [f32]) {
        let (i, j) = (tap / self.columns.window, tap % self.columns.window);
        let mut totals = [0.0_f64; SUMS];
        for row in 0..self.rows.output {
            let Some(down) = self.rows.place(row, i) else { continue };
            for start in (0..self.columns.output).step_by(PLAIN) {
                let mut sums = [0.0; SUMS];
                for column in start..self.columns.output.min(start + PLAIN) {
                    let Some(across) = self.columns.place(column, j) else { continue };
                    let x = &x[(down * self.columns.size + across) * self.channels..][..self.channels];
                    let dy = &dy[(row * self.columns.output + column) * self.width() + first..][..d.len()];
                    self.add_spread(&mut sums, x, dy, first);
                }
                totals.iter_mut().zip(&sums).for_each(|(total, &sum)| *total += f64::from(sum));
            }
        }
        d.iter_mut().zip(&totals).for_each(|(d, &total)| *d = (f64::from(*d) + total) as f32);
    }

    /// sums += x·dy, where each filter from `first` on meets its channel.
    #[inline(always)]
    fn add_spread(self, sums: &mut [f32; SUMS], x: &[f32], dy: &[f32], first: usize) {
        if self.multiplier != 1 {
            for (lane, (sum, dy)) in sums.iter_mut().zip(dy).enumerate() {
                *sum += x[(first + lane) / self.multiplier] * dy;
            }
            return;
        }
        let x = &x[first..];
        match (x.first_chunk::<SUMS>(), dy.first_chunk::<SUMS>()) {
            // As many as are known when this is compiled.
            (Some(x), Some(dy)) => add_products(sums, x, dy),
            _ => add_products(sums, x, dy),
        }
    }

    /// dx = dy · kernel, added up where windows overlap
    #[inline]
    pub(crate) fn input_gradient(self, dy: &[f32], kernel: &[f32], dx: &mut [f32]) {
        let (width, channels, multiplier) = (self.width(), self.channels, self.multiplier);
        dx.fill(0.0);
        vectorize(
            dy.len(),
            #[inline(always)]
            || {
                for (line, dy) in dy.chunks_exact(self.columns.output * width).enumerate() {
                    let dx = &mut dx[line / self.rows.output * self.sample()..][..self.sample()];
                    for (column, dy) in dy.chunks_exact(width).enumerate() {
                        self.each_tap(
                            [line % self.rows.output, column],
                            #[inline(always)]
                            |tap, pixel| {
                                let dx = &mut dx[pixel * channels..][..channels];
                                let kernel = &kernel[tap * width..][..width];
                                if multiplier == 1 {
                                    return add_products(dx, dy, kernel);
                                }
                                let both = dy.chunks_exact(multiplier).zip(kernel.chunks_exact(multiplier));
                                for (dx, (dy, kernel)) in dx.iter_mut().zip(both) {
                                    dy.iter().zip(kernel).for_each(|(dy, kernel)| *dx += dy * kernel);
                                }
                            },
                        );
                    }
                }
            },
        );
    }
}

/// to += a · b, value by value.
#[inline(always)]
fn add_products(to: &mut [f32], a: &[f32], b: &[f32]) {
    to.iter_mut().zip(a).zip(b).for_each(|((to, a), b)| *to += a * b);
}
