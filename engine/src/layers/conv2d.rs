use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Layer, Linear, Padding, Random, Shape,
    ShapeRule, Valid, WeightSettings,
    convolution::{Convolution, NO_BIAS, sizes, window_fit},
    parameters,
    switches::use_bias,
};
use core::{fmt, marker::PhantomData};

/// Each filter's weighted sum of a square window, wherever it stands in an image, and an activation.
///
/// Keras's `Conv2D`, with its defaults; `CHANNELS` come in, `FILTERS` go out. Behind the activation stand the
/// padding, [`Valid`] or [`Same`](crate::Same), the stride, and the dilation: how far apart the taps of the window
/// are. What it computes stands at [`RectangularConv2D`], which it is a name of, for windows that are no square and
/// steps that differ.
///
/// ```
/// use cornu_engine::{Conv2D, Dims, Fit, Image, Relu, Same, ShapeRule};
///
/// type Valid = Conv2D<3, 32, 3, Relu>;
/// assert_eq!(<Valid as ShapeRule<Image<32, 32, 3>>>::OUTPUT, Dims::image(30, 30, 32));
///
/// // As large as what comes in; and half as large, by steps of 2.
/// type AsLarge = Conv2D<3, 32, 3, Relu, Same>;
/// assert_eq!(<AsLarge as ShapeRule<Image<32, 32, 3>>>::OUTPUT, Dims::image(32, 32, 32));
/// type Half = Conv2D<3, 32, 3, Relu, Same, 2>;
/// assert_eq!(<Half as ShapeRule<Image<32, 32, 3>>>::OUTPUT, Dims::image(16, 16, 32));
/// assert_ne!(<Half as ShapeRule<Image<32, 32, 1>>>::FIT, Fit::Ok);
/// ```
pub type Conv2D<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A = Linear,
    P = Valid,
    const STRIDE: usize = 1,
    const DILATION: usize = 1,
> = RectangularConv2D<CHANNELS, FILTERS, KERNEL, KERNEL, A, P, STRIDE, STRIDE, DILATION, DILATION>;

/// [`Conv2D`] with a window of `ROWS` × `COLUMNS`, and strides and dilations for each direction.
///
/// `y[r, c, f] = bias[f] + Σ x[r·stride + i·dilation − before, …, channel] · kernel[i, j, channel, f]`: the window
/// is not turned, as in every library (`keras/src/layers/convolutional/base_conv.py`). Zeros stand around the image
/// where [`Same`](crate::Same) asks for them, `before` in front.
///
/// ```
/// use cornu_engine::{Dims, Image, Linear, RectangularConv2D, Same, ShapeRule};
///
/// // A window of one row and five columns.
/// type Wide = RectangularConv2D<3, 8, 1, 5>;
/// assert_eq!(<Wide as ShapeRule<Image<32, 32, 3>>>::OUTPUT, Dims::image(32, 28, 8));
/// // By steps of two rows and of one column.
/// type Steps = RectangularConv2D<3, 8, 3, 3, Linear, Same, 2, 1>;
/// assert_eq!(<Steps as ShapeRule<Image<32, 32, 3>>>::OUTPUT, Dims::image(16, 32, 8));
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct RectangularConv2D<
    const CHANNELS: usize,
    const FILTERS: usize,
    const ROWS: usize,
    const COLUMNS: usize,
    A = Linear,
    P = Valid,
    const STRIDE_ROWS: usize = 1,
    const STRIDE_COLUMNS: usize = 1,
    const DILATION_ROWS: usize = 1,
    const DILATION_COLUMNS: usize = 1,
    B: BiasTerm = Bias,
> {
    /// The weights, rows × columns × channels × filters.
    pub kernel: [[[[f32; FILTERS]; CHANNELS]; COLUMNS]; ROWS],
    /// What is added to each filter's sum.
    pub bias: B::Of<[f32; FILTERS]>,
    kind: PhantomData<(A, P)>,
}

