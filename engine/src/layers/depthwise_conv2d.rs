use crate::{
    Activation, Array, Backward, Bias, BiasTerm, Block, Dims, Fit, Initializer, Layer, Linear, Parameter,
    Parameters, Random, Setup, Shape, ShapeRule, WithColumns,
    bias::add_rows,
    block, configure,
    convolution::{Depthwise, convolution_settings, sizes, variants, window_fit},
};
use core::{fmt, marker::PhantomData, mem::offset_of};

/// The weighted sum of a window of each channel by itself, wherever it stands in an image, and an activation.
///
/// `y[r, c, channel·depth_multiplier + m] = bias[…] + Σ x[r·strides + i·dilation_rate − before, …, channel] · kernel[i,
/// j, channel, m]`. Keras's `DepthwiseConv2D`, with its defaults
/// (`keras/src/layers/convolutional/base_depthwise_conv.py`). The window is square, or `(rows, columns)`.
///
/// Keras with TensorFlow takes only strides that are the same in both directions; here, as with its other backends, they
/// may differ.
///
/// | | |
/// |---|---|
/// | in | rows × columns × `CHANNELS` |
/// | out, `Valid` | ((rows − (`KERNEL` − 1) · `dilation_rate` − 1) / `strides` + 1) × … × `CHANNELS` · `depth_multiplier` |
/// | out, `Same` | ⌈rows / `strides`⌉ × … × `CHANNELS` · `depth_multiplier` |
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Eye <
///         Input<28, 28, 32>,
///         // 14×14×32
///         DepthwiseConv2D<32, 3, Relu> { strides: 2, padding: Same },
///         // 14×10×64: two filters for each channel.
///         DepthwiseConv2D<32, (1, 5), Relu> { depth_multiplier: 2 }
///     >;
/// }
///
/// assert_eq!(Eye::PARAMETERS[2].dims.as_slice(), [1, 5, 32, 2]);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct DepthwiseConv2D<
    const CHANNELS: usize,
    const KERNEL: usize,
    A = Linear,
    const COLUMNS: usize = KERNEL,
    const MULTIPLIER: usize = 1,
    B: BiasTerm = Bias,
> {
    /// The weights, rows × columns × channels × filters of each.
    pub kernel: [[[[f32; MULTIPLIER]; CHANNELS]; COLUMNS]; KERNEL],
    /// What is added to each sum: channels × filters of each.
    pub bias: B::Of<[[f32; MULTIPLIER]; CHANNELS]>,
    activation: PhantomData<A>,
}

convolution_settings! {
    /// What may stand in braces behind a [`DepthwiseConv2D`].
    pub struct DepthwiseConv2DSettings over images {
        /// How many filters each channel has. Default: 1.
        pub depth_multiplier: usize = 1 => (depth_multiplier >= 1, "at least 1"),
    }
    kernels {
        kernel: depthwise_initializer = Initializer::GlorotUniform, depthwise_regularizer, depthwise_constraint, l1,
            l2;
    }
}

block! {
    impl [
        const CHANNELS: usize,
        const KERNEL: usize,
        A: 'static,
        const COLUMNS: usize,
        const MULTIPLIER: usize,
        B: BiasTerm
    ] DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS, MULTIPLIER, B> { kernel, bias, activation }
}

configure! {
    impl [
        const CHANNELS: usize,
        const KERNEL: usize,
        A: 'static,
        const COLUMNS: usize,
        const MULTIPLIER: usize,
        B: BiasTerm
    ] DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS, MULTIPLIER, B>: DepthwiseConv2DSettings, variants
}

// By hand, since channels and filters of each count as one size, as in Keras.
impl<
    const CHANNELS: usize,
    const KERNEL: usize,
    A: 'static,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> Parameters for DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new(
            "kernel",
            <[[[[f32; MULTIPLIER]; CHANNELS]; COLUMNS]; KERNEL] as Array>::DIMS,
            offset_of!(Self, kernel) / size_of::<f32>(),
        ),
        Parameter::new(
            "bias",
            Dims::flat(<B::Of<[[f32; MULTIPLIER]; CHANNELS]> as Block>::LENGTH),
            offset_of!(Self, bias) / size_of::<f32>(),
        ),
    ];
}

