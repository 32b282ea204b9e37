use crate::{
    Backward, Dims, Fit, Layer, Linear, NoSettings, Random, Setup, Shape, ShapeRule, WithColumns,
    convolution::sizes, parameters, settings, vectorize,
};

/// What stands between the pixels of an image that is made larger: the setting `interpolation` of an
/// [`UpSampling2D`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpolation {
    /// The nearest pixel, so that each is repeated: Keras's `interpolation="nearest"`, its default.
    Nearest,
    /// The mean of the four nearest pixels, each weighted by how near it is: Keras's `interpolation="bilinear"`.
    ///
    /// A pixel is a square, whose middle is its place: output `o` stands at (o + ½) / factor − ½, and what stands
    /// outside the outermost middles is theirs.
    Bilinear,
}

/// Makes an image larger: `ROWS` times as many rows, and `COLUMNS` times as many columns.
///
/// Keras's `UpSampling2D`, with its defaults: twice as large, each pixel repeated. One number holds for both
/// directions; `(rows, columns)` are two.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Larger <
///         Input<7, 7, 8>,
///         // 14×14×8
///         UpSampling2D,
///         // 28×42×8
///         UpSampling2D<(2, 3)> { interpolation: Bilinear },
///         Conv2D<8, 1, 3>
///     >;
/// }
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct UpSampling2D<const ROWS: usize = 2, const COLUMNS: usize = ROWS>;

settings! {
    /// What may stand in braces behind an [`UpSampling2D`].
    pub struct UpSampling2DSettings {
        /// What stands between the pixels, `Nearest` or `Bilinear`. Default: `Nearest`.
        pub interpolation: Interpolation = Interpolation::Nearest,
    }
}

impl UpSampling2DSettings {
    const fn is_bilinear(&self) -> bool {
        matches!(self.interpolation, Interpolation::Bilinear)
    }
}

/// Makes a sequence longer: each step is repeated `FACTOR` times.
///
/// Keras's `UpSampling1D`, whose default is 2, too.
///
/// ```
/// use cornu_engine::{Sequence, ShapeRule, UpSampling1D};
///
/// assert_eq!(<UpSampling1D<4> as ShapeRule<Sequence<6, 3>>>::OUTPUT.as_slice(), [24, 3]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct UpSampling1D<const FACTOR: usize = 2>;

parameters! {
    impl [const ROWS: usize, const COLUMNS: usize] UpSampling2D<ROWS, COLUMNS>: UpSampling2DSettings {}
}
parameters! { impl [const FACTOR: usize] UpSampling1D<FACTOR> {} }

#[diagnostic::do_not_recommend]
impl<const ROWS: usize, const COLUMNS: usize> WithColumns<COLUMNS> for UpSampling2D<ROWS, ROWS> {
    const PLACE: usize = 0;
    type Layer = UpSampling2D<ROWS, COLUMNS>;
}

/// One axis that grows.
#[derive(Clone, Copy)]
struct Growth {
    size: usize,
    factor: usize,
    bilinear: bool,
}

impl Growth {
    /// The two places between which an output stands, and how far it stands from the first to the second.
    #[inline(always)]
    fn between(self, output: usize) -> (usize, usize, f32) {
        if !self.bilinear {
            return (output / self.factor, output / self.factor, 0.0);
        }
        // In parts of half an output: (o + ½) / factor − ½ = (2·o + 1 − factor) / (2·factor).
        let (at, whole) = ((2 * output + 1).saturating_sub(self.factor), 2 * self.factor);
        let first = at / whole;
        let second = if first + 1 < self.size { first + 1 } else { first };
        (first, second, (at % whole) as f32 / whole as f32)
    }
}

/// An image that grows; a sequence is an image of one column.
#[derive(Clone, Copy)]
struct Larger {
    rows: Growth,
    columns: Growth,
    channels: usize,
}

impl Larger {
    const fn new(sizes: [usize; 2], channels: usize, factors: [usize; 2], bilinear: bool) -> Self {
        Larger {
            rows: Growth { size: sizes[0], factor: factors[0], bilinear },
            columns: Growth { size: sizes[1], factor: factors[1], bilinear },
            channels,
        }
    }

    const fn inputs(self) -> usize {
        self.rows.size * self.columns.size * self.channels
    }

    const fn outputs(self) -> usize {
        self.inputs() * self.rows.factor * self.columns.factor
    }

