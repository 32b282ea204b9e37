//! The windows that pooling slides over an image; a sequence is an image of one column.

use crate::{
    Backward, Dims, Fit, Padding,
    convolution::{both, sizes},
    padding::{Slide, UNSET, slides},
    settings,
    sums::PLAIN,
    vectorize,
};
use core::array;

/// How many channels are reduced at once, so that what they come to stays in registers.
const MANY: usize = 32;
/// The same, where there are fewer.
const FEW: usize = 8;

/// What a window makes of the values that it sees of one channel.
pub(super) trait Reduce {
    const START: f32;
    const MACS_PER_VALUE: usize;
    fn add(total: f32, x: f32) -> f32;
    /// The total of a part of a large window, added to that of the parts before.
    fn join(total: f64, part: f32) -> f64;
    fn finish(total: f32, count: f32) -> f32;
    /// What the window has to hand back, of its output's gradient.
    fn share(dy: f32, count: f32) -> f32;
    /// What a value takes of it, and what is left for those behind it.
    fn take(x: f32, y: f32, left: f32) -> (f32, f32);
}

/// Windows over one sample, each of which becomes one pixel.
#[derive(Clone, Copy)]
pub(super) struct Pool {
    rows: Slide,
    columns: Slide,
    channels: usize,
}

impl Pool {
    pub(super) const fn of_image(mode: Padding, image: Dims, window: [usize; 2], stride: [usize; 2]) -> Self {
        let [rows, columns] = slides(mode, image, window, stride, [1, 1]);
        Pool { rows, columns, channels: image.last() }
    }

    pub(super) const fn of_steps(mode: Padding, sequence: Dims, window: usize, stride: usize) -> Self {
        let rows = Slide::new(mode, sequence.sizes[0], window, stride, 1);
        Pool { rows, columns: Slide::new(mode, 1, 1, 1, 1), channels: sequence.last() }
    }

    /// One window over all pixels, or all steps.
    pub(super) const fn of_all(sample: Dims) -> Self {
        let pixels = if sample.rank == 3 { sample.sizes[0] * sample.sizes[1] } else { sample.sizes[0] };
        Pool::of_steps(Padding::Valid, Dims::sequence(pixels, sample.last()), pixels, pixels)
    }

    pub(super) const fn image(self) -> Dims {
        Dims::image(self.rows.output, self.columns.output, self.channels)
    }

    pub(super) const fn sequence(self) -> Dims {
        Dims::sequence(self.rows.output, self.channels)
    }

    pub(super) const fn macs<R: Reduce>(self) -> usize {
        self.image().len() * self.rows.window * self.columns.window * R::MACS_PER_VALUE
    }

    const fn inputs(self) -> usize {
        self.rows.size * self.columns.size * self.channels
    }

    /// Calls `f` with each window, in the order of their outputs.
    #[inline(always)]
    fn each_window(self, mut f: impl FnMut(Taps)) {
        for row in 0..self.rows.output {
            let (top, rows) = seen(self.rows, row);
            for column in 0..self.columns.output {
                let (left, columns) = seen(self.columns, column);
                let first = (top * self.columns.size + left) * self.channels;
                f(Taps {
                    first,
                    rows,
                    columns,
                    row: self.columns.size * self.channels,
                    pixel: self.channels,
                });
            }
        }
    }