variants! {
    impl [const CHANNELS: usize, const KERNEL: usize, A: 'static, const COLUMNS: usize]
    DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS>: DepthwiseConv2DSettings, S {
        size: S::SETTINGS.depth_multiplier,
        check: Fit::Ok,
    }
}

#[diagnostic::do_not_recommend]
impl<
    const CHANNELS: usize,
    const KERNEL: usize,
    A,
    const MULTIPLIER: usize,
    B: BiasTerm,
    const COLUMNS: usize,
> WithColumns<COLUMNS> for DepthwiseConv2D<CHANNELS, KERNEL, A, KERNEL, MULTIPLIER, B>
{
    const PLACE: usize = 1;
    type Layer = DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS, MULTIPLIER, B>;
}

impl<
    const CHANNELS: usize,
    const KERNEL: usize,
    A,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    const fn depthwise(image: Dims, settings: DepthwiseConv2DSettings) -> Depthwise {
        let [stride, dilation] = [settings.stride(), settings.dilation()];
        Depthwise::new(settings.padding, image, [KERNEL, COLUMNS], stride, dilation, MULTIPLIER)
    }
}

impl<
    In: Shape,
    S: Setup<Settings = DepthwiseConv2DSettings>,
    const CHANNELS: usize,
    const KERNEL: usize,
    A: 'static,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> ShapeRule<In, S> for DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    const OUTPUT: Dims = Self::depthwise(In::DIMS, S::SETTINGS).output();
    const FIT: Fit = window_fit(S::SETTINGS.padding, In::DIMS, [KERNEL, COLUMNS], S::SETTINGS.dilation())
        .and(sizes(&[MULTIPLIER]))
        .and(Fit::last(CHANNELS, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = DepthwiseConv2DSettings>,
    const CHANNELS: usize,
    const KERNEL: usize,
    A: Activation,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> Layer<In, S> for DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    type Activation = A;
    const COST: usize = Self::depthwise(In::DIMS, S::SETTINGS).macs();

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.depthwise_initializer.write(&mut self.kernel, random);
        S::SETTINGS.bias_initializer.write(&mut self.bias, random);
    }

    /// y = bias + each window · kernel
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        const { Self::depthwise(In::DIMS, S::SETTINGS) }.forward(x, self.kernel.floats(), &self.bias, 0, y);
    }

    /// dkernel += Σ windows · dy, dbias += Σ dy, dx = dy · kernel, added up where windows overlap
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let depthwise = const { Self::depthwise(In::DIMS, S::SETTINGS) };
        if let Some(d) = d {
            depthwise.kernel_gradient(pass.x, pass.dy, d.kernel.floats_mut());
            add_rows(&mut d.bias, pass.dy, CHANNELS * MULTIPLIER);
        }
        if let Some(dx) = pass.dx {
            depthwise.input_gradient(pass.dy, self.kernel.floats(), dx);
        }
    }
}

