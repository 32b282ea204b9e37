use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Initializer, Layer, Linear, Padding,
    Random, Setup, Shape, ShapeRule, WithColumns,
    bias::{add_rows, use_bias},
    convolution::{Convolution, NO_BIAS, both, convolution_settings, sizes, span, window_fit},
    math::larger,
    padding::{Slide, UNSET},
    parameters,
};
use core::{fmt, marker::PhantomData};

/// The way back of a convolution as a layer: each pixel adds a window to what comes out, which is larger by the
/// strides. And an activation.
///
/// `y[r, c, f] = bias[f] + Σ x[i, j, channel] · kernel[k, l, f, channel]`, over all taps and pixels with `r = i·strides +
/// k·dilation_rate − before` and likewise c. Keras's `Conv2DTranspose`, with its defaults
/// (`keras/src/layers/convolutional/base_conv_transpose.py`, and `keras/src/backend/common/backend_utils.py` for the
/// sizes). The window is square, or `(rows, columns)`.
///
/// With a span of s = (`KERNEL` − 1) · `dilation_rate` + 1:
///
/// | | |
/// |---|---|
/// | in | rows × columns × `CHANNELS` |
/// | out, `Valid` | (rows − 1) · `strides` + max(s, `strides`) × … × `FILTERS` |
/// | out, `Valid`, with an `output_padding` | (rows − 1) · `strides` + s + `output_padding` × … × `FILTERS` |
/// | out, `Same` | rows · `strides` × … × `FILTERS` |
/// | out, `Same`, with an `output_padding` | (rows − 1) · `strides` + s mod 2 + `output_padding` × … × `FILTERS` |
///
/// What `Same` cuts off is cut off in front and behind, the one more behind, as in TensorFlow.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Painter <
///         Input<7, 7, 64>,
///         // 14×14×32
///         Conv2DTranspose<64, 32, 3, Relu> { strides: 2, padding: Same },
///         // 29×29×16: one row and one column more.
///         Conv2DTranspose<32, 16, 2, Relu> { strides: 2, output_padding: 1 }
///     >;
/// }
///
/// assert_eq!(Painter::PARAMETERS[0].dims.as_slice(), [3, 3, 32, 64]);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Conv2DTranspose<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A = Linear,
    const COLUMNS: usize = KERNEL,
    B: BiasTerm = Bias,
> {
    /// The weights, rows × columns × filters × channels.
    pub kernel: [[[[f32; CHANNELS]; FILTERS]; COLUMNS]; KERNEL],
    /// What is added to each filter's sum.
    pub bias: B::Of<[f32; FILTERS]>,
    activation: PhantomData<A>,
}

convolution_settings! {
    /// What may stand in braces behind a [`Conv2DTranspose`].
    pub struct Conv2DTransposeSettings over images {
        /// How many rows and columns are added behind, as in the table above: one number, or `(rows, columns)`, less
        /// than `strides`. Default: what makes the sizes that stand there without it.
        pub output_padding: usize = UNSET,
        #[doc(hidden)]
        pub output_padding_second: Option<usize> = None,
    }
    kernels {
        kernel: kernel_initializer = Initializer::GlorotUniform, kernel_regularizer, kernel_constraint, l1, l2;
    }
}

impl Conv2DTransposeSettings {
    const fn output_padding(&self) -> [usize; 2] {
        both(self.output_padding, self.output_padding_second)
    }

    /// Keras demands it, of a padding that is given.
    const fn output_padding_fits(&self) -> bool {
        const fn fits(padding: usize, stride: usize) -> bool {
            padding == UNSET || padding < stride
        }
        let ([down, across], [rows, columns]) = (self.output_padding(), self.stride());
        fits(down, rows) && fits(across, columns)
    }
}

parameters! {
    impl [
        const CHANNELS: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        A: 'static,
        const COLUMNS: usize,
        B: BiasTerm
    ] Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, COLUMNS, B>: Conv2DTransposeSettings, variants {
        kernel, bias; activation
    }
}

