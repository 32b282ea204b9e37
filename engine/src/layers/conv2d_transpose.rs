use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Layer, Linear, Padding, PaddingMode,
    Random, Shape, ShapeRule, Valid, WeightSettings,
    bias::add_rows,
    convolution::{Convolution, NO_BIAS, sizes, window_fit},
    parameters,
    switches::use_bias,
};
use core::{fmt, marker::PhantomData};

/// The way back of a convolution as a layer: each pixel adds a window to what comes out, which is larger by the
/// stride. And an activation.
///
/// `y[r, c, f] = bias[f] + Σ x[i, j, channel] · kernel[r − i·stride + before, c − j·stride + before, f, channel]`,
/// over all i and j for which the kernel has such a weight. Keras's `Conv2DTranspose`, with its defaults
/// (`keras/src/layers/convolutional/base_conv_transpose.py`). Of n rows [`Valid`] makes n·stride +
/// max(kernel − stride, 0), and [`Same`](crate::Same) n·stride, where it cuts off max(kernel − stride, 0) rows, half
/// of them in front, and if their number is odd the one more behind, as TensorFlow does.
///
/// ```
/// use cornu_engine::{Conv2DTranspose, Dims, Image, Relu, Same, ShapeRule};
///
/// type Double = Conv2DTranspose<64, 32, 3, Relu, Same, 2>;
/// assert_eq!(<Double as ShapeRule<Image<7, 7, 64>>>::OUTPUT, Dims::image(14, 14, 32));
/// type Valid = Conv2DTranspose<64, 32, 3, Relu>;
/// assert_eq!(<Valid as ShapeRule<Image<7, 7, 64>>>::OUTPUT, Dims::image(9, 9, 32));
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Conv2DTranspose<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A = Linear,
    P = Valid,
    const STRIDE: usize = 1,
    B: BiasTerm = Bias,
> {
    /// The weights, rows × columns × filters × channels.
    pub kernel: [[[[f32; CHANNELS]; FILTERS]; KERNEL]; KERNEL],
    /// What is added to each filter's sum.
    pub bias: B::Of<[f32; FILTERS]>,
    kind: PhantomData<(A, P)>,
}

parameters! {
    impl [const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A: 'static, P: 'static, const STRIDE: usize, B: BiasTerm] Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, B> { kernel, bias; kind }
}

use_bias! {
    impl [const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A, P, const STRIDE: usize] Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, P, STRIDE>
}

impl<
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    P: Padding,
    const STRIDE: usize,
    B: BiasTerm,
> Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, B>
{
    /// The convolution that leads from what comes out to what comes in.
    const fn convolution(image: Dims) -> Convolution {
        let [rows, columns, ..] = image.sizes;
        let larger = match P::MODE {
            PaddingMode::Valid => KERNEL.saturating_sub(STRIDE),
            PaddingMode::Same | PaddingMode::Causal => 0,
        };
        let output = Dims::image(rows * STRIDE + larger, columns * STRIDE + larger, FILTERS);
        Convolution::new(P::MODE, output, [KERNEL; 2], [STRIDE; 2], [1; 2], CHANNELS)
    }
}

impl<
    In: Shape,
    S: Setup<Settings = WeightSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    P: Padding,
    const STRIDE: usize,
    B: BiasTerm,
> ShapeRule<In, S> for Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, B>
{
    const OUTPUT: Dims = Self::convolution(In::DIMS).input();
    // The window may be larger than what comes in, as it is with `Same` elsewhere.
    const FIT: Fit = match P::MODE {
        PaddingMode::Causal => window_fit(PaddingMode::Causal, In::DIMS, [KERNEL; 2], [1; 2]),
        PaddingMode::Valid | PaddingMode::Same => {
            window_fit(PaddingMode::Same, In::DIMS, [KERNEL; 2], [1; 2])
        }
    }
    .and(sizes(&[FILTERS, STRIDE]))
    .and(Fit::last(CHANNELS, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = WeightSettings>,
    const CHANNELS: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: Activation,
    P: Padding,
    const STRIDE: usize,
    B: BiasTerm,
> Layer<In, S> for Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, B>
{
    type Activation = A;
    const COST: usize = Self::convolution(In::DIMS).macs();
    const SCRATCH: Floats = Floats::once(Self::convolution(In::DIMS).scratch());
    const INFERENCE_SCRATCH: usize = Self::convolution(In::DIMS).input_gradient_inference_scratch();

    fn build(&mut self, random: &mut Random) {
        // As Keras counts them, of any kernel: what comes in stands last but one.
        S::SETTINGS.init.write(&mut self.kernel, random);
        S::SETTINGS.bias_init.write(&mut self.bias, random);
    }

    /// y = bias + x·kernelᵀ, added up where windows overlap
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let convolution = const { Self::convolution(In::DIMS) };
        convolution.input_gradient(x, self.kernel.floats(), &self.bias, y, scratch);
    }

    /// dkernel += windows(dy)ᵀ·x, dbias += Σ dy, dx = windows(dy)·kernel
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let convolution = const { Self::convolution(In::DIMS) };
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

impl<const CHANNELS: usize, const FILTERS: usize, const KERNEL: usize, A, P, const STRIDE: usize, B: BiasTerm>
    fmt::Debug for Conv2DTranspose<CHANNELS, FILTERS, KERNEL, A, P, STRIDE, B>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conv2DTranspose").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Causal, Flat, Image, Same, Settings, testing::check_layer};
    use std::{vec, vec::Vec};

    /// Each pixel adds its window.
    fn reference<const C: usize, const F: usize, const K: usize, const S: usize>(
        same: bool,
        image: Dims,
        parameters: &[f64],
        x: &[f64],
    ) -> Vec<f64> {
        let (kernel, bias) = parameters.split_at(K * K * F * C);
        let [rows, columns, ..] = image.sizes;
        let more = K.saturating_sub(S);
        let (before, larger) = if same { (more / 2, 0) } else { (0, more) };
        let (down, across) = (rows * S + larger, columns * S + larger);
        let mut y: Vec<f64> = vec![bias; down * across].concat();
        for (pixel, x) in x.chunks(C).enumerate() {
            for (tap, kernel) in kernel.chunks(F * C).enumerate() {
                let row = (pixel / columns * S + tap / K).wrapping_sub(before);
                let column = (pixel % columns * S + tap % K).wrapping_sub(before);
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

    fn check<In: Shape, P: Padding, const C: usize, const F: usize, const K: usize, const S: usize>() {
        check_layer::<In, Conv2DTranspose<C, F, K, Linear, P, S>>(
            &WeightSettings::DEFAULT,
            |parameters, x| reference::<C, F, K, S>(P::MODE == PaddingMode::Same, In::DIMS, parameters, x),
        );
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
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        let gives = Dims::image(4, 5, 3);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<3, 2, 7>>(), Fit::Ok);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<1, 2, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<Flat<60>, Conv2DTranspose<1, 2, 3>>(), Fit::Other { .. }));
        assert!(matches!(
            fit::<Image<4, 5, 3>, Conv2DTranspose<3, 2, 3, Linear, Causal>>(),
            Fit::Never { .. }
        ));
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<3, 2, 0>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<3, 0, 2>>(), Fit::Zero);
        assert_eq!(fit::<Image<4, 5, 3>, Conv2DTranspose<3, 2, 2, Linear, Same, 0>>(), Fit::Zero);
    }
}
