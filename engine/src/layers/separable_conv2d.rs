use crate::{
    Activation, Array, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Layer, Linear, Padding,
    Parameter, Parameters, Random, Shape, ShapeRule, Valid, WeightSettings,
    bias::{add_rows, start_rows},
    block,
    convolution::{Depthwise, NO_BIAS, sizes, window_fit},
    product::{Matrix, product, training_scratch},
    switches::use_bias,
};
use core::{fmt, marker::PhantomData, mem::offset_of};

/// A convolution of each channel by itself, and then of each pixel: far fewer weights than a
/// [`Conv2D`](crate::Conv2D) has. And an activation.
///
/// `y = bias + depthwise(x)·pointwise_kernel`, where `depthwise(x)[r, c, channel·MULTIPLIER + m] =
/// Σ x[r·stride + i·dilation − before, …, channel] · depthwise_kernel[i, j, channel, m]`. Keras's
/// `SeparableConv2D`, with its defaults (`keras/src/layers/convolutional/base_separable_conv.py`). Behind the
/// activation stand the padding, the stride, how many filters each channel has (Keras's `depth_multiplier`), and
/// the dilation. What stands in braces holds for both kernels, which have settings of their own in Keras.
///
/// ```
/// use cornu_engine::{Dims, Image, Parameters, Relu, Same, SeparableConv2D, ShapeRule};
///
/// type Half = SeparableConv2D<32, 64, 3, Relu, Same, 2>;
/// assert_eq!(<Half as ShapeRule<Image<28, 28, 32>>>::OUTPUT, Dims::image(14, 14, 64));
/// assert_eq!(Half::PARAMETERS[1].path.name(), "pointwise_kernel");
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct SeparableConv2D<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A = Linear,
    P = Valid,
    const STRIDE: usize = 1,
    const MULTIPLIER: usize = 1,
    const DILATION: usize = 1,
    B: BiasTerm = Bias,
> {
    /// The weights of each channel, rows × columns × channels × filters of each.
    pub depthwise_kernel: [[[[f32; MULTIPLIER]; CHANNELS]; KERNEL]; KERNEL],
    /// The weights of each pixel, channels × filters of each × filters.
    pub pointwise_kernel: [[[f32; FILTERS]; MULTIPLIER]; CHANNELS],
    /// What is added to each filter's sum.
    pub bias: B::Of<[f32; FILTERS]>,
    kind: PhantomData<(A, P)>,
}

block! { impl [const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A: 'static, P: 'static, const STRIDE: usize, const MULTIPLIER: usize, const DILATION: usize, B: BiasTerm] SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B> { depthwise_kernel, pointwise_kernel, bias, kind } }

// By hand, since channels and filters of each count as one size, as in Keras.
impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: 'static,
    P: 'static,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> Parameters for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new(
            "depthwise_kernel",
            <[[[[f32; MULTIPLIER]; CHANNELS]; KERNEL]; KERNEL] as Array>::DIMS,
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

use_bias! {
    impl [const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A, P, const STRIDE: usize, const MULTIPLIER: usize, const DILATION: usize] SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION>
}

impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    P: Padding,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    /// How many channels stand between the two kernels.
    const WIDTH: usize = CHANNELS * MULTIPLIER;

    const fn depthwise(image: Dims) -> Depthwise {
        Depthwise::new(P::MODE, image, KERNEL, STRIDE, DILATION, MULTIPLIER)
    }

    /// How many rows of what comes out are taken at a time: as many as make a product of some size.
    const fn lines(image: Dims) -> usize {
        match Self::depthwise(image).columns.output {
            0 => 0,
            columns => 128_usize.div_ceil(columns),
        }
    }

    /// The floats of a row between the two kernels.
    const fn line(image: Dims) -> usize {
        Self::depthwise(image).columns.output * Self::WIDTH
    }

    fn pointwise(&self) -> Matrix<'_> {
        Matrix::new(self.pointwise_kernel.floats(), Self::WIDTH, FILTERS)
    }
}