    #[inline(always)]
    pub(super) fn forward<R: Reduce>(self, x: &[f32], y: &mut [f32]) {
        // Closures that are large are not inlined by themselves, and then compiled for the oldest machine.
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                let samples = x.chunks_exact(self.inputs());
                for (x, y) in samples.zip(y.chunks_exact_mut(self.image().len())) {
                    let mut pixels = y.chunks_exact_mut(self.channels);
                    self.each_window(
                        #[inline(always)]
                        |taps| {
                            let Some(y) = pixels.next() else { return };
                            let (many, rest) = y.as_chunks_mut::<MANY>();
                            let (few, rest) = rest.as_chunks_mut::<FEW>();
                            let mut at = 0;
                            many.iter_mut().for_each(|y| reduce::<R, _>(x, taps, &mut at, y));
                            few.iter_mut().for_each(|y| reduce::<R, _>(x, taps, &mut at, y));
                            rest.iter_mut()
                                .for_each(|y| reduce::<R, _>(x, taps, &mut at, array::from_mut(y)));
                        },
                    );
                }
            },
        );
    }

    #[inline(always)]
    pub(super) fn backward<R: Reduce>(self, pass: Backward<'_>) {
        let Some(dx) = pass.dx else { return };
        let (inputs, outputs) = (self.inputs(), self.image().len());
        // Where no two windows see one value, each has its gradient at once.
        let alone = apart(self.rows) && apart(self.columns);
        let all = alone && covers(self.rows) && covers(self.columns);
        let length = dx.len();
        vectorize(
            length,
            #[inline(always)]
            || {
                let samples = dx.chunks_exact_mut(inputs).zip(pass.x.chunks_exact(inputs));
                let gradients = pass.y.chunks_exact(outputs).zip(pass.dy.chunks_exact(outputs));
                for ((dx, x), (y, dy)) in samples.zip(gradients) {
                    if !all {
                        dx.fill(0.0);
                    }
                    let mut pixels = y.chunks_exact(self.channels).zip(dy.chunks_exact(self.channels));
                    self.each_window(
                        #[inline(always)]
                        |taps| {
                            let Some((y, dy)) = pixels.next() else { return };
                            let ((many, y), (many_d, dy)) = (y.as_chunks::<MANY>(), dy.as_chunks::<MANY>());
                            let ((few, y), (few_d, dy)) = (y.as_chunks::<FEW>(), dy.as_chunks::<FEW>());
                            let mut at = 0;
                            for (y, dy) in many.iter().zip(many_d) {
                                hand_back::<R, _>(x, taps, &mut at, y, dy, dx, alone);
                            }
                            for (y, dy) in few.iter().zip(few_d) {
                                hand_back::<R, _>(x, taps, &mut at, y, dy, dx, alone);
                            }
                            for (y, dy) in y.iter().zip(dy) {
                                let (y, dy) = (array::from_ref(y), array::from_ref(dy));
                                hand_back::<R, 1>(x, taps, &mut at, y, dy, dx, alone);
                            }
                        },
                    );
                }
            },
        );
    }
}

/// The fit of a window over an image.
pub(super) const fn fit_image(gives: Dims, mode: Padding, [rows, columns]: [usize; 2]) -> Fit {
    Fit::image(gives).and(match mode {
        Padding::Valid => Fit::window(rows, columns, gives),
        Padding::Same | Padding::Causal => sizes(&[rows, columns]),
    })
}

/// The fit of a window over a sequence.
pub(super) const fn fit_steps(gives: Dims, mode: Padding, steps: usize) -> Fit {
    Fit::sequence(gives).and(match mode {
        Padding::Valid => Fit::steps(steps, gives),
        Padding::Same | Padding::Causal => sizes(&[steps]),
    })
}

/// Whether no window hangs over an end.
const fn inside(slide: Slide) -> bool {
    slide.before == 0 && (slide.output - 1) * slide.stride + slide.window <= slide.size
}

/// Whether no two windows share a place.
const fn apart(slide: Slide) -> bool {
    slide.window <= slide.stride || slide.output == 1
}

/// Whether windows, one beside the other, see every place.
const fn covers(slide: Slide) -> bool {
    inside(slide) && slide.output * slide.window == slide.size
}

/// The first place of an axis that a window sees, and how many.
#[inline(always)]
const fn seen(slide: Slide, output: usize) -> (usize, usize) {
    let start = output * slide.stride;
    if inside(slide) {
        // Known when this is compiled, so that the loops over a window are.
        return (start, slide.window);
    }
    let (first, end) = (start.saturating_sub(slide.before), start + slide.window - slide.before);
    (first, if end < slide.size { end - first } else { slide.size - first })
}

/// The pixels that one window sees, as places in the sample.
#[derive(Clone, Copy)]
struct Taps {
    first: usize,
    rows: usize,
    columns: usize,
    row: usize,
    pixel: usize,
}

impl Taps {
    #[inline(always)]
    fn each(self, mut f: impl FnMut(usize)) {
        for row in 0..self.rows {
            for column in 0..self.columns {
                f(self.first + row * self.row + column * self.pixel);
            }
        }
    }

    /// Calls `f` with parts of the window, all of at most [`PLAIN`] pixels.
    #[inline(always)]
    fn each_part(self, mut f: impl FnMut(Taps)) {
        let wide = if self.columns < PLAIN { self.columns } else { PLAIN };
        let high = PLAIN / wide;
        for row in (0..self.rows).step_by(high) {
            for column in (0..self.columns).step_by(wide) {
                let first = self.first + row * self.row + column * self.pixel;
                let (rows, columns) = (high.min(self.rows - row), wide.min(self.columns - column));
                f(Taps { first, rows, columns, ..self });
            }
        }
    }

    #[inline(always)]
    fn count(self) -> f32 {
        (self.rows * self.columns) as f32
    }
}

/// What a window, or a part of it, makes of some channels, before it is finished.
#[inline(always)]
fn total<R: Reduce, const LANES: usize>(x: &[f32], taps: Taps, at: usize) -> [f32; LANES] {
    let mut total = [R::START; LANES];
    taps.each(
        #[inline(always)]
        |place| {
            for (total, &x) in total.iter_mut().zip(&x[place + at..][..LANES]) {
                *total = R::add(*total, x);
            }
        },
    );
    total
}

