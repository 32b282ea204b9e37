use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Initializer, Layer, Linear, Random,
    Setup, Shape, ShapeRule, WithColumns,
    convolution::{Grouped, convolution_settings, group_size, groups_fit, sizes, variants, window_fit},
    parameters,
};
use core::{fmt, marker::PhantomData};

/// Each filter's weighted sum of a window, wherever it stands in an image, and an activation.
///
/// `y[r, c, f] = bias[f] + Σ x[r·strides + i·dilation_rate − before, …, channel] · kernel[i, j, channel, f]`: the
/// window is not turned, as in every library. Keras's `Conv2D`, with its defaults
/// (`keras/src/layers/convolutional/base_conv.py`). Zeros stand around the image where `padding: Same` asks for them,
/// `before` in front. The window is square, or `(rows, columns)`.
///
/// | | |
/// |---|---|
/// | in | rows × columns × `CHANNELS` |
/// | out, `Valid` | ((rows − (`KERNEL` − 1) · `dilation_rate` − 1) / `strides` + 1) × … × `FILTERS` |
/// | out, `Same` | ⌈rows / `strides`⌉ × … × `FILTERS` |
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Eye <
///         Input<32, 32, 3>,
///         // 30×30×32: the window stays inside the image.
///         Conv2D<3, 32, 3, Relu>,
///         // 15×15×64: half as large, by steps of 2.
///         Conv2D<32, 64, 3, Relu> { strides: 2, padding: Same },
///         // A window of one row and five columns.
///         Conv2D<64, 64, (1, 5), Relu>,
///         // Each filter sees a quarter of the channels.
///         Conv2D<64, 64, 3, Relu> { groups: 4 }
///     >;
/// }
///
/// assert_eq!(Eye::PARAMETERS[4].dims.as_slice(), [1, 5, 64, 64]);
/// assert_eq!(Eye::PARAMETERS[6].dims.as_slice(), [3, 3, 16, 64]);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Conv2D<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A = Linear,
    const COLUMNS: usize = KERNEL,
    const GROUP: usize = CHANNELS,
    B: BiasTerm = Bias,
> {
    /// The weights, rows × columns × channels of a group × filters.
    pub kernel: [[[[f32; FILTERS]; GROUP]; COLUMNS]; KERNEL],
    /// What is added to each filter's sum.
    pub bias: B::Of<[f32; FILTERS]>,
    activation: PhantomData<A>,
}

convolution_settings! {
    /// What may stand in braces behind a [`Conv2D`].
    pub struct Conv2DSettings over images {
        /// How many parts the channels are cut into: each is seen by as many of the filters. Both must be divisible by
        /// it. Default: 1.
        pub groups: usize = 1 => (groups >= 1, "at least 1"),
    }
    kernels {
        kernel: kernel_initializer = Initializer::GlorotUniform, kernel_regularizer, kernel_constraint, l1, l2;
    }
}

parameters! {
    impl [
        const CHANNELS: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        A: 'static,
        const COLUMNS: usize,
        const GROUP: usize,
        B: BiasTerm
    ] Conv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, GROUP, B>: Conv2DSettings, variants { kernel, bias; activation }
}