use_bias! {
    impl [const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A: 'static, const COLUMNS: usize]
    Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, COLUMNS>: Conv2DTransposeSettings
}

#[diagnostic::do_not_recommend]
impl<const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A, B: BiasTerm, const COLUMNS: usize>
    WithColumns<COLUMNS> for Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, KERNEL, B>
{
    const PLACE: usize = 2;
    type Layer = Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, COLUMNS, B>;
}

/// One direction of the convolution that leads from what comes out to what comes in, of which there are `size`.
const fn slide(
    mode: Padding,
    size: usize,
    window: usize,
    stride: usize,
    dilation: usize,
    output_padding: usize,
) -> Slide {
    let none = Slide { size: 0, window, stride, dilation, before: 0, output: 0 };
    if size == 0 || window == 0 || stride == 0 || dilation == 0 {
        return none;
    }
    let span = span(window, dilation);
    let larger = match mode {
        Padding::Valid if output_padding != UNSET => span.saturating_add(output_padding),
        Padding::Valid => larger(span, stride),
        Padding::Same | Padding::Causal if output_padding != UNSET => span % 2 + output_padding,
        Padding::Same | Padding::Causal => stride,
    };
    let total = (size - 1).saturating_mul(stride).saturating_add(larger);
    // What cannot be counted does not fit.
    if total == usize::MAX {
        return none;
    }
    // Of what is cut off, half is in front.
    Slide { size: total, before: span.saturating_sub(larger) / 2, output: size, ..none }
}

impl<const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A, const COLUMNS: usize, B: BiasTerm>
    Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, COLUMNS, B>
{
    /// The convolution that leads from what comes out to what comes in.
    const fn convolution(image: Dims, settings: Conv2DTransposeSettings) -> Convolution {
        let [rows, columns, ..] = image.sizes;
        let [stride, dilation] = [settings.stride(), settings.dilation()];
        let [more_rows, more_columns] = settings.output_padding();
        Convolution {
            rows: slide(settings.padding, rows, KERNEL, stride[0], dilation[0], more_rows),
            columns: slide(settings.padding, columns, COLUMNS, stride[1], dilation[1], more_columns),
            channels: FILTERS,
            filters: CHANNELS,
        }
    }
}

impl<
    In: Shape,
    S: Setup<Settings = Conv2DTransposeSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: 'static,
    const COLUMNS: usize,
    B: BiasTerm,
> ShapeRule<In, S> for Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, COLUMNS, B>
{
    const OUTPUT: Dims = Self::convolution(In::DIMS, S::SETTINGS).input();
    // The window may be larger than what comes in, as it is with `Same` elsewhere.
    const FIT: Fit = window_fit(Padding::Same, In::DIMS, [KERNEL, COLUMNS], S::SETTINGS.dilation())
        .and(sizes(&[FILTERS]))
        .and(Fit::last(CHANNELS, In::DIMS))
        .and(Fit::setting(
            "output_padding",
            S::SETTINGS.output_padding_fits(),
            "less than `strides` in each direction",
        ))
        .and(Fit::setting(
            "output_padding",
            S::SETTINGS.output_padding == UNSET || Self::convolution(In::DIMS, S::SETTINGS).input().len() > 0,
            "at least 1 where `padding` is `Same`, the window is even and a single row or column comes in",
        ));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = Conv2DTransposeSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: Activation,
    const COLUMNS: usize,
    B: BiasTerm,
> Layer<In, S> for Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, COLUMNS, B>
{
    type Activation = A;
    const COST: usize = Self::convolution(In::DIMS, S::SETTINGS).macs();
    const SCRATCH: Floats = Floats::once(Self::convolution(In::DIMS, S::SETTINGS).scratch());
    const INFERENCE_SCRATCH: usize =
        Self::convolution(In::DIMS, S::SETTINGS).input_gradient_inference_scratch();

    fn build(&mut self, random: &mut Random) {
        // As Keras counts them, of any kernel: what comes in stands last but one.
        S::SETTINGS.kernel_initializer.write(&mut self.kernel, random);
        S::SETTINGS.bias_initializer.write(&mut self.bias, random);
    }

    /// y = bias + x·kernelᵀ, added up where windows overlap
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let convolution = const { Self::convolution(In::DIMS, S::SETTINGS) };
        convolution.input_gradient(x, self.kernel.floats(), &self.bias, y, scratch);
    }

    /// dkernel += windows(dy)ᵀ·x, dbias += Σ dy, dx = windows(dy)·kernel
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let convolution = const { Self::convolution(In::DIMS, S::SETTINGS) };
        if let Some(d) = d {
            let dkernel = d.kernel.floats_mut();
            convolution.kernel_gradient(pass.dy, pass.x, dkernel, &mut { NO_BIAS }, pass.scratch);
            add_rows(&mut d.bias, pass.dy, FILTERS);
        }
        if let Some(dx) = pass.dx {
            convolution.forward(pass.dy, self.kernel.floats(), &NO_BIAS, dx, pass.scratch);
        }
    }
}

