use crate::{
    Activation, Array, Backward, Bias, BiasTerm, Block, Dims, Fit, Layer, Linear, Padding, Parameter,
    Parameters, Random, Shape, ShapeRule, Valid, WeightSettings,
    bias::add_rows,
    block,
    convolution::{Depthwise, sizes, window_fit},
    switches::use_bias,
};
use core::{fmt, marker::PhantomData, mem::offset_of};

/// The weighted sum of a square window of each channel by itself, wherever it stands in an image, and an activation.
///
/// `y[r, c, channel·MULTIPLIER + m] = bias[…] + Σ x[r·stride + i·dilation − before, …, channel] · kernel[i, j,
/// channel, m]`. Keras's `DepthwiseConv2D`, with its defaults
/// (`keras/src/layers/convolutional/base_depthwise_conv.py`). Behind the activation stand the padding, the stride,
/// how many filters each channel has (Keras's `depth_multiplier`), and the dilation.
///
/// ```
/// use cornu_engine::{DepthwiseConv2D, Dims, Image, Relu, Same, ShapeRule};
///
/// type Half = DepthwiseConv2D<32, 3, Relu, Same, 2>;
/// assert_eq!(<Half as ShapeRule<Image<28, 28, 32>>>::OUTPUT, Dims::image(14, 14, 32));
/// // Two filters for each channel.
/// type Two = DepthwiseConv2D<32, 3, Relu, Same, 1, 2>;
/// assert_eq!(<Two as ShapeRule<Image<28, 28, 32>>>::OUTPUT, Dims::image(28, 28, 64));
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct DepthwiseConv2D<
    const CHANNELS: usize,
    const KERNEL: usize,
    A = Linear,
    P = Valid,
    const STRIDE: usize = 1,
    const MULTIPLIER: usize = 1,
    const DILATION: usize = 1,
    B: BiasTerm = Bias,
> {
    /// The weights, rows × columns × channels × filters of each.
    pub kernel: [[[[f32; MULTIPLIER]; CHANNELS]; KERNEL]; KERNEL],
    /// What is added to each sum: channels × filters of each.
    pub bias: B::Of<[[f32; MULTIPLIER]; CHANNELS]>,
    kind: PhantomData<(A, P)>,
}

block! { impl [const CHANNELS: usize, const KERNEL: usize, A: 'static, P: 'static, const STRIDE: usize, const MULTIPLIER: usize, const DILATION: usize, B: BiasTerm] DepthwiseConv2D<CHANNELS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B> { kernel, bias, kind } }

// By hand, since channels and filters of each count as one size, as in Keras.
impl<
    const CHANNELS: usize,
    const KERNEL: usize,
    A: 'static,
    P: 'static,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> Parameters for DepthwiseConv2D<CHANNELS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    const PARAMETERS: &'static [Parameter] = &[
        Parameter::new(
            "kernel",
            <[[[[f32; MULTIPLIER]; CHANNELS]; KERNEL]; KERNEL] as Array>::DIMS,
            offset_of!(Self, kernel) / size_of::<f32>(),
        ),
        Parameter::new(
            "bias",
            Dims::flat(<B::Of<[[f32; MULTIPLIER]; CHANNELS]> as Block>::LENGTH),
            offset_of!(Self, bias) / size_of::<f32>(),
        ),
    ];
}

use_bias! {
    impl [const CHANNELS: usize, const KERNEL: usize, A, P, const STRIDE: usize, const MULTIPLIER: usize, const DILATION: usize] DepthwiseConv2D<CHANNELS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION>
}

impl<
    const CHANNELS: usize,
    const KERNEL: usize,
    A,
    P: Padding,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> DepthwiseConv2D<CHANNELS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    const fn depthwise(image: Dims) -> Depthwise {
        Depthwise::new(P::MODE, image, KERNEL, STRIDE, DILATION, MULTIPLIER)
    }
}