    /// Calls `f` with the four pixels that each output is made of, as places in the sample, and their weights.
    #[inline(always)]
    fn each(self, mut f: impl FnMut([usize; 4], [f32; 4])) {
        for row in 0..self.rows.size * self.rows.factor {
            let (above, below, down) = self.rows.between(row);
            for column in 0..self.columns.size * self.columns.factor {
                let (left, right, across) = self.columns.between(column);
                let places = [[above, left], [above, right], [below, left], [below, right]]
                    .map(|[row, column]| (row * self.columns.size + column) * self.channels);
                let (up, back) = (1.0 - down, 1.0 - across);
                f(places, [up * back, up * across, down * back, down * across]);
            }
        }
    }

    /// y = Σ weight·x over the four; of `Nearest` they are one.
    #[inline(always)]
    fn forward(self, x: &[f32], y: &mut [f32]) {
        let channels = self.channels;
        let length = y.len();
        vectorize(
            length,
            #[inline(always)]
            || {
                for (x, y) in x.chunks_exact(self.inputs()).zip(y.chunks_exact_mut(self.outputs())) {
                    let mut pixels = y.chunks_exact_mut(channels);
                    self.each(
                        #[inline(always)]
                        |places, weights| {
                            let Some(y) = pixels.next() else { return };
                            let [a, b, c, d] = places.map(|place| &x[place..place + channels]);
                            if !self.rows.bilinear {
                                return y.copy_from_slice(a);
                            }
                            for ((((y, a), b), c), d) in y.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                                *y = (weights[0] * a + weights[1] * b) + (weights[2] * c + weights[3] * d);
                            }
                        },
                    );
                }
            },
        );
    }

    /// dx = Σ weight·dy over the outputs that a pixel is part of
    #[inline(always)]
    fn backward(self, pass: Backward<'_>) {
        let Some(dx) = pass.dx else { return };
        let (channels, length) = (self.channels, pass.dy.len());
        vectorize(
            length,
            #[inline(always)]
            || {
                let gradients = pass.dy.chunks_exact(self.outputs());
                for (dx, dy) in dx.chunks_exact_mut(self.inputs()).zip(gradients) {
                    dx.fill(0.0);
                    let mut pixels = dy.chunks_exact(channels);
                    self.each(
                        #[inline(always)]
                        |places, weights| {
                            let Some(dy) = pixels.next() else { return };
                            let parts = if self.rows.bilinear { 4 } else { 1 };
                            for (place, weight) in places.into_iter().zip(weights).take(parts) {
                                let dx = &mut dx[place..place + channels];
                                dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx += weight * dy);
                            }
                        },
                    );
                }
            },
        );
    }
}

/// The way of a layer that makes larger: `$larger` is its [`Larger`], with the settings `$setup`.
macro_rules! larger_layer {
    (impl [$($generics:tt)*] $layer:ty: $settings:ty, $setup:ident { $larger:expr, $macs:expr }) => {
        #[diagnostic::do_not_recommend]
        impl<In: Shape, $setup: Setup<Settings = $settings>, $($generics)*> Layer<In, $setup> for $layer {
            type Activation = Linear;
            const COST: usize = $macs * $larger.outputs();

            fn build(&mut self, _: &mut Random) {}

            #[inline]
            fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
                const { $larger }.forward(x, y);
            }

            #[inline]
            fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
                const { $larger }.backward(pass);
            }
        }
    };
}

impl<In: Shape, S: Setup<Settings = UpSampling2DSettings>, const ROWS: usize, const COLUMNS: usize>
    ShapeRule<In, S> for UpSampling2D<ROWS, COLUMNS>
{
    const OUTPUT: Dims = {
        let [rows, columns, ..] = In::DIMS.sizes;
        Dims::image(rows * ROWS, columns * COLUMNS, In::DIMS.last())
    };
    const FIT: Fit = sizes(&[ROWS, COLUMNS]).and(Fit::image(In::DIMS));
}

larger_layer! {
    impl [const ROWS: usize, const COLUMNS: usize] UpSampling2D<ROWS, COLUMNS>: UpSampling2DSettings, S {
        Larger::new(
            [In::DIMS.sizes[0], In::DIMS.sizes[1]],
            In::DIMS.last(),
            [ROWS, COLUMNS],
            S::SETTINGS.is_bilinear(),
        ),
        if S::SETTINGS.is_bilinear() { 4 } else { 0 }
    }
}