impl<
    In: Shape,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    P: Padding,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> ShapeRule<In> for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    const OUTPUT: Dims = Self::depthwise(In::DIMS).output().with_last(FILTERS);
    const FIT: Fit = window_fit(P::MODE, In::DIMS, [KERNEL; 2], [DILATION; 2])
        .and(sizes(&[FILTERS, STRIDE, MULTIPLIER]))
        .and(Fit::last(CHANNELS, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: Activation,
    P: Padding,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> Layer<In> for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    type Settings = WeightSettings;
    type Activation = A;
    const COST: usize = Self::depthwise(In::DIMS).macs() + Self::depthwise(In::DIMS).output().len() * FILTERS;
    const TRACE: Floats = Floats::each(Self::depthwise(In::DIMS).output().len());
    const SCRATCH: Floats =
        Floats::once(Self::lines(In::DIMS) * Self::line(In::DIMS) + training_scratch(Self::WIDTH, FILTERS));
    // A row.
    const INFERENCE_SCRATCH: usize = Self::line(In::DIMS);

    fn build(&mut self, settings: &WeightSettings, random: &mut Random) {
        settings.init.write(&mut self.depthwise_kernel, random);
        // In Keras one matrix, whose channels are not counted apart from the filters of each.
        settings.init.fill(self.pointwise_kernel.floats_mut(), Self::PARAMETERS[1].dims, random);
        settings.bias_init.write(&mut self.bias, random);
    }

    /// y = bias + depthwise(x)·pointwise_kernel, some rows at a time
    #[inline]
    fn infer(&self, _: &WeightSettings, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let (depthwise, line) = const { (Self::depthwise(In::DIMS), Self::line(In::DIMS)) };
        let all = const { Self::lines(In::DIMS) };
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
    fn forward(&self, _: &WeightSettings, pass: Forward<'_>) {
        let (x, between) = (pass.x, pass.trace);
        const { Self::depthwise(In::DIMS) }.forward(x, self.depthwise_kernel.floats(), &NO_BIAS, 0, between);
        start_rows(pass.y, &self.bias, FILTERS);
        let between = Matrix::new(between, between.len() / Self::WIDTH, Self::WIDTH);
        product(between, self.pointwise(), pass.y, pass.scratch);
    }

    /// dpointwise += depthwise(x)ᵀ·dy, dbias += Σ dy; then, with dz = dy·pointwise_kernelᵀ, as of a depthwise
    /// convolution
    #[inline]
    fn backward(&self, _: &WeightSettings, pass: Backward<'_>, d: Option<&mut Self>) {
        let Backward { x, dy, dx, trace: between, scratch, .. } = pass;
        let depthwise = const { Self::depthwise(In::DIMS) };
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
    P,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> fmt::Debug for SeparableConv2D<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
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
    use crate::{Flat, Image, Same, Settings, convolution::depthwise_reference, testing::check_layer};

    fn check<
        In: Shape,
        P: Padding,
        const CHANNELS: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        const STRIDE: usize,
        const MULTIPLIER: usize,
    >() {
        type Subject<P, const C: usize, const F: usize, const K: usize, const S: usize, const M: usize> =
            SeparableConv2D<C, F, K, Linear, P, S, M>;
        check_layer::<In, Subject<P, CHANNELS, FILTERS, KERNEL, STRIDE, MULTIPLIER>>(
            &WeightSettings::DEFAULT,
            |parameters, x| {
                let width = CHANNELS * MULTIPLIER;
                let (depthwise, rest) = parameters.split_at(KERNEL * KERNEL * width);
                let (pointwise, bias) = rest.split_at(width * FILTERS);
                let none = std::vec![0.0; width];
                depthwise_reference(P::MODE, In::DIMS, KERNEL, STRIDE, 1, depthwise, &none, x)
                    .chunks(width)
                    .flat_map(|pixel| {
                        (0..FILTERS).map(|filter| {
                            let weights = pointwise.iter().skip(filter).step_by(FILTERS);
                            bias[filter] + pixel.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>()
                        })
                    })
                    .collect()
            },
        );
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
    fn sizes_are_those_of_keras() {
        type Two = SeparableConv2D<5, 7, 3, Linear, Valid, 1, 2>;
        let sizes = |place: usize| std::format!("{}", Two::PARAMETERS[place].dims);
        assert_eq!([sizes(0), sizes(1), sizes(2)], ["3×3×5×2", "1×1×10×7", "7"]);
    }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        let gives = Dims::image(4, 5, 3);
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 4>>(), Fit::Ok);
        assert_eq!(
            fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 5>>(),
            Fit::Window { rows: 5, columns: 5, gives }
        );
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 5, Linear, Same>>(), Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<1, 2, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<Flat<60>, SeparableConv2D<1, 2, 3>>(), Fit::Other { .. }));
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 2, Linear, Same, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 2, Linear, Same, 1, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, SeparableConv2D<3, 2, 2, Linear, Same, 1, 1, 0>>(), Fit::Zero);
    }
}
