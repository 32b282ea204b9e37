//! What a layer is. Each one is a file in `layers/`; one from another crate implements the same traits.

use crate::{Activation, Dims, Fit, Parameters, Random, Shape};

/// What a layer makes of a shape. Both constants are total: they have a value for every shape, so that
/// a misfit is a value with a message and never an unsatisfied bound.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no layer",
    label = "a layer is expected here, such as `Dense<784, 512, Relu>`",
    note = "a type of your own becomes a layer by `impl cornu::ShapeRule` and `impl cornu::Layer`"
)]
pub trait ShapeRule<In: Shape> {
    /// The sizes of one sample that the layer gives, after its fit or without it.
    const OUTPUT: Dims;
    /// Whether the layer may follow this shape.
    const FIT: Fit;
}

/// A layer that may stand first, since its own sizes say what it takes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand first in a model: it does not say what one sample is",
    label = "what comes in?",
    note = "write `Input<784>`, `Input<steps, features>` or `Input<rows, columns, channels>` before it"
)]
pub trait First {
    /// The sizes of one sample that the layer takes.
    const INPUT: Dims;
}

/// What stands in braces behind a layer: settings that change no shape.
///
/// ```
/// use cornu_engine::Settings;
///
/// #[derive(Clone, Copy, Debug)]
/// pub struct NoiseSettings {
///     pub deviation: f32,
/// }
///
/// impl Settings for NoiseSettings {
///     const DEFAULT: Self = NoiseSettings { deviation: 0.1 };
/// }
/// ```
pub trait Settings: Copy + 'static {
    /// The settings of a layer without braces.
    const DEFAULT: Self;
}

/// The settings of a layer that has none.
#[derive(Clone, Copy, Debug)]
pub struct NoSettings;

impl Settings for NoSettings {
    const DEFAULT: Self = NoSettings;
}

/// A batch on its way forward through one layer.
#[derive(Debug)]
pub struct Forward<'a> {
    /// What comes in: samples of the shape `In`, one after another.
    pub x: &'a [f32],
    /// What goes out, of the shape `OUTPUT`; holds anything at first and is to be overwritten.
    pub y: &'a mut [f32],
    /// What the layer keeps for its way back: [`Layer::TRACE`] floats a sample.
    pub trace: &'a mut [f32],
    /// Memory for the moment, [`Layer::SCRATCH`] floats; holds anything.
    pub scratch: &'a mut [f32],
}

/// A batch on its way back through one layer.
#[derive(Debug)]
pub struct Backward<'a> {
    /// What came in.
    pub x: &'a [f32],
    /// The gradient with respect to what went out.
    pub dy: &'a [f32],
    /// Where the gradient with respect to what came in is to be written; holds anything at first.
    /// `None` for the first layer, whose input is data.
    pub dx: Option<&'a mut [f32]>,
    /// What the way forward kept.
    pub trace: &'a [f32],
    /// Memory for the moment.
    pub scratch: &'a mut [f32],
}

/// A layer: its parameters and its mathematics. `In` is the shape of one sample that comes in.
///
/// A layer computes its sums; the [`Activation`] behind it, its derivative, and the rule that a loss
/// takes the place of the last one, are the engine's part.
///
/// ```
/// use cornu_engine::*;
///
/// /// Multiplies each of `N` features by a number of its own: y = gain · x.
/// #[repr(C)]
/// pub struct Scale<const N: usize> {
///     pub gain: [f32; N],
/// }
///
/// parameters! { impl [const N: usize] Scale<N> { gain } }
///
/// impl<In: Shape, const N: usize> ShapeRule<In> for Scale<N> {
///     const OUTPUT: Dims = In::DIMS;
///     const FIT: Fit = Fit::last(N, In::DIMS);
/// }
///
/// impl<In: Shape, const N: usize> Layer<In> for Scale<N> {
///     type Settings = NoSettings;
///     type Activation = Linear;
///     const MACS: usize = In::DIMS.len();
///
///     fn initialize(&mut self, _: &NoSettings, _: &mut Random) {
///         self.gain = [1.0; N];
///     }
///
///     fn infer(&self, _: &NoSettings, x: &[f32], y: &mut [f32], _scratch: &mut [f32]) {
///         for (y, x) in y.chunks_exact_mut(N).zip(x.chunks_exact(N)) {
///             for ((y, x), gain) in y.iter_mut().zip(x).zip(&self.gain) {
///                 *y = gain * x;
///             }
///         }
///     }
///
///     fn backward(&self, _: &NoSettings, pass: Backward<'_>, d: &mut Self) {
///         for (dy, x) in pass.dy.chunks_exact(N).zip(pass.x.chunks_exact(N)) {
///             for ((d, dy), x) in d.gain.iter_mut().zip(dy).zip(x) {
///                 *d += dy * x;
///             }
///         }
///         if let Some(dx) = pass.dx {
///             for (dx, dy) in dx.chunks_exact_mut(N).zip(pass.dy.chunks_exact(N)) {
///                 for ((dx, dy), gain) in dx.iter_mut().zip(dy).zip(&self.gain) {
///                     *dx = gain * dy;
///                 }
///             }
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no layer",
    label = "a layer is expected here, such as `Dense<784, 512, Relu>`",
    note = "a type of your own becomes a layer by `impl cornu::ShapeRule` and `impl cornu::Layer`"
)]
pub trait Layer<In: Shape>: ShapeRule<In> + Parameters {
    /// What stands in braces behind the layer; [`NoSettings`] if nothing may.
    type Settings: Settings;
    /// What follows the layer's sums; [`Linear`](crate::Linear) if nothing does.
    type Activation: Activation;

    /// The multiply-accumulates of one sample.
    const MACS: usize;
    /// The floats that a sample leaves for the way back, beside what goes in and out.
    const TRACE: usize = 0;
    /// The floats of memory for the moment that a batch of any size takes.
    const SCRATCH: usize = 0;
    /// The same for one sample alone.
    const INFERENCE_SCRATCH: usize = 0;

    /// Writes the parameters' start, as the settings say.
    fn initialize(&mut self, settings: &Self::Settings, random: &mut Random);

    /// y = f(x), for as many samples as there are.
    fn infer(&self, settings: &Self::Settings, x: &[f32], y: &mut [f32], scratch: &mut [f32]);

    /// The same in training; another only where a layer differs there, or keeps a trace.
    #[inline(always)]
    fn forward(&self, settings: &Self::Settings, pass: Forward<'_>) {
        self.infer(settings, pass.x, pass.y, pass.scratch);
    }

    /// Adds to `d`, which is the gradient of this layer's parameters, and overwrites `pass.dx`.
    fn backward(&self, settings: &Self::Settings, pass: Backward<'_>, d: &mut Self);
}
