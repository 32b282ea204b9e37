use crate::{
    Activation, Backward, Block, Dims, First, Fit, Initializer, Layer, Linear, Random, Settings, Shape,
    ShapeRule, parameters,
    product::{Matrix, product, training_scratch},
    vectorize,
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
pub struct Dense<const INPUTS: usize, const UNITS: usize, A = Linear> {
    /// The weights, inputs × units.
    pub kernel: [[f32; UNITS]; INPUTS],
    /// What is added to each unit's sum.
    pub bias: [f32; UNITS],
    activation: PhantomData<A>,
}

parameters! {
    impl [const INPUTS: usize, const UNITS: usize, A: 'static] Dense<INPUTS, UNITS, A> {
        kernel, bias; activation
    }
}

/// What may stand in braces behind a [`Dense`].
///
/// ```
/// use cornu::{Block, prelude::*};
///
/// model! { struct Net < Dense<4, 2, Relu> { init: HeNormal, bias_init: Constant(0.1) } >; }
///
/// let mut net = Net::zeroed();
/// net.initialize(7);
/// assert_eq!(net.dense_1.bias, [0.1; 2]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DenseSettings {
    /// The start of the kernel: Keras's `kernel_initializer`.
    pub init: Initializer,
    /// The start of the bias: Keras's `bias_initializer`.
    pub bias_init: Initializer,
}

impl Settings for DenseSettings {
    const DEFAULT: Self = DenseSettings { init: Initializer::GlorotUniform, bias_init: Initializer::Zeros };
}

#[diagnostic::do_not_recommend]
impl<const INPUTS: usize, const UNITS: usize, A> First for Dense<INPUTS, UNITS, A> {
    const INPUT: Dims = Dims::flat(INPUTS);
}

impl<In: Shape, const INPUTS: usize, const UNITS: usize, A> ShapeRule<In> for Dense<INPUTS, UNITS, A> {
    const OUTPUT: Dims = In::DIMS.with_last(UNITS);
    const FIT: Fit = if UNITS == 0 { Fit::Zero } else { Fit::last(INPUTS, In::DIMS) };
}

impl<In: Shape, const INPUTS: usize, const UNITS: usize, A: Activation> Layer<In>
    for Dense<INPUTS, UNITS, A>
{
    type Settings = DenseSettings;
    type Activation = A;
    const MACS: usize = In::DIMS.len() * UNITS;
    const SCRATCH: usize = training_scratch(INPUTS, UNITS);

    fn initialize(&mut self, settings: &DenseSettings, random: &mut Random) {
        let bias = Dims::flat(UNITS);
        settings.init.fill(self.kernel.floats_mut(), bias.times(INPUTS), random);
        settings.bias_init.fill(&mut self.bias, bias, random);
    }

    /// y = x·kernel + bias
    #[inline]
    fn infer(&self, _: &DenseSettings, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        for row in y.chunks_exact_mut(UNITS) {
            row.copy_from_slice(&self.bias);
        }
        let rows = x.len() / INPUTS;
        let kernel = Matrix::new(self.kernel.floats(), INPUTS, UNITS);
        product(Matrix::new(x, rows, INPUTS), kernel, y, scratch);
    }

    /// dkernel += xᵀ·dy, dbias += Σ dy, dx = dy·kernelᵀ
    #[inline]
    fn backward(&self, _: &DenseSettings, pass: Backward<'_>, d: &mut Self) {
        let rows = pass.x.len() / INPUTS;
        let (x, dy) = (Matrix::new(pass.x, rows, INPUTS), Matrix::new(pass.dy, rows, UNITS));
        product(x.transposed(), dy, d.kernel.floats_mut(), pass.scratch);
        vectorize(pass.dy.len(), || {
            for dy in pass.dy.chunks_exact(UNITS) {
                for (d, dy) in d.bias.iter_mut().zip(dy) {
                    *d += dy;
                }
            }
        });
        if let Some(dx) = pass.dx {
            dx.fill(0.0);
            let kernel = Matrix::new(self.kernel.floats(), INPUTS, UNITS);
            product(dy, kernel.transposed(), dx, pass.scratch);
        }
    }
}

impl<const INPUTS: usize, const UNITS: usize, A> core::fmt::Debug for Dense<INPUTS, UNITS, A> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Dense").field("kernel", &self.kernel).field("bias", &self.bias).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, testing::check_layer};

    fn check<In: Shape, const INPUTS: usize, const UNITS: usize>() {
        check_layer::<In, Dense<INPUTS, UNITS>>(&DenseSettings::DEFAULT, |parameters, x| {
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
    fn of_each_step_and_each_pixel() {
        check::<Sequence<1, 3>, 3, 2>();
        check::<Sequence<4, 3>, 3, 5>();
        check::<Sequence<9, 17>, 17, 9>();
        check::<Image<2, 3, 4>, 4, 5>();
        check::<Image<5, 2, 12>, 12, 11>();
    }
}
