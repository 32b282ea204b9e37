use crate::{
    Activation, Array, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Initializer, Layer,
    Linear, Parameter, Parameters, Random, Setup, Shape, ShapeRule, WithColumns,
    bias::{add_rows, start_rows},
    block, configure,
    convolution::{Depthwise, NO_BIAS, convolution_settings, sizes, variants, window_fit},
    product::{Matrix, product, training_scratch},
};
use core::{fmt, marker::PhantomData, mem::offset_of};

/// A convolution of each channel by itself, and then of each pixel: far fewer weights than a
/// [`Conv2D`](crate::Conv2D) has. And an activation.
///
/// `y = bias + depthwise(x)·pointwise_kernel`, where `depthwise(x)[r, c, channel·depth_multiplier + m] =
/// Σ x[r·strides + i·dilation_rate − before, …, channel] · depthwise_kernel[i, j, channel, m]`. Keras's
/// `SeparableConv2D`, with its defaults (`keras/src/layers/convolutional/base_separable_conv.py`). The window is
/// square, or `(rows, columns)`.
///
/// Keras with TensorFlow takes only strides that are the same in both directions; here, as with its other backends, they
/// may differ.
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
///         Input<28, 28, 32>,
///         // 14×14×64
///         SeparableConv2D<32, 64, 3, Relu> { strides: 2, padding: Same },
///         SeparableConv2D<64, 64, 3, Relu> {
///             depth_multiplier: 2,
///             depthwise_initializer: HeNormal,
///             pointwise_regularizer: L2(1e-4),
///         }
///     >;
/// }
///
/// assert_eq!(Eye::PARAMETERS[1].to_string(), "separable_conv2d_1/pointwise_kernel");
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct SeparableConv2D<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A = Linear,
    const COLUMNS: usize = KERNEL,
    const MULTIPLIER: usize = 1,
    B: BiasTerm = Bias,
> {
    /// The weights of each channel, rows × columns × channels × filters of each.
    pub depthwise_kernel: [[[[f32; MULTIPLIER]; CHANNELS]; COLUMNS]; KERNEL],
    /// The weights of each pixel, channels × filters of each × filters.
    pub pointwise_kernel: [[[f32; FILTERS]; MULTIPLIER]; CHANNELS],
    /// What is added to each filter's sum.
    pub bias: B::Of<[f32; FILTERS]>,
    activation: PhantomData<A>,
}

convolution_settings! {
    /// What may stand in braces behind a [`SeparableConv2D`].
    pub struct SeparableConv2DSettings over images {
        /// How many filters each channel has. Default: 1.
        pub depth_multiplier: usize = 1 => (depth_multiplier >= 1, "at least 1"),
    }
    kernels {
        depthwise_kernel: depthwise_initializer = Initializer::GlorotUniform, depthwise_regularizer,
            depthwise_constraint, depthwise_l1, depthwise_l2;
        pointwise_kernel: pointwise_initializer = Initializer::GlorotUniform, pointwise_regularizer,
            pointwise_constraint, pointwise_l1, pointwise_l2;
    }
}

block! {
    impl [
        const CHANNELS: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        A: 'static,
        const COLUMNS: usize,
        const MULTIPLIER: usize,
        B: BiasTerm
    ] SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, MULTIPLIER, B> {
        depthwise_kernel, pointwise_kernel, bias, activation
    }
}

configure! {
    impl [
        const CHANNELS: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        A: 'static,
        const COLUMNS: usize,
        const MULTIPLIER: usize,
        B: BiasTerm
    ] SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, MULTIPLIER, B>: SeparableConv2DSettings, variants
}

// By hand, since channels and filters of each count as one size, as in Keras.
impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: 'static,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> Parameters for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new(
            "depthwise_kernel",
            <[[[[f32; MULTIPLIER]; CHANNELS]; COLUMNS]; KERNEL] as Array>::DIMS,
            offset_of!(Self, depthwise_kernel) / size_of::<f32>(),
        ),
        Parameter::new(
            "pointwise_kernel",
            Dims::image(1, CHANNELS * MULTIPLIER, FILTERS).times(1),
            offset_of!(Self, pointwise_kernel) / size_of::<f32>(),
        ),
        Parameter::new(
            "bias",
            Dims::flat(<B::Of<[f32; FILTERS]> as Block>::LENGTH),
            offset_of!(Self, bias) / size_of::<f32>(),
        ),
    ];
}

