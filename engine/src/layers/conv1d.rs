use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Initializer, Layer, Linear, Random,
    Setup, Shape, ShapeRule,
    convolution::{Grouped, convolution_settings, group_size, groups_fit, sizes, steps_fit, variants},
    parameters,
};
use core::{fmt, marker::PhantomData};

/// Each filter's weighted sum of `KERNEL` steps of a sequence, wherever the window stands, and an activation.
///
/// `y[t, f] = bias[f] + Σ x[t·strides + k·dilation_rate − before, feature] · kernel[k, feature, f]`. Keras's
/// `Conv1D`, with its defaults (`keras/src/layers/convolutional/base_conv.py`).
///
/// | | |
/// |---|---|
/// | in | steps × `FEATURES` |
/// | out, `Valid` | ((steps − (`KERNEL` − 1) · `dilation_rate` − 1) / `strides` + 1) × `FILTERS` |
/// | out, `Same` or `Causal` | ⌈steps / `strides`⌉ × `FILTERS` |
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Sound <
///         Input<24, 3>,
///         Conv1D<3, 16, 5, Relu>,
///         // Sees each step and the one four before it, and none behind.
///         Conv1D<16, 16, 2, Relu> { padding: Causal, dilation_rate: 4 }
///     >;
/// }
///
/// assert_eq!(Sound::PARAMETERS[0].dims.as_slice(), [5, 3, 16]);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Conv1D<
    const FEATURES: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A = Linear,
    const GROUP: usize = FEATURES,
    B: BiasTerm = Bias,
> {
    /// The weights, steps × features of a group × filters.
    pub kernel: [[[f32; FILTERS]; GROUP]; KERNEL],
    /// What is added to each filter's sum.
    pub bias: B::Of<[f32; FILTERS]>,
    activation: PhantomData<A>,
}

convolution_settings! {
    /// What may stand in braces behind a [`Conv1D`].
    pub struct Conv1DSettings over steps {
        /// How many parts the features are cut into: each is seen by as many of the filters. Both must be divisible by
        /// it. Default: 1.
        pub groups: usize = 1 => (groups >= 1, "at least 1"),
    }
    kernels {
        kernel: kernel_initializer = Initializer::GlorotUniform, kernel_regularizer, kernel_constraint, l1, l2;
    }
}