parameters! {
    impl [const CHANNELS: usize, const FILTERS: usize, const ROWS: usize, const COLUMNS: usize, A: 'static, P: 'static, const STRIDE_ROWS: usize, const STRIDE_COLUMNS: usize, const DILATION_ROWS: usize, const DILATION_COLUMNS: usize, B: BiasTerm] RectangularConv2D<CHANNELS, FILTERS, ROWS, COLUMNS, A, P, STRIDE_ROWS, STRIDE_COLUMNS, DILATION_ROWS, DILATION_COLUMNS, B> { kernel, bias; kind }
}

use_bias! {
    impl [const CHANNELS: usize, const FILTERS: usize, const ROWS: usize, const COLUMNS: usize, A, P, const STRIDE_ROWS: usize, const STRIDE_COLUMNS: usize, const DILATION_ROWS: usize, const DILATION_COLUMNS: usize] RectangularConv2D<CHANNELS, FILTERS, ROWS, COLUMNS, A, P, STRIDE_ROWS, STRIDE_COLUMNS, DILATION_ROWS, DILATION_COLUMNS>
}

impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const ROWS: usize,
    const COLUMNS: usize,
    A,
    P: Padding,
    const STRIDE_ROWS: usize,
    const STRIDE_COLUMNS: usize,
    const DILATION_ROWS: usize,
    const DILATION_COLUMNS: usize,
    B: BiasTerm,
>
    RectangularConv2D<
        CHANNELS,
        FILTERS,
        ROWS,
        COLUMNS,
        A,
        P,
        STRIDE_ROWS,
        STRIDE_COLUMNS,
        DILATION_ROWS,
        DILATION_COLUMNS,
        B,
    >
{
    const fn convolution(image: Dims) -> Convolution {
        let [stride, dilation] = [[STRIDE_ROWS, STRIDE_COLUMNS], [DILATION_ROWS, DILATION_COLUMNS]];
        Convolution::new(P::MODE, image, [ROWS, COLUMNS], stride, dilation, FILTERS)
    }
}

impl<
    In: Shape,
    S: Setup<Settings = WeightSettings>,
    S: Setup<Settings = WeightSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const ROWS: usize,
    const COLUMNS: usize,
    A,
    P: Padding,
    const STRIDE_ROWS: usize,
    const STRIDE_COLUMNS: usize,
    const DILATION_ROWS: usize,
    const DILATION_COLUMNS: usize,
    B: BiasTerm,
> ShapeRule<In, S>
    for RectangularConv2D<
        CHANNELS,
        FILTERS,
        ROWS,
        COLUMNS,
        A,
        P,
        STRIDE_ROWS,
        STRIDE_COLUMNS,
        DILATION_ROWS,
        DILATION_COLUMNS,
        B,
    >
{
    const OUTPUT: Dims = Self::convolution(In::DIMS).output();
    const FIT: Fit = window_fit(P::MODE, In::DIMS, [ROWS, COLUMNS], [DILATION_ROWS, DILATION_COLUMNS])
        .and(sizes(&[FILTERS, STRIDE_ROWS, STRIDE_COLUMNS]))
        .and(Fit::last(CHANNELS, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    const CHANNELS: usize,
    const FILTERS: usize,
    const ROWS: usize,
    const COLUMNS: usize,
    A: Activation,
    P: Padding,
    const STRIDE_ROWS: usize,
    const STRIDE_COLUMNS: usize,
    const DILATION_ROWS: usize,
    const DILATION_COLUMNS: usize,
    B: BiasTerm,
> Layer<In, S>
    for RectangularConv2D<
        CHANNELS,
        FILTERS,
        ROWS,
        COLUMNS,
        A,
        P,
        STRIDE_ROWS,
        STRIDE_COLUMNS,
        DILATION_ROWS,
        DILATION_COLUMNS,
        B,
    >
{
    type Activation = A;
    const COST: usize = Self::convolution(In::DIMS).macs();
    const SCRATCH: Floats = Floats::once(Self::convolution(In::DIMS).scratch());
    const INFERENCE_SCRATCH: usize = Self::convolution(In::DIMS).inference_scratch();

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.init.write(&mut self.kernel, random);
        S::SETTINGS.bias_init.write(&mut self.bias, random);
    }

    /// y = windows(x)·kernel + bias
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let convolution = const { Self::convolution(In::DIMS) };
        convolution.forward(x, self.kernel.floats(), &self.bias, y, scratch);
    }

    /// dkernel += windows(x)ᵀ·dy, dbias += Σ dy, dx = dy·kernelᵀ, added up where windows overlap
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let convolution = const { Self::convolution(In::DIMS) };
        if let Some(d) = d {
            let (dkernel, dbias) = (d.kernel.floats_mut(), &mut d.bias);
            convolution.kernel_gradient(pass.x, pass.dy, dkernel, dbias, pass.scratch);
        }
        if let Some(dx) = pass.dx {
            convolution.input_gradient(pass.dy, self.kernel.floats(), &NO_BIAS, dx, pass.scratch);
        }
    }
}

impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const ROWS: usize,
    const COLUMNS: usize,
    A,
    P,
    const STRIDE_ROWS: usize,
    const STRIDE_COLUMNS: usize,
    const DILATION_ROWS: usize,
    const DILATION_COLUMNS: usize,
    B: BiasTerm,
> fmt::Debug
    for RectangularConv2D<
        CHANNELS,
        FILTERS,
        ROWS,
        COLUMNS,
        A,
        P,
        STRIDE_ROWS,
        STRIDE_COLUMNS,
        DILATION_ROWS,
        DILATION_COLUMNS,
        B,
    >
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conv2D").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Image, PaddingMode, Same, Settings, UseBias, convolution::reference, testing::check_layer};

    /// A layer against the definition.
    fn check<
        In: Shape,
        P: Padding,
        const CHANNELS: usize,
        const FILTERS: usize,
        const ROWS: usize,
        const COLUMNS: usize,
        const STRIDE_ROWS: usize,
        const STRIDE_COLUMNS: usize,
        const DILATION_ROWS: usize,
        const DILATION_COLUMNS: usize,
    >() {
        type Layer<
            P,
            const C: usize,
            const F: usize,
            const H: usize,
            const W: usize,
            const S: usize,
            const T: usize,
            const D: usize,
            const E: usize,
        > = RectangularConv2D<C, F, H, W, Linear, P, S, T, D, E>;
        check_layer::<
            In,
            Layer<
                P,
                CHANNELS,
                FILTERS,
                ROWS,
                COLUMNS,
                STRIDE_ROWS,
                STRIDE_COLUMNS,
                DILATION_ROWS,
                DILATION_COLUMNS,
            >,
        >(&WeightSettings::DEFAULT, |parameters, x| {
            let [stride, dilation] = [[STRIDE_ROWS, STRIDE_COLUMNS], [DILATION_ROWS, DILATION_COLUMNS]];
            let (kernel, bias) = parameters.split_at(ROWS * COLUMNS * CHANNELS * FILTERS);
            reference(P::MODE, In::DIMS, [ROWS, COLUMNS], stride, dilation, kernel, bias, x)
        });
    }

    fn square<In: Shape, P: Padding, const C: usize, const F: usize, const K: usize, const S: usize>() {
        check::<In, P, C, F, K, K, S, S, 1, 1>();
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
    fn without_a_bias() {
        type Unbiased = <Conv2D<2, 3, 2> as UseBias<false>>::Layer;
        check_layer::<Image<3, 4, 2>, Unbiased>(&WeightSettings::DEFAULT, |kernel, x| {
            reference(PaddingMode::Valid, Dims::image(3, 4, 2), [2; 2], [1; 2], [1; 2], kernel, &[0.0; 3], x)
        });
    }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        let gives = Dims::image(4, 5, 3);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 4>>(), Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 5>>(), Fit::Window { rows: 5, columns: 5, gives });
        assert_eq!(
            fit::<Image<4, 5, 3>, Conv2D<3, 2, 3, Linear, Valid, 1, 2>>(),
            Fit::Window { rows: 5, columns: 5, gives }
        );
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 5, Linear, Same>>(), Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<1, 2, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<crate::Flat<60>, Conv2D<1, 2, 3>>(), Fit::Other { .. }));
        assert!(matches!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 3, Linear, crate::Causal>>(), Fit::Never { .. }));
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<0, 2, 3>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 0, 3>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 3, Linear, Same, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2D<3, 2, 3, Linear, Same, 1, 0>>(), Fit::Zero);
    }
}