#[inline(always)]
fn reduce<R: Reduce, const LANES: usize>(x: &[f32], taps: Taps, at: &mut usize, y: &mut [f32; LANES]) {
    let total = if taps.rows * taps.columns <= PLAIN {
        total::<R, LANES>(x, taps, *at)
    } else {
        let mut whole = [f64::from(R::START); LANES];
        taps.each_part(
            #[inline(always)]
            |part| {
                for (whole, part) in whole.iter_mut().zip(total::<R, LANES>(x, part, *at)) {
                    *whole = R::join(*whole, part);
                }
            },
        );
        whole.map(|whole| whole as f32)
    };
    *y = total.map(|total| R::finish(total, taps.count()));
    *at += LANES;
}

#[inline(always)]
fn hand_back<R: Reduce, const LANES: usize>(
    x: &[f32],
    taps: Taps,
    at: &mut usize,
    y: &[f32; LANES],
    dy: &[f32; LANES],
    dx: &mut [f32],
    alone: bool,
) {
    let mut left = dy.map(|dy| R::share(dy, taps.count()));
    taps.each(
        #[inline(always)]
        |place| {
            let x = x[place + *at..].first_chunk();
            let dx = dx[place + *at..].first_chunk_mut();
            if let (Some(x), Some(dx)) = (x, dx) {
                take::<R, LANES>(x, y, &mut left, dx, alone);
            }
        },
    );
    *at += LANES;
}

/// A function of its own, so that the compiler knows that none of these lies in another.
#[inline(always)]
fn take<R: Reduce, const LANES: usize>(
    x: &[f32; LANES],
    y: &[f32; LANES],
    left: &mut [f32; LANES],
    dx: &mut [f32; LANES],
    alone: bool,
) {
    for lane in 0..LANES {
        let (part, rest) = R::take(x[lane], y[lane], left[lane]);
        left[lane] = rest;
        dx[lane] = if alone { part } else { dx[lane] + part };
    }
}

settings! {
    /// What may stand in braces behind a [`MaxPool2D`](crate::MaxPool2D) or an
    /// [`AveragePool2D`](crate::AveragePool2D).
    pub struct Pool2DSettings {
        /// How many pixels lie between one place of the window and the next: one number, or `(rows, columns)`.
        /// Default: the window's size.
        pub strides: usize = UNSET => (
            strides >= 1 && both(strides, strides_second)[1] >= 1,
            "at least 1 in each direction"
        ),
        #[doc(hidden)]
        pub strides_second: Option<usize> = None,
        /// Where the window may stand, `Valid` or `Same`. Default: `Valid`.
        pub padding: Padding = Padding::Valid => (!matches!(padding, Padding::Causal), "`Valid` or `Same`"),
    }
}

impl Pool2DSettings {
    /// How many rows and columns a window of this size moves.
    pub(super) const fn stride(&self, window: [usize; 2]) -> [usize; 2] {
        if self.strides == UNSET { window } else { both(self.strides, self.strides_second) }
    }
}

settings! {
    /// What may stand in braces behind a [`MaxPool1D`](crate::MaxPool1D) or an
    /// [`AveragePool1D`](crate::AveragePool1D).
    pub struct Pool1DSettings {
        /// How many steps lie between one place of the window and the next. Default: the window's size.
        pub strides: usize = UNSET => (strides >= 1, "at least 1"),
        /// Where the window may stand, `Valid` or `Same`. Default: `Valid`.
        pub padding: Padding = Padding::Valid => (!matches!(padding, Padding::Causal), "`Valid` or `Same`"),
    }
}

impl Pool1DSettings {
    /// How many steps a window of this size moves.
    pub(super) const fn stride(&self, window: usize) -> usize {
        if self.strides == UNSET { window } else { self.strides }
    }
}

