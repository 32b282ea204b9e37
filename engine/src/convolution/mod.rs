//! The one convolution, of which every layer with a window and a product makes use: a sequence is an image of one
//! row, a transposed convolution is the way back of another one, and one with [`groups`](self::groups) is several.
//!
//! A convolution is a product: of the windows, a row for each place where one stands, and the kernel. The windows
//! are never written down ([`Windows`]). Only where a window reaches beyond the image, a part of that is copied,
//! with zeros around it ([`bands`](self::bands)).
//!
//! The gradient of what came in is a convolution too, if the stride is 1: of the gradient of what went out, with
//! the turned kernel. It is computed so where that pays; otherwise, of few channels, which would fill no vector, or
//! of a small image, it is a product that is added up where the windows overlap ([`fold`](self::fold)).

mod bands;
mod depthwise;
mod fold;
mod groups;
#[cfg(test)]
pub(crate) mod reference;
mod settings;
#[cfg(test)]
mod tests;

use crate::{
    Block, Dims, Fit, Padding,
    bias::{add_rows, start_rows},
    math::larger,
    padding::{Slide, slides},
    product::{Matrix, Stacked, Start, product, training_scratch, windows_product, windows_scratch},
};
pub(crate) use depthwise::Depthwise;
pub(crate) use groups::Grouped;
pub(crate) use settings::{both, convolution_settings, group_size, groups_fit, variants};

/// A small kernel's products are fast enough without scratch, and so its memory is the same on a device.
const SMALL: usize = 4096;
/// From how many channels on the gradient of what came in is computed as a convolution.
const CHANNELS_WORTH_TURNING: usize = 8;

/// A window that slides over images, channels last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Convolution {
    pub(crate) rows: Slide,
    pub(crate) columns: Slide,
    pub(crate) channels: usize,
    pub(crate) filters: usize,
}

impl Convolution {
    /// Over `image`, of which only the sizes count: a misfit has no places to stand.
    pub(crate) const fn new(
        mode: Padding,
        image: Dims,
        window: [usize; 2],
        stride: [usize; 2],
        dilation: [usize; 2],
        filters: usize,
    ) -> Self {
        let [rows, columns] = slides(mode, image, window, stride, dilation);
        Convolution { rows, columns, channels: image.sizes[2], filters }
    }

    /// What comes in.
    pub(crate) const fn input(self) -> Dims {
        Dims::image(self.rows.size, self.columns.size, self.channels)
    }

    /// What comes out.
    pub(crate) const fn output(self) -> Dims {
        Dims::image(self.rows.output, self.columns.output, self.filters)
    }

    /// How many values come in, of a sample.
    const fn sample(self) -> usize {
        times(times(self.rows.size, self.columns.size), self.channels)
    }

    /// How many places a window has in a sample.
    const fn places(self) -> usize {
        times(self.rows.output, self.columns.output)
    }

    /// How many values a window has.
    const fn depth(self) -> usize {
        times(times(self.rows.window, self.columns.window), self.channels)
    }

    /// The multiply-accumulates of a sample.
    pub(crate) const fn macs(self) -> usize {
        self.places() * self.depth() * self.filters
    }

    /// Whether each place is a pixel: then the windows are the image.
    const fn is_plain(self) -> bool {
        self.rows.window == 1 && self.columns.window == 1 && self.rows.stride == 1 && self.columns.stride == 1
    }

    /// Whether the gradient of what came in is computed as a convolution. That has a window for each pixel that came
    /// in: where those are many more than what went out, most of what it multiplies is the zeros around.
    const fn turns(self) -> bool {
        let (came, went) = (self.rows.size * self.columns.size, self.places());
        let by_ones = self.rows.stride == 1 && self.columns.stride == 1;
        by_ones && self.channels >= CHANNELS_WORTH_TURNING && came <= went + went / 4
    }

    /// The convolution that leads from what came out to what came in, where the stride is 1.
    const fn turned(self) -> Self {
        let (rows, columns) = (turned(self.rows), turned(self.columns));
        Convolution { rows, columns, channels: self.filters, filters: self.channels }
    }

    /// The floats of scratch for training, with batches of any size.
    pub(crate) const fn scratch(self) -> usize {
        if self.is_plain() {
            return training_scratch(self.channels, self.filters);
        }
        larger(larger(self.forward_scratch(), self.input_gradient_scratch()), self.kernel_gradient_scratch())
    }

    const fn forward_scratch(self) -> usize {
        self.band().floats(self) + self.panel(self.depth())
    }

    const fn kernel_gradient_scratch(self) -> usize {
        self.band().floats(self) + self.panel(usize::MAX)
    }

    const fn input_gradient_scratch(self) -> usize {
        // The kernel is read by columns, and is packed however small it is.
        if self.turns() {
            let turned = self.turned();
            turned.band().floats(turned) + windows_scratch(turned.depth())
        } else {
            self.fold_floats() + windows_scratch(self.filters)
        }
    }

    const fn panel(self, depth: usize) -> usize {
        if self.depth().saturating_mul(self.filters) <= SMALL { 0 } else { windows_scratch(depth) }
    }

    /// The same for [`forward`](Self::forward) of one sample alone: of a window that stays inside the image only
    /// what makes a large product faster, and nothing without the feature `std`; else a few rows of the image.
    pub(crate) const fn inference_scratch(self) -> usize {
        if self.is_plain() {
            return training_scratch(self.channels, self.filters);
        }
        self.least_band().floats(self) + self.panel(self.depth())
    }