variants! {
    impl [const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A: 'static, const COLUMNS: usize]
    SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS>: SeparableConv2DSettings, S {
        size: S::SETTINGS.depth_multiplier,
        check: Fit::Ok,
    }
}

#[diagnostic::do_not_recommend]
impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    const MULTIPLIER: usize,
    B: BiasTerm,
    const COLUMNS: usize,
> WithColumns<COLUMNS> for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, KERNEL, MULTIPLIER, B>
{
    const PLACE: usize = 2;
    type Layer = SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, MULTIPLIER, B>;
}

impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    /// How many channels stand between the two kernels.
    const WIDTH: usize = CHANNELS * MULTIPLIER;

    const fn depthwise(image: Dims, settings: SeparableConv2DSettings) -> Depthwise {
        let [stride, dilation] = [settings.stride(), settings.dilation()];
        Depthwise::new(settings.padding, image, [KERNEL, COLUMNS], stride, dilation, MULTIPLIER)
    }

    /// How many rows of what comes out are taken at a time: as many as make a product of some size.
    const fn lines(image: Dims, settings: SeparableConv2DSettings) -> usize {
        match Self::depthwise(image, settings).columns.output {
            0 => 0,
            columns => 128_usize.div_ceil(columns),
        }
    }

    /// The floats of a row between the two kernels.
    const fn line(image: Dims, settings: SeparableConv2DSettings) -> usize {
        Self::depthwise(image, settings).columns.output * Self::WIDTH
    }

    fn pointwise(&self) -> Matrix<'_> {
        Matrix::new(self.pointwise_kernel.floats(), Self::WIDTH, FILTERS)
    }
}

impl<
    In: Shape,
    S: Setup<Settings = SeparableConv2DSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: 'static,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> ShapeRule<In, S> for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    const OUTPUT: Dims = Self::depthwise(In::DIMS, S::SETTINGS).output().with_last(FILTERS);
    const FIT: Fit = window_fit(S::SETTINGS.padding, In::DIMS, [KERNEL, COLUMNS], S::SETTINGS.dilation())
        .and(sizes(&[FILTERS, MULTIPLIER]))
        .and(Fit::last(CHANNELS, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = SeparableConv2DSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: Activation,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> Layer<In, S> for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    type Activation = A;
    const COST: usize = Self::depthwise(In::DIMS, S::SETTINGS).macs()
        + Self::depthwise(In::DIMS, S::SETTINGS).output().len() * FILTERS;
    const TRACE: Floats = Floats::each(Self::depthwise(In::DIMS, S::SETTINGS).output().len());
    const SCRATCH: Floats = Floats::once(
        Self::lines(In::DIMS, S::SETTINGS) * Self::line(In::DIMS, S::SETTINGS)
            + training_scratch(Self::WIDTH, FILTERS),
    );
    // A row.
    const INFERENCE_SCRATCH: usize = Self::line(In::DIMS, S::SETTINGS);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.depthwise_initializer.write(&mut self.depthwise_kernel, random);
        // In Keras one matrix, whose channels are not counted apart from the filters of each.
        let (kernel, dims) = (self.pointwise_kernel.floats_mut(), Self::PARAMETERS[1].dims);
        S::SETTINGS.pointwise_initializer.fill(kernel, dims, random);
        S::SETTINGS.bias_initializer.write(&mut self.bias, random);
    }

    /// y = bias + depthwise(x)·pointwise_kernel, some rows at a time
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let (depthwise, line) =
            const { (Self::depthwise(In::DIMS, S::SETTINGS), Self::line(In::DIMS, S::SETTINGS)) };
        let all = const { Self::lines(In::DIMS, S::SETTINGS) };
        let lines = if scratch.len() >= all * line { all } else { 1 };
        let (between, scratch) = scratch.split_at_mut(lines * line);
        start_rows(y, &self.bias, FILTERS);
        for (number, y) in y.chunks_mut(lines * depthwise.columns.output * FILTERS).enumerate() {
            let pixels = y.len() / FILTERS;
            let between = &mut between[..pixels * Self::WIDTH];
            depthwise.forward(x, self.depthwise_kernel.floats(), &NO_BIAS, number * lines, between);
            product(Matrix::new(between, pixels, Self::WIDTH), self.pointwise(), y, scratch);
        }
    }

    /// The same, all rows at once: what stands between the kernels is kept.
    #[inline]
    fn forward(&self, pass: Forward<'_>) {
        let (x, between) = (pass.x, pass.trace);
        const { Self::depthwise(In::DIMS, S::SETTINGS) }.forward(
            x,
            self.depthwise_kernel.floats(),
            &NO_BIAS,
            0,
            between,
        );
        start_rows(pass.y, &self.bias, FILTERS);
        let between = Matrix::new(between, between.len() / Self::WIDTH, Self::WIDTH);
        product(between, self.pointwise(), pass.y, pass.scratch);
    }

    /// dpointwise += depthwise(x)ᵀ·dy, dbias += Σ dy; then, with dz = dy·pointwise_kernelᵀ, as of a depthwise
    /// convolution
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let Backward { x, dy, dx, trace: between, scratch, .. } = pass;
        let depthwise = const { Self::depthwise(In::DIMS, S::SETTINGS) };
        let pixels = dy.len() / FILTERS;
        let sums = Matrix::new(dy, pixels, FILTERS);
        // What stood between the kernels gives way to its gradient.
        let back = |between: &mut [f32], scratch: &mut [f32]| {
            between.fill(0.0);
            product(sums, self.pointwise().transposed(), between, scratch);
        };
        if let Some(d) = d {
            let dpointwise = d.pointwise_kernel.floats_mut();
            product(Matrix::new(between, pixels, Self::WIDTH).transposed(), sums, dpointwise, scratch);
            add_rows(&mut d.bias, dy, FILTERS);
            back(between, scratch);
            depthwise.kernel_gradient(x, between, d.depthwise_kernel.floats_mut());
        } else {
            back(between, scratch);
        }
        if let Some(dx) = dx {
            depthwise.input_gradient(between, self.depthwise_kernel.floats(), dx);
        }
    }
}

impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    const COLUMNS: usize,
    const MULTIPLIER: usize,
    B: BiasTerm,
> fmt::Debug for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, COLUMNS, MULTIPLIER, B>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeparableConv2D")
            .field("depthwise_kernel", &self.depthwise_kernel)
            .field("pointwise_kernel", &self.pointwise_kernel)
            .field("bias", &self.bias)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configure, Flat, Image, Settings, Variant,
        convolution::reference::{Causal, Mode, Same, Valid, depthwise_reference},
        setup,
        testing::check_layer_with,
    };
    use std::vec::Vec;

    /// Strides and dilations of rows and columns, and filters of each channel.
    struct Use<P, const S: usize, const T: usize, const M: usize, const D: usize = 1, const E: usize = 1>(
        PhantomData<P>,
    );

    impl<P: Mode, const S: usize, const T: usize, const M: usize, const D: usize, const E: usize> Setup
        for Use<P, S, T, M, D, E>
    {
        type Settings = SeparableConv2DSettings;
        const SETTINGS: SeparableConv2DSettings = SeparableConv2DSettings {
            padding: P::PADDING,
            strides: S,
            strides_second: Some(T),
            depth_multiplier: M,
            dilation_rate: D,
            dilation_rate_second: Some(E),
            ..Settings::DEFAULT
        };
    }

    fn reference(
        settings: SeparableConv2DSettings,
        image: Dims,
        window: [usize; 2],
        filters: usize,
        parameters: &[f64],
        x: &[f64],
    ) -> Vec<f64> {
        let width = image.last() * settings.depth_multiplier;
        let (depthwise, rest) = parameters.split_at(window[0] * window[1] * width);
        let (pointwise, bias) = rest.split_at(width * filters);
        let (none, [stride, dilation]) = (std::vec![0.0; width], [settings.stride(), settings.dilation()]);
        depthwise_reference(settings.padding, image, window, stride, dilation, depthwise, &none, x)
            .chunks(width)
            .flat_map(|pixel| {
                (0..filters).map(|filter| {
                    let weights = pointwise.iter().skip(filter).step_by(filters);
                    bias[filter] + pixel.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>()
                })
            })
            .collect()
    }

    fn of<
        In: Shape,
        S: Setup<Settings = SeparableConv2DSettings>,
        const C: usize,
        const F: usize,
        const K: usize,
        const L: usize,
        const M: usize,
    >() {
        check_layer_with::<In, SeparableConv2D<C, F, K, Linear, L, M>, S>(|parameters, x| {
            reference(S::SETTINGS, In::DIMS, [K, L], F, parameters, x)
        });
    }

    fn check<
        In: Shape,
        P: Mode,
        const CHANNELS: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        const STRIDE: usize,
        const MULTIPLIER: usize,
    >() {
        of::<In, Use<P, STRIDE, STRIDE, MULTIPLIER>, CHANNELS, FILTERS, KERNEL, KERNEL, MULTIPLIER>();
    }

    #[test]
    fn of_channels_and_then_of_pixels() {
        check::<Image<1, 1, 1>, Valid, 1, 1, 1, 1, 1>();
        check::<Image<3, 4, 2>, Valid, 2, 3, 3, 1, 1>();
        check::<Image<4, 3, 17>, Valid, 17, 9, 2, 1, 1>();
        check::<Image<4, 5, 2>, Same, 2, 5, 3, 2, 1>();
        check::<Image<4, 3, 3>, Same, 3, 2, 2, 1, 2>();
    }

    #[test]
    fn of_windows_and_steps_that_differ_by_direction() {
        of::<Image<4, 5, 2>, Use<Valid, 1, 1, 1>, 2, 3, 1, 4, 1>();
        of::<Image<5, 4, 2>, Use<Same, 2, 1, 2>, 2, 3, 3, 2, 2>();
        of::<Image<5, 5, 2>, Use<Valid, 1, 1, 1, 2, 1>, 2, 3, 2, 3, 1>();
        of::<Image<4, 5, 2>, Use<Same, 1, 1, 2, 1, 3>, 2, 3, 3, 2, 2>();
    }

    #[test]
    fn sizes_are_those_of_keras() {
        type Two = <SeparableConv2D<5, 7, 3> as Variant<0, 2>>::Layer;
        let sizes = |place: usize| std::format!("{}", Two::PARAMETERS[place].dims);
        assert_eq!([sizes(0), sizes(1), sizes(2)], ["3×3×5×2", "1×1×10×7", "7"]);
        assert_eq!(<SeparableConv2D<5, 7, 3> as Configure<Use<Valid, 1, 1, 2>>>::SIZE, 2);
        type Wide = <SeparableConv2D<5, 7, 1> as WithColumns<3>>::Layer;
        assert_eq!(std::format!("{}", Wide::PARAMETERS[0].dims), "1×3×5×1");
    }

    #[test]
    fn without_a_bias() {
        type Unbiased = <SeparableConv2D<2, 3, 2> as Variant<1, 1>>::Layer;
        check_layer_with::<Image<3, 4, 2>, Unbiased, Use<Valid, 1, 1, 1>>(|kernels, x| {
            let settings = <Use<Valid, 1, 1, 1>>::SETTINGS;
            reference(settings, Dims::image(3, 4, 2), [2; 2], 3, &[kernels, &[0.0; 3]].concat(), x)
        });
    }

    setup! {
        struct Told: SeparableConv2DSettings {
            depthwise_initializer: Initializer::Constant(0.5),
            pointwise_initializer: Initializer::Ones,
            pointwise_l2: 0.5,
        }
    }

    #[test]
    fn each_kernel_has_settings_of_its_own() {
        let mut layer = <SeparableConv2D<1, 3, 1>>::zeroed();
        Layer::<Image<2, 2, 1>, Told>::build(&mut layer, &mut crate::random(7, 0));
        assert_eq!(layer.floats(), [0.5, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
        // 0.5 · 3
        assert_eq!(Layer::<Image<2, 2, 1>, Told>::penalty(&layer), 1.5);
    }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        fn setting<S: Setup<Settings = SeparableConv2DSettings>>() -> &'static str {
            let _ = <SeparableConv2D<3, 2, 2> as ShapeRule<Image<4, 5, 3>, S>>::OUTPUT;
            match <SeparableConv2D<3, 2, 2> as Configure<S>>::CHECK {
                Fit::Setting { name, .. } => name,
                _ => "",
            }
        }
        let gives = Dims::image(4, 5, 3);
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 4>>(), Fit::Ok);
        assert_eq!(
            fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 5>>(),
            Fit::Window { rows: 5, columns: 5, gives }
        );
        assert_eq!(<SeparableConv2D<3, 2, 5> as ShapeRule<Image<4, 5, 3>, Use<Same, 1, 1, 1>>>::FIT, Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<1, 2, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<Flat<60>, SeparableConv2D<1, 2, 3>>(), Fit::Other { .. }));
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 0, 2>>(), Fit::Zero);
        assert_eq!(setting::<Use<Causal, 1, 1, 1>>(), "padding");
        assert_eq!(setting::<Use<Same, 0, 1, 1>>(), "strides");
        assert_eq!(setting::<Use<Same, 1, 1, 0>>(), "depth_multiplier");
        assert_eq!(setting::<Use<Same, 1, 1, 1, 1, 0>>(), "dilation_rate");
        assert_eq!(setting::<Use<Same, 1, 2, 1, 2, 1>>(), "dilation_rate");
        assert_eq!(setting::<Use<Same, 2, 1, 3>>(), "");
    }
}