impl<const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A, const COLUMNS: usize, B: BiasTerm>
    fmt::Debug for Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, COLUMNS, B>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conv2DTranspose").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configure, Flat, Image, Settings, Variant,
        convolution::reference::{Causal, Mode, Same, Valid},
        testing::check_layer_with,
    };
    use std::{vec, vec::Vec};

    /// Strides, dilations and output paddings, of rows and columns; an output padding of 9 is none.
    struct Use<
        P,
        const S: usize,
        const T: usize,
        const D: usize = 1,
        const E: usize = 1,
        const O: usize = 9,
        const Q: usize = 9,
    >(PhantomData<P>);

    const fn padding(of: usize) -> usize {
        if of == 9 { UNSET } else { of }
    }

    impl<
        P: Mode,
        const S: usize,
        const T: usize,
        const D: usize,
        const E: usize,
        const O: usize,
        const Q: usize,
    > Setup for Use<P, S, T, D, E, O, Q>
    {
        type Settings = Conv2DTransposeSettings;
        const SETTINGS: Conv2DTransposeSettings = Conv2DTransposeSettings {
            padding: P::PADDING,
            strides: S,
            strides_second: Some(T),
            dilation_rate: D,
            dilation_rate_second: Some(E),
            output_padding: padding(O),
            output_padding_second: Some(padding(Q)),
            ..Settings::DEFAULT
        };
    }

    /// The size of what comes out along one direction, and what is cut off in front, by Keras's formulas (`_get_output_shape_given_tf_padding`
    /// and `_convert_conv_transpose_padding_args_from_keras_to_jax`).
    fn along(
        mode: Padding,
        size: usize,
        window: usize,
        stride: usize,
        dilation: usize,
        more: usize,
    ) -> (usize, usize) {
        let kernel = (window - 1) * dilation + 1;
        let more = (more != UNSET).then_some(more);
        if mode == Padding::Valid {
            let more = more.unwrap_or(kernel.max(stride) - kernel);
            return ((size - 1) * stride + kernel + more, 0);
        }
        let (out, pad) = match more {
            None => (size * stride, stride + kernel - 2),
            Some(more) => ((size - 1) * stride + kernel % 2 + more, kernel + kernel % 2 - 2 + more),
        };
        (out, kernel - 1 - (pad / 2 + pad % 2).min(kernel - 1))
    }

    /// Each pixel adds its window.
    fn reference<const C: usize, const F: usize>(
        settings: Conv2DTransposeSettings,
        image: Dims,
        window: [usize; 2],
        parameters: &[f64],
        x: &[f64],
    ) -> Vec<f64> {
        let (kernel, bias) = parameters.split_at(window[0] * window[1] * F * C);
        let [rows, columns, ..] = image.sizes;
        let ([s, t], [d, e], [o, q]) = (settings.stride(), settings.dilation(), settings.output_padding());
        let (down, above) = along(settings.padding, rows, window[0], s, d, o);
        let (across, before) = along(settings.padding, columns, window[1], t, e, q);
        let mut y: Vec<f64> = vec![bias; down * across].concat();
        for (pixel, x) in x.chunks(C).enumerate() {
            for (tap, kernel) in kernel.chunks(F * C).enumerate() {
                let row = (pixel / columns * s + tap / window[1] * d).wrapping_sub(above);
                let column = (pixel % columns * t + tap % window[1] * e).wrapping_sub(before);
                if row < down && column < across {
                    for filter in 0..F {
                        let sum: f64 = (0..C).map(|c| x[c] * kernel[filter * C + c]).sum();
                        y[(row * across + column) * F + filter] += sum;
                    }
                }
            }
        }
        y
    }

    fn of<
        In: Shape,
        S: Setup<Settings = Conv2DTransposeSettings>,
        const C: usize,
        const F: usize,
        const K: usize,
        const L: usize,
    >() {
        check_layer_with::<In, Conv2DTranspose<C, F, K, Linear, L>, S>(|parameters, x| {
            reference::<C, F>(S::SETTINGS, In::DIMS, [K, L], parameters, x)
        });
    }

    fn check<In: Shape, P: Mode, const C: usize, const F: usize, const K: usize, const S: usize>() {
        of::<In, Use<P, S, S>, C, F, K, K>();
    }

    #[test]
    fn all_of_each_window() {
        check::<Image<1, 1, 1>, Valid, 1, 1, 1, 1>();
        check::<Image<1, 2, 3>, Valid, 3, 2, 3, 1>();
        check::<Image<2, 3, 3>, Valid, 3, 9, 3, 1>();
        check::<Image<3, 2, 2>, Valid, 2, 3, 3, 2>();
        check::<Image<3, 2, 2>, Valid, 2, 8, 2, 3>();
        check::<Image<2, 3, 5>, Valid, 5, 6, 1, 1>();
        check::<Image<2, 2, 12>, Valid, 12, 11, 4, 2>();
    }

    #[test]
    fn as_large_as_the_stride_makes_it() {
        check::<Image<1, 1, 1>, Same, 1, 1, 3, 1>();
        check::<Image<2, 3, 3>, Same, 3, 9, 3, 1>();
        check::<Image<3, 2, 2>, Same, 2, 3, 4, 1>();
        check::<Image<3, 2, 2>, Same, 2, 3, 3, 2>();
        check::<Image<2, 3, 2>, Same, 2, 8, 4, 2>();
        check::<Image<2, 3, 2>, Same, 2, 2, 5, 2>();
        check::<Image<2, 3, 2>, Same, 2, 2, 2, 3>();
    }

    #[test]
    fn of_windows_that_are_not_square() {
        of::<Image<2, 3, 2>, Use<Valid, 1, 1>, 2, 3, 1, 4>();
        of::<Image<2, 3, 2>, Use<Valid, 1, 3>, 2, 3, 3, 2>();
        of::<Image<3, 2, 3>, Use<Same, 2, 1>, 3, 2, 3, 4>();
        of::<Image<3, 2, 3>, Use<Same, 2, 3>, 3, 8, 2, 5>();
    }

    #[test]
    fn with_taps_that_are_apart() {
        of::<Image<3, 2, 2>, Use<Valid, 1, 1, 2, 2>, 2, 3, 2, 2>();
        of::<Image<3, 2, 2>, Use<Valid, 1, 1, 1, 3>, 2, 8, 3, 2>();
        of::<Image<3, 4, 2>, Use<Same, 1, 1, 2, 2>, 2, 8, 3, 3>();
        of::<Image<3, 4, 2>, Use<Same, 1, 1, 3, 2>, 2, 3, 2, 3>();
    }

    #[test]
    fn with_more_than_the_windows_reach() {
        of::<Image<2, 3, 2>, Use<Valid, 2, 2, 1, 1, 0, 0>, 2, 3, 3, 3>();
        of::<Image<2, 3, 2>, Use<Valid, 3, 3, 1, 1, 2, 1>, 2, 3, 2, 2>();
        of::<Image<2, 3, 2>, Use<Valid, 3, 3, 1, 1, 2, 9>, 2, 8, 4, 1>();
        of::<Image<2, 3, 2>, Use<Valid, 1, 1, 2, 2, 0, 0>, 2, 8, 3, 3>();
        of::<Image<2, 3, 2>, Use<Same, 2, 2, 1, 1, 0, 0>, 2, 3, 3, 3>();
        of::<Image<2, 3, 2>, Use<Same, 2, 2, 1, 1, 1, 1>, 2, 3, 3, 3>();
        of::<Image<2, 3, 2>, Use<Same, 3, 3, 1, 1, 2, 0>, 2, 8, 5, 4>();
        of::<Image<3, 4, 2>, Use<Same, 1, 1, 1, 1, 0, 0>, 2, 8, 2, 3>();
        of::<Image<3, 4, 2>, Use<Same, 1, 1, 2, 1, 0, 0>, 2, 8, 2, 4>();
        of::<Image<2, 3, 2>, Use<Same, 3, 2, 1, 1, 2, 1>, 2, 2, 1, 2>();
    }

    #[test]
    fn without_a_bias() {
        type Unbiased = <Conv2DTranspose<2, 3, 2> as Variant<1>>::Layer;
        check_layer_with::<Image<2, 3, 2>, Unbiased, Use<Valid, 1, 1>>(|kernel, x| {
            let parameters = [kernel, &[0.0; 3]].concat();
            let settings = <Use<Valid, 1, 1>>::SETTINGS;
            reference::<2, 3>(settings, Dims::image(2, 3, 2), [2; 2], &parameters, x)
        });
    }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        fn setting<In: Shape, S: Setup<Settings = Conv2DTransposeSettings>>() -> &'static str {
            type Subject = Conv2DTranspose<3, 2, 2>;
            let _ = <Subject as ShapeRule<In, S>>::OUTPUT;
            let _ = <Subject as Layer<In, S>>::SCRATCH;
            match <Subject as Configure<S>>::CHECK.and(<Subject as ShapeRule<In, S>>::FIT) {
                Fit::Setting { name, .. } => name,
                _ => "",
            }
        }
        let gives = Dims::image(4, 5, 3);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<3, 2, 7>>(), Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<1, 2, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<Flat<60>, Conv2DTranspose<1, 2, 3>>(), Fit::Other { .. }));
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<3, 2, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<3, 0, 2>>(), Fit::Zero);
        // It cannot be counted.
        let far =
            <Conv2DTranspose<3, 2, 2> as ShapeRule<Image<4, 5, 3>, Use<Valid, { usize::MAX }, 1>>>::OUTPUT;
        assert_eq!(far.len(), 0);
        assert_eq!(setting::<Image<4, 5, 3>, Use<Causal, 1, 1>>(), "padding");
        assert_eq!(setting::<Image<4, 5, 3>, Use<Same, 0, 1>>(), "strides");
        assert_eq!(setting::<Image<4, 5, 3>, Use<Same, 1, 1, 0, 1>>(), "dilation_rate");
        assert_eq!(setting::<Image<4, 5, 3>, Use<Same, 2, 1, 1, 2>>(), "dilation_rate");
        assert_eq!(setting::<Image<4, 5, 3>, Use<Same, 2, 3, 1, 1, 1, 2>>(), "");
        assert_eq!(setting::<Image<4, 5, 3>, Use<Same, 2, 3, 1, 1, 2, 2>>(), "output_padding");
        assert_eq!(setting::<Image<4, 5, 3>, Use<Valid, 1, 1, 1, 1, 9, 1>>(), "output_padding");
        // Nothing would be left of the two rows that a pixel makes.
        assert_eq!(setting::<Image<1, 5, 3>, Use<Same, 1, 1, 1, 1, 0, 0>>(), "output_padding");
    }
}