variants! {
    impl [const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A: 'static, const COLUMNS: usize]
    Conv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS>: Conv2DSettings, S {
        size: group_size(CHANNELS, S::SETTINGS.groups),
        check: groups_fit(CHANNELS, FILTERS, S::SETTINGS.groups),
    }
}

#[diagnostic::do_not_recommend]
impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    const GROUP: usize,
    B: BiasTerm,
    const COLUMNS: usize,
> WithColumns<COLUMNS> for Conv2D<CHANNELS, FILTERS, KERNEL, A, KERNEL, GROUP, B>
{
    const PLACE: usize = 2;
    type Layer = Conv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, GROUP, B>;
}

impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    const COLUMNS: usize,
    const GROUP: usize,
    B: BiasTerm,
> Conv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, GROUP, B>
{
    const fn convolution(image: Dims, settings: Conv2DSettings) -> Grouped {
        let [stride, dilation] = [settings.stride(), settings.dilation()];
        Grouped::new(settings.padding, image, [KERNEL, COLUMNS], stride, dilation, FILTERS, GROUP)
    }
}

impl<
    In: Shape,
    S: Setup<Settings = Conv2DSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: 'static,
    const COLUMNS: usize,
    const GROUP: usize,
    B: BiasTerm,
> ShapeRule<In, S> for Conv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, GROUP, B>
{
    const OUTPUT: Dims = Self::convolution(In::DIMS, S::SETTINGS).output();
    const FIT: Fit = window_fit(S::SETTINGS.padding, In::DIMS, [KERNEL, COLUMNS], S::SETTINGS.dilation())
        .and(sizes(&[FILTERS]))
        .and(Fit::last(CHANNELS, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = Conv2DSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: Activation,
    const COLUMNS: usize,
    const GROUP: usize,
    B: BiasTerm,
> Layer<In, S> for Conv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, GROUP, B>
{
    type Activation = A;
    const COST: usize = Self::convolution(In::DIMS, S::SETTINGS).macs();
    const SCRATCH: Floats = Floats::once(Self::convolution(In::DIMS, S::SETTINGS).scratch());
    const INFERENCE_SCRATCH: usize = Self::convolution(In::DIMS, S::SETTINGS).inference_scratch();

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.kernel_initializer.write(&mut self.kernel, random);
        S::SETTINGS.bias_initializer.write(&mut self.bias, random);
    }

    /// y = windows(x)·kernel + bias
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let convolution = const { Self::convolution(In::DIMS, S::SETTINGS) };
        convolution.forward(x, self.kernel.floats(), &self.bias, y, scratch);
    }

    /// dkernel += windows(x)ᵀ·dy, dbias += Σ dy, dx = dy·kernelᵀ, added up where windows overlap
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let convolution = const { Self::convolution(In::DIMS, S::SETTINGS) };
        if let Some(d) = d {
            let (dkernel, dbias) = (d.kernel.floats_mut(), &mut d.bias);
            convolution.kernel_gradient(pass.x, pass.dy, dkernel, dbias, pass.scratch);
        }
        if let Some(dx) = pass.dx {
            convolution.input_gradient(pass.dy, self.kernel.floats(), dx, pass.scratch);
        }
    }
}

impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    const COLUMNS: usize,
    const GROUP: usize,
    B: BiasTerm,
> fmt::Debug for Conv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, GROUP, B>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conv2D").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configure, Image, Padding, Parameters, Settings, Variant,
        convolution::reference::{Mode, Same, Valid, reference},
        setup,
        testing::{check_layer, check_layer_with},
    };

    struct Use<P, const S: usize, const T: usize, const D: usize, const E: usize, const G: usize>(
        PhantomData<P>,
    );

    impl<P: Mode, const S: usize, const T: usize, const D: usize, const E: usize, const G: usize> Setup
        for Use<P, S, T, D, E, G>
    {
        type Settings = Conv2DSettings;
        const SETTINGS: Conv2DSettings = Conv2DSettings {
            padding: P::PADDING,
            strides: S,
            strides_second: Some(T),
            dilation_rate: D,
            dilation_rate_second: Some(E),
            groups: G,
            ..Settings::DEFAULT
        };
    }

    /// A layer against the definition.
    fn check<
        In: Shape,
        P: Mode,
        const CHANNELS: usize,
        const FILTERS: usize,
        const ROWS: usize,
        const COLUMNS: usize,
        const STRIDE_ROWS: usize,
        const STRIDE_COLUMNS: usize,
        const DILATION_ROWS: usize,
        const DILATION_COLUMNS: usize,
    >() {
        check_layer_with::<
            In,
            Conv2D<CHANNELS, FILTERS, ROWS, Linear, COLUMNS>,
            Use<P, STRIDE_ROWS, STRIDE_COLUMNS, DILATION_ROWS, DILATION_COLUMNS, 1>,
        >(|parameters, x| {
            let [stride, dilation] = [[STRIDE_ROWS, STRIDE_COLUMNS], [DILATION_ROWS, DILATION_COLUMNS]];
            let (kernel, bias) = parameters.split_at(ROWS * COLUMNS * CHANNELS * FILTERS);
            reference(P::PADDING, In::DIMS, [ROWS, COLUMNS], stride, dilation, 1, kernel, bias, x)
        });
    }

    fn square<In: Shape, P: Mode, const C: usize, const F: usize, const K: usize, const S: usize>() {
        check::<In, P, C, F, K, K, S, S, 1, 1>();
    }

    /// In groups of `N` channels.
    fn grouped<
        In: Shape,
        P: Mode,
        const C: usize,
        const F: usize,
        const K: usize,
        const S: usize,
        const D: usize,
        const G: usize,
        const N: usize,
    >() {
        check_layer_with::<In, Conv2D<C, F, K, Linear, K, N>, Use<P, S, S, D, D, G>>(|parameters, x| {
            let (kernel, bias) = parameters.split_at(K * K * N * F);
            reference(P::PADDING, In::DIMS, [K; 2], [S; 2], [D; 2], G, kernel, bias, x)
        });
    }

    #[test]
    fn inside_the_image() {
        square::<Image<1, 1, 1>, Valid, 1, 1, 1, 1>();
        square::<Image<3, 3, 1>, Valid, 1, 1, 3, 1>();
        square::<Image<5, 4, 2>, Valid, 2, 3, 2, 1>();
        square::<Image<4, 6, 9>, Valid, 9, 5, 3, 1>();
        square::<Image<3, 5, 8>, Valid, 8, 33, 2, 1>();
        square::<Image<7, 6, 3>, Valid, 3, 2, 3, 2>();
        square::<Image<6, 7, 8>, Valid, 8, 3, 2, 3>();
        check::<Image<4, 7, 2>, Valid, 2, 3, 3, 1, 1, 1, 1, 1>();
        check::<Image<6, 8, 2>, Valid, 2, 3, 2, 3, 2, 1, 1, 2>();
        check::<Image<7, 5, 8>, Valid, 8, 2, 3, 2, 1, 1, 3, 2>();
    }

    #[test]
    fn with_zeros_around() {
        square::<Image<1, 1, 1>, Same, 1, 1, 3, 1>();
        square::<Image<5, 4, 2>, Same, 2, 3, 3, 1>();
        square::<Image<4, 6, 9>, Same, 9, 5, 3, 1>();
        square::<Image<5, 3, 8>, Same, 8, 3, 4, 1>();
        square::<Image<2, 3, 1>, Same, 1, 2, 5, 1>();
        square::<Image<7, 6, 3>, Same, 3, 2, 3, 2>();
        square::<Image<5, 6, 8>, Same, 8, 3, 2, 3>();
        check::<Image<6, 5, 2>, Same, 2, 3, 2, 3, 1, 2, 2, 1>();
        check::<Image<4, 5, 8>, Same, 8, 2, 3, 2, 1, 1, 3, 2>();
    }

    #[test]
    fn of_each_pixel() {
        square::<Image<3, 4, 5>, Valid, 5, 6, 1, 1>();
        square::<Image<3, 4, 12>, Same, 12, 11, 1, 1>();
        // The windows do not touch.
        square::<Image<5, 4, 3>, Valid, 3, 2, 1, 2>();
        square::<Image<5, 4, 9>, Same, 9, 2, 1, 3>();
    }

    #[test]
    fn in_groups() {
        grouped::<Image<4, 5, 4>, Valid, 4, 6, 3, 1, 1, 2, 2>();
        grouped::<Image<4, 5, 4>, Same, 4, 6, 3, 2, 1, 2, 2>();
        grouped::<Image<5, 5, 3>, Valid, 3, 6, 2, 1, 2, 3, 1>();
        grouped::<Image<3, 4, 6>, Same, 6, 4, 1, 1, 1, 2, 3>();
        // As deep as what is computed as a convolution on the way back.
        grouped::<Image<4, 3, 16>, Same, 16, 2, 3, 1, 1, 2, 8>();
    }

    #[test]
    fn groups_choose_the_type() {
        type Whole = Conv2D<32, 64, 3>;
        type Part = <Whole as Variant<0, { <Whole as Configure<Use<Valid, 1, 1, 1, 1, 4>>>::SIZE }>>::Layer;
        assert_eq!(std::format!("{}", Part::PARAMETERS[0].dims), "3×3×8×64");
        assert_eq!(<Whole as Configure<Use<Valid, 1, 1, 1, 1, 1>>>::SIZE, 32);
        type Wide = <Conv2D<3, 32, 1> as WithColumns<5>>::Layer;
        assert_eq!(std::format!("{}", Wide::PARAMETERS[0].dims), "1×5×3×32");
    }

    #[test]
    fn without_a_bias() {
        type Unbiased = <Conv2D<2, 3, 2> as Variant<1, 2>>::Layer;
        check_layer::<Image<3, 4, 2>, Unbiased>(|kernel, x| {
            let image = Dims::image(3, 4, 2);
            reference(Padding::Valid, image, [2; 2], [1; 2], [1; 2], 1, kernel, &[0.0; 3], x)
        });
        type Halves = <Conv2D<2, 4, 2> as Variant<1, 1>>::Layer;
        check_layer_with::<Image<3, 4, 2>, Halves, Use<Valid, 1, 1, 1, 1, 2>>(|kernel, x| {
            let image = Dims::image(3, 4, 2);
            reference(Padding::Valid, image, [2; 2], [1; 2], [1; 2], 2, kernel, &[0.0; 4], x)
        });
    }

    setup! { struct Causal: Conv2DSettings { padding: Padding::Causal } }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        fn setting<const C: usize, const F: usize, S: Setup<Settings = Conv2DSettings>>() -> &'static str {
            let _ = <Conv2D<C, F, 3> as ShapeRule<Image<4, 5, 4>, S>>::OUTPUT;
            match <Conv2D<C, F, 3> as Configure<S>>::CHECK {
                Fit::Setting { name, .. } => name,
                _ => "",
            }
        }
        let gives = Dims::image(4, 5, 3);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 4>>(), Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 5>>(), Fit::Window { rows: 5, columns: 5, gives });
        assert_eq!(
            <Conv2D<3, 2, 3> as ShapeRule<Image<4, 5, 3>, Use<Valid, 1, 1, 2, 2, 1>>>::FIT,
            Fit::Window { rows: 5, columns: 5, gives }
        );
        assert_eq!(<Conv2D<3, 2, 5> as ShapeRule<Image<4, 5, 3>, Use<Same, 1, 1, 1, 1, 1>>>::FIT, Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<1, 2, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<crate::Flat<60>, Conv2D<1, 2, 3>>(), Fit::Other { .. }));
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<0, 2, 3>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 0, 3>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 3, Linear, 0>>(), Fit::Zero);
        assert_eq!(setting::<4, 2, Causal>(), "padding");
        assert_eq!(setting::<4, 2, Use<Same, 0, 1, 1, 1, 1>>(), "strides");
        assert_eq!(setting::<4, 2, Use<Same, 1, 0, 1, 1, 1>>(), "strides");
        assert_eq!(setting::<4, 2, Use<Same, 1, 1, 0, 1, 1>>(), "dilation_rate");
        assert_eq!(setting::<4, 2, Use<Same, 1, 1, 1, 0, 1>>(), "dilation_rate");
        // Keras refuses it, too.
        assert_eq!(setting::<4, 2, Use<Same, 2, 1, 1, 2, 1>>(), "dilation_rate");
        assert_eq!(setting::<4, 2, Use<Same, 1, 1, 2, 3, 2>>(), "");
        assert_eq!(setting::<4, 2, Use<Same, 2, 3, 1, 1, 2>>(), "");
        assert_eq!(setting::<4, 2, Use<Same, 1, 1, 1, 1, 0>>(), "groups");
        assert_eq!(setting::<4, 2, Use<Same, 1, 1, 1, 1, 3>>(), "groups");
        assert_eq!(setting::<4, 2, Use<Same, 1, 1, 1, 1, 4>>(), "groups");
    }
}