impl<
    In: Shape,
    S: Setup<Settings = WeightSettings>,
    S: Setup<Settings = WeightSettings>,
    const CHANNELS: usize,
    const KERNEL: usize,
    A,
    P: Padding,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> ShapeRule<In, S> for DepthwiseConv2D<CHANNELS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    const OUTPUT: Dims = Self::depthwise(In::DIMS).output();
    const FIT: Fit = window_fit(P::MODE, In::DIMS, [KERNEL; 2], [DILATION; 2])
        .and(sizes(&[STRIDE, MULTIPLIER]))
        .and(Fit::last(CHANNELS, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    const CHANNELS: usize,
    const KERNEL: usize,
    A: Activation,
    P: Padding,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> Layer<In, S> for DepthwiseConv2D<CHANNELS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    type Activation = A;
    const COST: usize = Self::depthwise(In::DIMS).macs();

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.init.write(&mut self.kernel, random);
        S::SETTINGS.bias_init.write(&mut self.bias, random);
    }

    /// y = bias + each window · kernel
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        const { Self::depthwise(In::DIMS) }.forward(x, self.kernel.floats(), &self.bias, 0, y);
    }

    /// dkernel += Σ windows · dy, dbias += Σ dy, dx = dy · kernel, added up where windows overlap
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let depthwise = const { Self::depthwise(In::DIMS) };
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
    P,
    const STRIDE: usize,
    const MULTIPLIER: usize,
    const DILATION: usize,
    B: BiasTerm,
> fmt::Debug for DepthwiseConv2D<CHANNELS, KERNEL, A, P, STRIDE, MULTIPLIER, DILATION, B>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DepthwiseConv2D").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Flat, Image, Same, Settings, UseBias, convolution::depthwise_reference, testing::check_layer,
    };

    fn check<
        In: Shape,
        P: Padding,
        const CHANNELS: usize,
        const KERNEL: usize,
        const STRIDE: usize,
        const MULTIPLIER: usize,
        const DILATION: usize,
    >() {
        type Subject<P, const C: usize, const K: usize, const S: usize, const M: usize, const D: usize> =
            DepthwiseConv2D<C, K, Linear, P, S, M, D>;
        check_layer::<In, Subject<P, CHANNELS, KERNEL, STRIDE, MULTIPLIER, DILATION>>(
            &WeightSettings::DEFAULT,
            |parameters, x| {
                let (kernel, bias) = parameters.split_at(KERNEL * KERNEL * CHANNELS * MULTIPLIER);
                depthwise_reference(P::MODE, In::DIMS, KERNEL, STRIDE, DILATION, kernel, bias, x)
            },
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
    fn names_and_sizes_are_those_of_keras() {
        type Two = DepthwiseConv2D<5, 3, Linear, Valid, 1, 2>;
        let sizes = |place: usize| std::format!("{}", Two::PARAMETERS[place].dims);
        assert_eq!([sizes(0), sizes(1)], ["3×3×5×2", "10"]);
        type Unbiased = <Two as UseBias<false>>::Layer;
        check_layer::<Image<3, 4, 5>, Unbiased>(&WeightSettings::DEFAULT, |kernel, x| {
            depthwise_reference(
                crate::PaddingMode::Valid,
                Dims::image(3, 4, 5),
                3,
                1,
                1,
                kernel,
                &[0.0; 10],
                x,
            )
        });
    }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        let gives = Dims::image(4, 5, 3);
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 4>>(), Fit::Ok);
        assert_eq!(
            fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 5>>(),
            Fit::Window { rows: 5, columns: 5, gives }
        );
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 5, Linear, Same>>(), Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<1, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<Flat<60>, DepthwiseConv2D<1, 3>>(), Fit::Other { .. }));
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 2, Linear, Same, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 2, Linear, Same, 1, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, DepthwiseConv2D<3, 2, Linear, Same, 1, 1, 0>>(), Fit::Zero);
    }
}