impl<
    const CHANNELS: usize,
    const KERNEL: usize,
    A,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> fmt::Debug for DepthwiseConv2D<CHANNELS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DepthwiseConv2D").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configure, Flat, Image, Padding, Settings, Variant,
        convolution::reference::{Causal, Mode, Same, Valid, depthwise_reference},
        testing::{check_layer, check_layer_with},
    };

    /// Strides and dilations of rows and columns, and filters of each channel.
    struct Use<P, const S: usize, const T: usize, const M: usize, const D: usize = 1, const E: usize = 1>(
        PhantomData<P>,
    );

    impl<P: Mode, const S: usize, const T: usize, const M: usize, const D: usize, const E: usize> Setup
        for Use<P, S, T, M, D, E>
    {
        type Settings = DepthwiseConv2DSettings;
        const SETTINGS: DepthwiseConv2DSettings = DepthwiseConv2DSettings {
            padding: P::PADDING,
            strides: S,
            strides_second: Some(T),
            depth_multiplier: M,
            dilation_rate: D,
            dilation_rate_second: Some(E),
            ..Settings::DEFAULT
        };
    }

    fn of<
        In: Shape,
        S: Setup<Settings = DepthwiseConv2DSettings>,
        const C: usize,
        const K: usize,
        const L: usize,
        const M: usize,
    >() {
        check_layer_with::<In, DepthwiseConv2D<C, K, Linear, L, M>, S>(|parameters, x| {
            let (kernel, bias) = parameters.split_at(K * L * C * M);
            let [stride, dilation] = [S::SETTINGS.stride(), S::SETTINGS.dilation()];
            depthwise_reference(S::SETTINGS.padding, In::DIMS, [K, L], stride, dilation, kernel, bias, x)
        });
    }

    fn check<
        In: Shape,
        P: Mode,
        const CHANNELS: usize,
        const KERNEL: usize,
        const STRIDE: usize,
        const MULTIPLIER: usize,
        const DILATION: usize,
    >() {
        of::<In, Use<P, STRIDE, STRIDE, MULTIPLIER, DILATION, DILATION>, CHANNELS, KERNEL, KERNEL, MULTIPLIER>(
        );
    }

    #[test]
    fn of_each_channel() {
        check::<Image<1, 1, 1>, Valid, 1, 1, 1, 1, 1>();
        check::<Image<3, 4, 2>, Valid, 2, 3, 1, 1, 1>();
        check::<Image<4, 3, 19>, Valid, 19, 2, 1, 1, 1>();
        check::<Image<5, 6, 3>, Valid, 3, 2, 2, 1, 1>();
        check::<Image<5, 6, 3>, Valid, 3, 2, 1, 1, 3>();
        check::<Image<4, 3, 2>, Same, 2, 3, 1, 1, 1>();
        check::<Image<5, 4, 17>, Same, 17, 3, 2, 1, 1>();
        check::<Image<2, 3, 1>, Same, 1, 4, 1, 1, 2>();
    }

    #[test]
    fn with_several_filters_for_each() {
        check::<Image<3, 4, 2>, Valid, 2, 2, 1, 3, 1>();
        check::<Image<4, 3, 5>, Same, 5, 3, 2, 2, 1>();
    }

    #[test]
    fn of_windows_and_steps_that_differ_by_direction() {
        of::<Image<5, 6, 3>, Use<Valid, 1, 1, 1>, 3, 1, 4, 1>();
        of::<Image<5, 6, 3>, Use<Valid, 2, 1, 2>, 3, 3, 2, 2>();
        of::<Image<5, 6, 17>, Use<Same, 1, 3, 1>, 17, 2, 3, 1>();
        of::<Image<5, 6, 3>, Use<Valid, 1, 1, 1, 2, 1>, 3, 2, 3, 1>();
        of::<Image<5, 6, 3>, Use<Same, 1, 1, 2, 1, 3>, 3, 3, 2, 2>();
    }

    #[test]
    fn names_and_sizes_are_those_of_keras() {
        type Two = <DepthwiseConv2D<5, 3> as Variant<0, 2>>::Layer;
        let sizes = |place: usize| std::format!("{}", Two::PARAMETERS[place].dims);
        assert_eq!([sizes(0), sizes(1)], ["3×3×5×2", "10"]);
        assert_eq!(<DepthwiseConv2D<5, 3> as Configure<Use<Valid, 1, 1, 2>>>::SIZE, 2);
        type Wide = <DepthwiseConv2D<5, 1> as WithColumns<3>>::Layer;
        assert_eq!(std::format!("{}", Wide::PARAMETERS[0].dims), "1×3×5×1");
        type Unbiased = <Two as Variant<1, 2>>::Layer;
        check_layer::<Image<3, 4, 5>, Unbiased>(|kernel, x| {
            let image = Dims::image(3, 4, 5);
            depthwise_reference(Padding::Valid, image, [3; 2], [1; 2], [1; 2], kernel, &[0.0; 10], x)
        });
    }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        fn setting<S: Setup<Settings = DepthwiseConv2DSettings>>() -> &'static str {
            let _ = <DepthwiseConv2D<3, 2> as ShapeRule<Image<4, 5, 3>, S>>::OUTPUT;
            match <DepthwiseConv2D<3, 2> as Configure<S>>::CHECK {
                Fit::Setting { name, .. } => name,
                _ => "",
            }
        }
        let gives = Dims::image(4, 5, 3);
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 4>>(), Fit::Ok);
        assert_eq!(
            fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 5>>(),
            Fit::Window { rows: 5, columns: 5, gives }
        );
        assert_eq!(<DepthwiseConv2D<3, 5> as ShapeRule<Image<4, 5, 3>, Use<Same, 1, 1, 1>>>::FIT, Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<1, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<Flat<60>, DepthwiseConv2D<1, 3>>(), Fit::Other { .. }));
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 0>>(), Fit::Zero);
        assert_eq!(setting::<Use<Causal, 1, 1, 1>>(), "padding");
        assert_eq!(setting::<Use<Same, 0, 1, 1>>(), "strides");
        assert_eq!(setting::<Use<Same, 1, 0, 1>>(), "strides");
        assert_eq!(setting::<Use<Same, 1, 1, 0>>(), "depth_multiplier");
        assert_eq!(setting::<Use<Same, 1, 1, 1, 0, 1>>(), "dilation_rate");
        assert_eq!(setting::<Use<Same, 2, 2, 1, 2, 2>>(), "dilation_rate");
        assert_eq!(setting::<Use<Same, 2, 1, 3>>(), "");
    }
}
