use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Layer, Linear, Padding, Random, Shape,
    ShapeRule, Valid, WeightSettings,
    convolution::{Convolution, NO_BIAS, sizes, steps_fit},
    parameters,
    switches::use_bias,
};
use core::{fmt, marker::PhantomData};

/// Each filter's weighted sum of `KERNEL` steps of a sequence, wherever the window stands, and an activation.
///
/// `y[t, f] = bias[f] + Σ x[t·stride + k·dilation − before, feature] · kernel[k, feature, f]`. Keras's `Conv1D`, with
/// its defaults (`keras/src/layers/convolutional/base_conv.py`). Behind the activation stand the padding,
/// [`Valid`], [`Same`](crate::Same) or [`Causal`](crate::Causal), the stride and the dilation.
///
/// ```
/// use cornu_engine::{Causal, Conv1D, Dims, Relu, Sequence, ShapeRule};
///
/// type Valid = Conv1D<3, 16, 5, Relu>;
/// assert_eq!(<Valid as ShapeRule<Sequence<24, 3>>>::OUTPUT, Dims::sequence(20, 16));
///
/// // Sees each step and the one four before it, and none behind.
/// type Past = Conv1D<3, 16, 2, Relu, Causal, 1, 4>;
/// assert_eq!(<Past as ShapeRule<Sequence<24, 3>>>::OUTPUT, Dims::sequence(24, 16));
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Conv1D<
    const FEATURES: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A = Linear,
    P = Valid,
    const STRIDE: usize = 1,
    const DILATION: usize = 1,
    B: BiasTerm = Bias,
> {
    /// The weights, steps × features × filters.
    pub kernel: [[[f32; FILTERS]; FEATURES]; KERNEL],
    /// What is added to each filter's sum.
    pub bias: B::Of<[f32; FILTERS]>,
    kind: PhantomData<(A, P)>,
}

parameters! {
    impl [const FEATURES: usize, const FILTERS: usize, const KERNEL: usize, A: 'static, P: 'static, const STRIDE: usize, const DILATION: usize, B: BiasTerm] Conv1D<FEATURES, FILTERS, KERNEL, A, P, STRIDE, DILATION, B> { kernel, bias; kind }
}

use_bias! {
    impl [const FEATURES: usize, const FILTERS: usize, const KERNEL: usize, A, P, const STRIDE: usize, const DILATION: usize] Conv1D<FEATURES, FILTERS, KERNEL, A, P, STRIDE, DILATION>
}

impl<
    const FEATURES: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    P: Padding,
    const STRIDE: usize,
    const DILATION: usize,
    B: BiasTerm,
> Conv1D<FEATURES, FILTERS, KERNEL, A, P, STRIDE, DILATION, B>
{
    /// A sequence is an image of one row.
    const fn convolution(sequence: Dims) -> Convolution {
        let [steps, features, ..] = sequence.sizes;
        let image = Dims::image(1, steps, features);
        Convolution::new(P::MODE, image, [1, KERNEL], [1, STRIDE], [1, DILATION], FILTERS)
    }
}

impl<
    In: Shape,
    S: Setup<Settings = WeightSettings>,
    S: Setup<Settings = WeightSettings>,
    const FEATURES: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    P: Padding,
    const STRIDE: usize,
    const DILATION: usize,
    B: BiasTerm,
> ShapeRule<In, S> for Conv1D<FEATURES, FILTERS, KERNEL, A, P, STRIDE, DILATION, B>
{
    const OUTPUT: Dims = Dims::sequence(Self::convolution(In::DIMS).columns.output, FILTERS);
    const FIT: Fit = steps_fit(P::MODE, In::DIMS, KERNEL, DILATION)
        .and(sizes(&[FILTERS, STRIDE]))
        .and(Fit::last(FEATURES, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    const FEATURES: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: Activation,
    P: Padding,
    const STRIDE: usize,
    const DILATION: usize,
    B: BiasTerm,
> Layer<In, S> for Conv1D<FEATURES, FILTERS, KERNEL, A, P, STRIDE, DILATION, B>
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
    const FEATURES: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A,
    P,
    const STRIDE: usize,
    const DILATION: usize,
    B: BiasTerm,
> fmt::Debug for Conv1D<FEATURES, FILTERS, KERNEL, A, P, STRIDE, DILATION, B>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conv1D").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Causal, Flat, Same, Sequence, Settings, convolution::reference, testing::check_layer};

    fn check<
        In: Shape,
        P: Padding,
        const FEATURES: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        const STRIDE: usize,
        const DILATION: usize,
    >() {
        type Subject<P, const F: usize, const G: usize, const K: usize, const S: usize, const D: usize> =
            Conv1D<F, G, K, Linear, P, S, D>;
        check_layer::<In, Subject<P, FEATURES, FILTERS, KERNEL, STRIDE, DILATION>>(
            &WeightSettings::DEFAULT,
            |parameters, x| {
                let (kernel, bias) = parameters.split_at(KERNEL * FEATURES * FILTERS);
                let image = Dims::image(1, In::DIMS.sizes[0], FEATURES);
                reference(P::MODE, image, [1, KERNEL], [1, STRIDE], [1, DILATION], kernel, bias, x)
            },
        );
    }

    #[test]
    fn inside_the_sequence() {
        check::<Sequence<1, 1>, Valid, 1, 1, 1, 1, 1>();
        check::<Sequence<4, 3>, Valid, 3, 2, 4, 1, 1>();
        check::<Sequence<9, 2>, Valid, 2, 5, 3, 2, 1>();
        check::<Sequence<9, 8>, Valid, 8, 5, 3, 1, 3>();
        check::<Sequence<7, 5>, Valid, 5, 6, 1, 1, 1>();
    }

    #[test]
    fn with_zeros_around() {
        check::<Sequence<2, 3>, Same, 3, 2, 5, 1, 1>();
        check::<Sequence<9, 8>, Same, 8, 5, 4, 1, 2>();
        check::<Sequence<8, 2>, Same, 2, 3, 3, 2, 1>();
    }

    #[test]
    fn without_a_view_of_what_is_to_come() {
        check::<Sequence<1, 1>, Causal, 1, 1, 4, 1, 1>();
        check::<Sequence<9, 2>, Causal, 2, 5, 3, 1, 2>();
        check::<Sequence<7, 9>, Causal, 9, 3, 2, 1, 3>();
        check::<Sequence<8, 3>, Causal, 3, 2, 3, 3, 1>();
    }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        let gives = Dims::sequence(4, 3);
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<3, 2, 4>>(), Fit::Ok);
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<3, 2, 5>>(), Fit::Window { rows: 5, columns: 0, gives });
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<3, 2, 5, Linear, Causal>>(), Fit::Ok);
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<1, 2, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<Flat<12>, Conv1D<12, 2, 3>>(), Fit::Other { .. }));
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<3, 2, 0>>(), Fit::Zero);
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<3, 2, 3, Linear, Same, 0>>(), Fit::Zero);
    }
}