impl<In: Shape, S: Setup<Settings = NoSettings>, const FACTOR: usize> ShapeRule<In, S>
    for UpSampling1D<FACTOR>
{
    const OUTPUT: Dims = Dims::sequence(In::DIMS.sizes[0] * FACTOR, In::DIMS.last());
    const FIT: Fit = sizes(&[FACTOR]).and(Fit::sequence(In::DIMS));
}

larger_layer! {
    impl [const FACTOR: usize] UpSampling1D<FACTOR>: NoSettings, S {
        Larger::new([In::DIMS.sizes[0], 1], In::DIMS.last(), [FACTOR, 1], false),
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Image, Sequence, setup,
        testing::{check_layer, check_layer_with},
    };
    use std::vec::Vec;

    setup! { struct Smooth: UpSampling2DSettings { interpolation: Interpolation::Bilinear } }

    /// One axis in numbers, and not in parts: how much each place is of an output.
    fn weight(size: usize, factor: usize, bilinear: bool, output: usize, place: usize) -> f64 {
        let at = ((output as f64 + 0.5) / factor as f64 - 0.5).clamp(0.0, size as f64 - 1.0);
        match bilinear {
            true => (1.0 - (at - place as f64).abs()).max(0.0),
            false => f64::from(u8::from(output / factor == place)),
        }
    }

    fn reference(x: &[f64], image: Dims, factors: [usize; 2], bilinear: bool) -> Vec<f64> {
        let [rows, columns, channels, _] = image.sizes;
        let mut y = Vec::new();
        for row in 0..rows * factors[0] {
            for column in 0..columns * factors[1] {
                for channel in 0..channels {
                    y.push(
                        (0..rows * columns)
                            .map(|pixel| {
                                let (r, c) = (pixel / columns, pixel % columns);
                                x[pixel * channels + channel]
                                    * weight(rows, factors[0], bilinear, row, r)
                                    * weight(columns, factors[1], bilinear, column, c)
                            })
                            .sum(),
                    );
                }
            }
        }
        y
    }

    fn check<In: Shape, const ROWS: usize, const COLUMNS: usize>() {
        check_layer::<In, UpSampling2D<ROWS, COLUMNS>>(|_, x| reference(x, In::DIMS, [ROWS, COLUMNS], false));
        check_layer_with::<In, UpSampling2D<ROWS, COLUMNS>, Smooth>(|_, x| {
            reference(x, In::DIMS, [ROWS, COLUMNS], true)
        });
    }

    #[test]
    fn of_images() {
        check::<Image<1, 1, 1>, 1, 1>();
        check::<Image<1, 1, 1>, 3, 2>();
        check::<Image<2, 3, 2>, 2, 2>();
        check::<Image<3, 2, 5>, 1, 3>();
        check::<Image<3, 4, 1>, 4, 1>();
    }

    #[test]
    fn of_sequences() {
        check_layer::<Sequence<4, 3>, UpSampling1D<3>>(|_, x| {
            reference(x, Dims::image(4, 1, 3), [3, 1], false)
        });
    }

    /// What Keras makes of it (with torch).
    #[test]
    fn bilinear_is_that_of_keras() {
        let layer = UpSampling2D::<3, 2>;
        let mut y = [f32::NAN; 24];
        Layer::<Image<2, 2, 1>, Smooth>::infer(&layer, &[1.0, 2.0, 5.0, 6.0], &mut y, &mut []);
        let keras = [
            [1.0, 1.25, 1.75, 2.0],
            [1.0, 1.25, 1.75, 2.0],
            [2.3333, 2.5833, 3.0833, 3.3333],
            [3.6667, 3.9167, 4.4167, 4.6667],
            [5.0, 5.25, 5.75, 6.0],
            [5.0, 5.25, 5.75, 6.0],
        ];
        // Four digits stand there.
        assert!(y.iter().zip(keras.as_flattened()).all(|(y, keras)| (y - keras).abs() < 6e-5), "{y:?}");
    }

    #[test]
    fn what_does_not_fit_is_told() {
        assert_eq!(<UpSampling2D<0> as ShapeRule<Image<3, 2, 1>>>::FIT, Fit::Zero);
        assert_eq!(<UpSampling1D<0> as ShapeRule<Sequence<3, 2>>>::FIT, Fit::Zero);
        assert!(matches!(<UpSampling2D as ShapeRule<Sequence<3, 2>>>::FIT, Fit::Other { .. }));
        assert!(matches!(<UpSampling1D as ShapeRule<Image<3, 2, 1>>>::FIT, Fit::Other { .. }));
    }
}