parameters! {
    impl [const FEATURES: usize, const FILTERS: usize, const KERNEL: usize, A: 'static, const GROUP: usize, B: BiasTerm]
    Conv1D<FEATURES, FILTERS, KERNEL, A, GROUP, B>: Conv1DSettings, variants { kernel, bias; activation }
}

variants! {
    impl [const FEATURES: usize, const FILTERS: usize, const KERNEL: usize, A: 'static]
    Conv1D<FEATURES, FILTERS, KERNEL, A>: Conv1DSettings, S {
        size: group_size(FEATURES, S::SETTINGS.groups),
        check: groups_fit(FEATURES, FILTERS, S::SETTINGS.groups),
    }
}

impl<const FEATURES: usize, const FILTERS: usize, const KERNEL: usize, A, const GROUP: usize, B: BiasTerm>
    Conv1D<FEATURES, FILTERS, KERNEL, A, GROUP, B>
{
    /// A sequence is an image of one row.
    const fn convolution(sequence: Dims, settings: Conv1DSettings) -> Grouped {
        let [steps, features, ..] = sequence.sizes;
        let image = Dims::image(1, steps, features);
        let Conv1DSettings { padding, strides, dilation_rate, .. } = settings;
        Grouped::new(padding, image, [1, KERNEL], [1, strides], [1, dilation_rate], FILTERS, GROUP)
    }
}

impl<
    In: Shape,
    S: Setup<Settings = Conv1DSettings>,
    const FEATURES: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: 'static,
    const GROUP: usize,
    B: BiasTerm,
> ShapeRule<In, S> for Conv1D<FEATURES, FILTERS, KERNEL, A, GROUP, B>
{
    const OUTPUT: Dims = Dims::sequence(Self::convolution(In::DIMS, S::SETTINGS).output().sizes[1], FILTERS);
    const FIT: Fit = steps_fit(S::SETTINGS.padding, In::DIMS, KERNEL, S::SETTINGS.dilation_rate)
        .and(sizes(&[FILTERS]))
        .and(Fit::last(FEATURES, In::DIMS));
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = Conv1DSettings>,
    const FEATURES: usize,
    const FILTERS: usize,
    const KERNEL: usize,
    A: Activation,
    const GROUP: usize,
    B: BiasTerm,
> Layer<In, S> for Conv1D<FEATURES, FILTERS, KERNEL, A, GROUP, B>
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

impl<const FEATURES: usize, const FILTERS: usize, const KERNEL: usize, A, const GROUP: usize, B: BiasTerm>
    fmt::Debug for Conv1D<FEATURES, FILTERS, KERNEL, A, GROUP, B>
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conv1D").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configure, Flat, Sequence, Settings,
        convolution::reference::{Causal, Mode, Same, Valid, reference},
        setup,
        testing::check_layer_with,
    };

    struct Use<P, const STRIDE: usize, const DILATION: usize, const GROUPS: usize>(PhantomData<P>);

    impl<P: Mode, const STRIDE: usize, const DILATION: usize, const GROUPS: usize> Setup
        for Use<P, STRIDE, DILATION, GROUPS>
    {
        type Settings = Conv1DSettings;
        const SETTINGS: Conv1DSettings = Conv1DSettings {
            padding: P::PADDING,
            strides: STRIDE,
            dilation_rate: DILATION,
            groups: GROUPS,
            ..Settings::DEFAULT
        };
    }

    fn check<
        In: Shape,
        P: Mode,
        const FEATURES: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        const STRIDE: usize,
        const DILATION: usize,
    >() {
        grouped::<In, P, FEATURES, FILTERS, KERNEL, STRIDE, DILATION, 1, FEATURES>();
    }

    fn grouped<
        In: Shape,
        P: Mode,
        const FEATURES: usize,
        const FILTERS: usize,
        const KERNEL: usize,
        const STRIDE: usize,
        const DILATION: usize,
        const GROUPS: usize,
        const GROUP: usize,
    >() {
        check_layer_with::<
            In,
            Conv1D<FEATURES, FILTERS, KERNEL, Linear, GROUP>,
            Use<P, STRIDE, DILATION, GROUPS>,
        >(|parameters, x| {
            let (kernel, bias) = parameters.split_at(KERNEL * GROUP * FILTERS);
            let image = Dims::image(1, In::DIMS.sizes[0], FEATURES);
            let [window, stride, dilation] = [[1, KERNEL], [1, STRIDE], [1, DILATION]];
            reference(P::PADDING, image, window, stride, dilation, GROUPS, kernel, bias, x)
        });
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
    fn in_groups() {
        grouped::<Sequence<5, 4>, Valid, 4, 6, 3, 1, 1, 2, 2>();
        grouped::<Sequence<5, 3>, Causal, 3, 3, 2, 1, 2, 3, 1>();
        grouped::<Sequence<4, 6>, Same, 6, 4, 1, 1, 1, 2, 3>();
        grouped::<Sequence<7, 4>, Same, 4, 2, 3, 2, 1, 2, 2>();
    }

    setup! { struct Nowhere: Conv1DSettings { strides: 0 } }
    setup! { struct Nothing: Conv1DSettings { dilation_rate: 0 } }
    setup! { struct Both: Conv1DSettings { strides: 2, dilation_rate: 2 } }
    setup! { struct InTwo: Conv1DSettings { groups: 2 } }
    setup! { struct InNone: Conv1DSettings { groups: 0 } }

    #[test]
    fn misfits_have_a_message() {
        fn fit<In: Shape, L: ShapeRule<In>>() -> Fit {
            let _ = L::OUTPUT;
            L::FIT
        }
        fn setting<L: Configure<S> + ShapeRule<Sequence<4, 3>, S>, S: Setup>() -> &'static str {
            let _ = (L::OUTPUT, L::FIT);
            match L::CHECK {
                Fit::Setting { name, .. } => name,
                _ => "",
            }
        }
        let gives = Dims::sequence(4, 3);
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<3, 2, 4>>(), Fit::Ok);
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<3, 2, 5>>(), Fit::Window { rows: 5, columns: 0, gives });
        let causal = <Conv1D<3, 2, 5> as ShapeRule<Sequence<4, 3>, Use<Causal, 1, 1, 1>>>::FIT;
        assert_eq!(causal, Fit::Ok);
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<1, 2, 3>>(), Fit::Values { takes: 1, gives });
        assert!(matches!(fit::<Flat<12>, Conv1D<12, 2, 3>>(), Fit::Other { .. }));
        assert_eq!(fit::<Sequence<4, 3>, Conv1D<3, 2, 0>>(), Fit::Zero);
        assert_eq!(setting::<Conv1D<3, 2, 3>, Nowhere>(), "strides");
        assert_eq!(setting::<Conv1D<3, 2, 3>, Nothing>(), "dilation_rate");
        assert_eq!(setting::<Conv1D<3, 2, 3>, Both>(), "dilation_rate");
        // 3 is not divisible by 2.
        assert_eq!(setting::<Conv1D<3, 2, 3>, InTwo>(), "groups");
        assert_eq!(setting::<Conv1D<2, 3, 3>, InTwo>(), "groups");
        assert_eq!(setting::<Conv1D<3, 2, 3>, InNone>(), "groups");
        assert_eq!(setting::<Conv1D<2, 2, 3>, InTwo>(), "");
    }
}
