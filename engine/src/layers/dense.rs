use crate::{
    Activation, Backward, Bias, BiasTerm, Block, Dims, First, Fit, Floats, Initializer, Layer, Linear,
    Random, Setup, Shape, ShapeRule,
    bias::{add_rows, start_rows, use_bias},
    parameters,
    product::{Matrix, product, training_scratch},
    settings,
};
use core::marker::PhantomData;

/// Each unit's weighted sum of all inputs, and an activation: y = f(x·kernel + bias).
///
/// Keras's `Dense`, with its defaults. Of a sequence or an image each step or pixel is taken by
/// itself: the innermost size must be `INPUTS`, and becomes `UNITS`.
///
/// ```
/// use cornu_engine::{Dense, Flat, Relu, Sequence, ShapeRule};
///
/// assert_eq!(<Dense<784, 512, Relu> as ShapeRule<Flat<784>>>::OUTPUT.as_slice(), [512]);
/// assert_eq!(<Dense<3, 16> as ShapeRule<Sequence<24, 3>>>::OUTPUT.as_slice(), [24, 16]);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Dense<const INPUTS: usize, const UNITS: usize, A = Linear, B: BiasTerm = Bias> {
    /// The weights, inputs × units.
    pub kernel: [[f32; UNITS]; INPUTS],
    /// What is added to each unit's sum.
    pub bias: B::Of<[f32; UNITS]>,
    activation: PhantomData<A>,
}

settings! {
    /// What may stand in braces behind a [`Dense`].
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! {
    ///     struct Net <
    ///         Dense<4, 8, Relu> {
    ///             kernel_initializer: HeNormal,
    ///             bias_initializer: Constant(0.1),
    ///             l2: 1e-4,
    ///             kernel_constraint: MaxNorm(3.0),
    ///         },
    ///         Dense<8, 2> { use_bias: false, trainable: false }
    ///     >;
    /// }
    ///
    /// let mut net = Net::zeroed();
    /// net.initialize(7);
    /// assert_eq!(net.dense_1.bias, [0.1; 8]);
    /// ```
    pub struct DenseSettings {
        /// Whether something is added to each unit's sum. Default: `true`.
        pub use_bias: bool = true,
    }
    weights {
        kernel: kernel_initializer = Initializer::GlorotUniform, kernel_regularizer, kernel_constraint, l1, l2;
        bias: bias_initializer = Initializer::Zeros, bias_regularizer, bias_constraint, bias_l1, bias_l2;
    }
    activity { activity_regularizer, activity_l1, activity_l2 }
}

parameters! {
    impl [const INPUTS: usize, const UNITS: usize, A: 'static, B: BiasTerm] Dense<INPUTS, UNITS, A, B>: DenseSettings, variants {
        kernel, bias; activation
    }
}

use_bias! {
    impl [const INPUTS: usize, const UNITS: usize, A: 'static] Dense<INPUTS, UNITS, A>: DenseSettings
}

#[diagnostic::do_not_recommend]
impl<const INPUTS: usize, const UNITS: usize, A, B: BiasTerm> First for Dense<INPUTS, UNITS, A, B> {
    const INPUT: Dims = Dims::flat(INPUTS);
}

impl<
    In: Shape,
    S: Setup<Settings = DenseSettings>,
    const INPUTS: usize,
    const UNITS: usize,
    A: 'static,
    B: BiasTerm,
> ShapeRule<In, S> for Dense<INPUTS, UNITS, A, B>
{
    const OUTPUT: Dims = In::DIMS.with_last(UNITS);
    const FIT: Fit = if UNITS == 0 { Fit::Zero } else { Fit::last(INPUTS, In::DIMS) };
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = DenseSettings>,
    const INPUTS: usize,
    const UNITS: usize,
    A: Activation,
    B: BiasTerm,
> Layer<In, S> for Dense<INPUTS, UNITS, A, B>
{
    type Activation = A;
    const COST: usize = In::DIMS.len() * UNITS;
    const SCRATCH: Floats = Floats::once(training_scratch(INPUTS, UNITS));
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.kernel_initializer.write(&mut self.kernel, random);
        S::SETTINGS.bias_initializer.write(&mut self.bias, random);
    }

    /// y = x·kernel + bias
    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        start_rows(y, &self.bias, UNITS);
        let rows = x.len() / INPUTS;
        let kernel = Matrix::new(self.kernel.floats(), INPUTS, UNITS);
        product(Matrix::new(x, rows, INPUTS), kernel, y, scratch);
    }

    /// dkernel += xᵀ·dy, dbias += Σ dy, dx = dy·kernelᵀ
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let rows = pass.x.len() / INPUTS;
        let (x, dy) = (Matrix::new(pass.x, rows, INPUTS), Matrix::new(pass.dy, rows, UNITS));
        if let Some(d) = d {
            product(x.transposed(), dy, d.kernel.floats_mut(), pass.scratch);
            add_rows(&mut d.bias, pass.dy, UNITS);
        }
        if let Some(dx) = pass.dx {
            dx.fill(0.0);
            let kernel = Matrix::new(self.kernel.floats(), INPUTS, UNITS);
            product(dy, kernel.transposed(), dx, pass.scratch);
        }
    }
}

impl<const INPUTS: usize, const UNITS: usize, A, B: BiasTerm> core::fmt::Debug
    for Dense<INPUTS, UNITS, A, B>
{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Dense").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, Variant, testing::check_layer};

    fn check<In: Shape, const INPUTS: usize, const UNITS: usize>() {
        check_layer::<In, Dense<INPUTS, UNITS>>(|parameters, x| {
            let (kernel, bias) = parameters.split_at(INPUTS * UNITS);
            let sum = |x: &[f64], unit: usize| {
                x.iter().enumerate().map(|(input, x)| x * kernel[input * UNITS + unit]).sum::<f64>()
                    + bias[unit]
            };
            x.chunks(INPUTS).flat_map(|x| (0..UNITS).map(move |unit| sum(x, unit))).collect()
        });
    }

    #[test]
    fn of_values() {
        check::<Flat<1>, 1, 1>();
        check::<Flat<3>, 3, 5>();
        check::<Flat<40>, 40, 1>();
        check::<Flat<1>, 1, 40>();
        // The last product that counts as tiny, and the first that does not.
        check::<Flat<16>, 16, 8>();
        check::<Flat<3>, 3, 43>();
        check::<Flat<17>, 17, 9>();
        check::<Flat<64>, 64, 33>();
    }

    #[test]
    fn without_a_bias() {
        type Unbiased = <Dense<3, 5> as Variant<1>>::Layer;
        check_layer::<Flat<3>, Unbiased>(|kernel, x| {
            (0..5).map(|unit| (0..3).map(|input| x[input] * kernel[input * 5 + unit]).sum()).collect()
        });
    }

    #[test]
    fn of_each_step_and_each_pixel() {
        check::<Sequence<1, 3>, 3, 2>();
        check::<Sequence<4, 3>, 3, 5>();
        check::<Sequence<9, 17>, 17, 9>();
        check::<Image<2, 3, 4>, 4, 5>();
        check::<Image<5, 2, 12>, 12, 11>();
    }
}