    /// The same for [`input_gradient`](Self::input_gradient) of one sample alone.
    pub(crate) const fn input_gradient_inference_scratch(self) -> usize {
        if self.is_plain() {
            return training_scratch(self.channels, self.filters);
        }
        if self.turns() {
            let turned = self.turned();
            turned.least_band().floats(turned) + windows_scratch(turned.depth())
        } else {
            self.least_fold_floats() + windows_scratch(self.filters)
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
        if self.is_plain() {
            start_rows(y, bias, self.filters);
            let x = Matrix::new(x, x.len() / self.channels, self.channels);
            return product(x, Matrix::new(kernel, self.channels, self.filters), y, scratch);
        }
        let kernel = Stacked::by_rows(kernel, self.depth(), self.filters);
        let band = self.band_for(scratch, self.forward_scratch());
        self.each_band(band, x, false, scratch, |windows, first, places, scratch| {
            let y = &mut y[first * self.filters..][..places * self.filters];
            windows_product(windows, kernel, Start::Row(bias.floats()), y, scratch);
        });
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
        if self.is_plain() {
            add_rows(dbias, dy, self.filters);
            let x = Matrix::new(x, x.len() / self.channels, self.channels);
            let dy = Matrix::new(dy, dy.len() / self.filters, self.filters);
            return product(x.transposed(), dy, dkernel, scratch);
        }
        let band = self.band_for(scratch, self.kernel_gradient_scratch());
        self.each_band(band, x, false, scratch, |windows, first, places, scratch| {
            let dy = &dy[first * self.filters..][..places * self.filters];
            add_rows(dbias, dy, self.filters);
            let dy = Stacked::by_rows(dy, places, self.filters);
            windows_product(windows.transposed(), dy, Start::Result, dkernel, scratch);
        });
    }

    /// dx = bias + what dy·kernelᵀ makes of each window, added up where they overlap. The bias, one value a channel,
    /// is a transposed convolution's; elsewhere it has no floats.
    #[inline]
    pub(crate) fn input_gradient(
        self,
        dy: &[f32],
        kernel: &[f32],
        bias: &impl Block,
        dx: &mut [f32],
        scratch: &mut [f32],
    ) {
        if self.is_plain() {
            start_rows(dx, bias, self.channels);
            let dy = Matrix::new(dy, dy.len() / self.filters, self.filters);
            let kernel = Matrix::new(kernel, self.channels, self.filters);
            return product(dy, kernel.transposed(), dx, scratch);
        }
        if !self.turns() {
            return self.fold(dy, kernel, bias, dx, scratch);
        }
        let turned = self.turned();
        let kernel = Stacked::by_columns(kernel, turned.depth(), self.channels, self.filters);
        let band = turned.band_for(scratch, self.input_gradient_scratch());
        turned.each_band(band, dy, true, scratch, |windows, first, places, scratch| {
            let dx = &mut dx[first * self.channels..][..places * self.channels];
            windows_product(windows, kernel, Start::Row(bias.floats()), dx, scratch);
        });
    }
}

/// The product of two sizes. They may come from anybody's shapes, and one that wraps around could fit by chance.
const fn times(a: usize, b: usize) -> usize {
    match a.checked_mul(b) {
        Some(product) => product,
        None => panic!("an image has more values than can be counted"),
    }
}

/// What slides over the places of `slide` so that it comes back to where that came from. Its taps are turned.
const fn turned(slide: Slide) -> Slide {
    let Slide { size, window, stride, dilation, before, output } = slide;
    // A misfit has no span, and no places either.
    let before = if output == 0 { 0 } else { slide.span() - 1 - before };
    Slide { size: output, window, stride, dilation, before, output: size }
}

/// No bias.
pub(crate) const NO_BIAS: [f32; 0] = [];

/// The fit of sizes that are a layer's own.
pub(crate) const fn sizes(all: &[usize]) -> Fit {
    let mut place = 0;
    while place < all.len() {
        if all[place] == 0 {
            return Fit::Zero;
        }
        place += 1;
    }
    Fit::Ok
}

/// How many places lie between the first tap of a window and the last, both counted; 0 if there are none.
pub(crate) const fn span(window: usize, dilation: usize) -> usize {
    if window == 0 || dilation == 0 { 0 } else { (window - 1).saturating_mul(dilation).saturating_add(1) }
}

/// The fit of a window over an image.
pub(crate) const fn window_fit(mode: Padding, gives: Dims, window: [usize; 2], dilation: [usize; 2]) -> Fit {
    let own = sizes(&[window[0], window[1], dilation[0], dilation[1]]);
    let fit = own.and(Fit::image(gives));
    match mode {
        Padding::Valid => {
            fit.and(Fit::window(span(window[0], dilation[0]), span(window[1], dilation[1]), gives))
        }
        Padding::Same | Padding::Causal => fit,
    }
}

/// The fit of a window over a sequence.
pub(crate) const fn steps_fit(mode: Padding, gives: Dims, window: usize, dilation: usize) -> Fit {
    let fit = sizes(&[window, dilation]).and(Fit::sequence(gives));
    match mode {
        Padding::Valid => fit.and(Fit::steps(span(window, dilation), gives)),
        Padding::Same | Padding::Causal => fit,
    }
}