/// The two layers of a [`Reduce`]: over images, and over sequences.
macro_rules! pooling_layers {
    ($reduce:ty, $image:ident, $sequence:ident) => {
        $crate::parameters! {
            impl [const POOL: usize, const COLUMNS: usize] $image<POOL, COLUMNS>: $crate::Pool2DSettings {}
        }

        #[diagnostic::do_not_recommend]
        impl<const POOL: usize, const COLUMNS: usize> $crate::WithColumns<COLUMNS> for $image<POOL, POOL> {
            const PLACE: usize = 0;
            type Layer = $image<POOL, COLUMNS>;
        }

        impl<const POOL: usize, const COLUMNS: usize> $image<POOL, COLUMNS> {
            const fn pool(image: $crate::Dims, settings: $crate::Pool2DSettings) -> Pool {
                let window = [POOL, COLUMNS];
                Pool::of_image(settings.padding, image, window, settings.stride(window))
            }
        }

        impl<
            In: $crate::Shape,
            S: $crate::Setup<Settings = $crate::Pool2DSettings>,
            const POOL: usize,
            const COLUMNS: usize,
        > $crate::ShapeRule<In, S> for $image<POOL, COLUMNS>
        {
            const OUTPUT: $crate::Dims = Self::pool(In::DIMS, S::SETTINGS).image();
            const FIT: $crate::Fit = fit_image(In::DIMS, S::SETTINGS.padding, [POOL, COLUMNS]);
        }

        $crate::layers::pooling::pooling_layers! {
            @ layer [const POOL: usize, const COLUMNS: usize] $image<POOL, COLUMNS>, $crate::Pool2DSettings, $reduce
        }

        $crate::parameters! { impl [const POOL: usize] $sequence<POOL>: $crate::Pool1DSettings {} }

        impl<const POOL: usize> $sequence<POOL> {
            const fn pool(sequence: $crate::Dims, settings: $crate::Pool1DSettings) -> Pool {
                Pool::of_steps(settings.padding, sequence, POOL, settings.stride(POOL))
            }
        }

        impl<In: $crate::Shape, S: $crate::Setup<Settings = $crate::Pool1DSettings>, const POOL: usize>
            $crate::ShapeRule<In, S> for $sequence<POOL>
        {
            const OUTPUT: $crate::Dims = Self::pool(In::DIMS, S::SETTINGS).sequence();
            const FIT: $crate::Fit = fit_steps(In::DIMS, S::SETTINGS.padding, POOL);
        }

        $crate::layers::pooling::pooling_layers! {
            @ layer [const POOL: usize] $sequence<POOL>, $crate::Pool1DSettings, $reduce
        }
    };
    (@ layer [$($generics:tt)*] $layer:ty, $settings:ty, $reduce:ty) => {
        #[diagnostic::do_not_recommend]
        impl<In: $crate::Shape, S: $crate::Setup<Settings = $settings>, $($generics)*> $crate::Layer<In, S>
            for $layer
        {
            type Activation = $crate::Linear;
            const COST: usize = Self::pool(In::DIMS, S::SETTINGS).macs::<$reduce>();

            fn build(&mut self, _: &mut $crate::Random) {}

            #[inline]
            fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
                const { Self::pool(In::DIMS, S::SETTINGS) }.forward::<$reduce>(x, y);
            }

            #[inline]
            fn backward(&self, pass: $crate::Backward<'_>, _: Option<&mut Self>) {
                const { Self::pool(In::DIMS, S::SETTINGS) }.backward::<$reduce>(pass);
            }
        }
    };
}

pub(super) use pooling_layers;

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{Setup, convolution::reference::Mode};
    use core::marker::PhantomData;
    use std::vec::Vec;

    /// Strides of rows and columns, and a padding.
    pub(in crate::layers) struct Use<P, const S: usize, const T: usize>(PhantomData<P>);

    impl<P: Mode, const S: usize, const T: usize> Setup for Use<P, S, T> {
        type Settings = Pool2DSettings;
        const SETTINGS: Pool2DSettings =
            Pool2DSettings { strides: S, strides_second: Some(T), padding: P::PADDING };
    }

    /// The same of steps.
    pub(in crate::layers) struct UseSteps<P, const S: usize>(PhantomData<P>);

    impl<P: Mode, const S: usize> Setup for UseSteps<P, S> {
        type Settings = Pool1DSettings;
        const SETTINGS: Pool1DSettings = Pool1DSettings { strides: S, padding: P::PADDING };
    }

    /// What each window sees of each channel, by looking at every place around it.
    pub(in crate::layers) fn windows(
        x: &[f64],
        image: Dims,
        window: [usize; 2],
        stride: [usize; 2],
        mode: Padding,
    ) -> Vec<Vec<f64>> {
        let [rows, columns, channels, _] = image.sizes;
        // (outputs, zeros in front), by Keras's formulas.
        let along = |size: usize, window: usize, stride: usize| match mode {
            Padding::Valid => ((size - window) / stride + 1, 0),
            _ => {
                let outputs = size.div_ceil(stride);
                (outputs, (((outputs - 1) * stride + window).max(size) - size) / 2)
            }
        };
        let (down, above) = along(rows, window[0], stride[0]);
        let (across, before) = along(columns, window[1], stride[1]);
        let mut all = Vec::new();
        for (row, column) in (0..down).flat_map(|row| (0..across).map(move |column| (row, column))) {
            for channel in 0..channels {
                let mut seen = Vec::new();
                for (r, c) in (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c))) {
                    let (top, left) = (row * stride[0], column * stride[1]);
                    if (top..top + window[0]).contains(&(r + above))
                        && (left..left + window[1]).contains(&(c + before))
                    {
                        seen.push(x[(r * columns + c) * channels + channel]);
                    }
                }
                all.push(seen);
            }
        }
        all
    }
}
