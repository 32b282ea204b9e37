//! What a layer is. Each one is a file in `layers/`; one from another crate implements the same traits.

use crate::{
    Activation, Chance, Configurable, DefaultsOf, Dims, Fit, Floats, Parameters, Random, Rule, Settings,
    Setup, Shape,
};

/// What a layer makes of a shape. Both constants are total: they have a value for every shape, so that
/// a misfit is a value with a message and never an unsatisfied bound. `S` are the settings of this use.
///
/// ```
/// use cornu_engine::{Dense, Dims, Fit, Flat, Sequence, ShapeRule};
///
/// assert_eq!(<Dense<3, 16> as ShapeRule<Sequence<24, 3>>>::OUTPUT, Dims::sequence(24, 16));
/// assert_eq!(<Dense<3, 16> as ShapeRule<Flat<3>>>::FIT, Fit::Ok);
/// ```
///
/// See [`Layer`] for one of your own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "a layer is expected here, such as `Dense<784, 512, Relu>`",
    note = "a type of your own becomes a layer by `impl cornu::ShapeRule` and `impl cornu::Layer`"
)]
pub trait ShapeRule<In: Shape, S: Setup = DefaultsOf<Self>>: Configurable {
    /// The sizes of one sample that the layer gives, after its fit or without it.
    const OUTPUT: Dims;
    /// Whether the layer may follow this shape. That its settings make sense is checked apart from it.
    const FIT: Fit;
    /// If the layer gives no sequence where it could, what to write so that it does:
    /// ``"`{ return_sequences: true }` behind it"``.
    const TO_GIVE_SEQUENCE: &'static str = "";
    /// Whether it takes token ids, and not numbers.
    const TAKES_TOKENS: bool = false;
    /// Whether it only says what comes into a model, as [`Input`](crate::Input) does: it then stands first, hands on
    /// what it takes, and is never run.
    const IS_INPUT: bool = false;
}

/// A layer that may stand first, since its own sizes say what it takes.
///
/// A layer without it stands behind an [`Input`](crate::Input) or another layer.
///
/// ```
/// use cornu_engine::{Dense, Dims, First};
///
/// assert_eq!(<Dense<784, 512>>::INPUT, Dims::flat(784));
///
/// /// A layer of your own.
/// pub struct Scale<const N: usize> {
///     pub gain: [f32; N],
/// }
///
/// impl<const N: usize> First for Scale<N> {
///     const INPUT: Dims = Dims::flat(N);
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand first in a model: it does not say what one sample is",
    label = "what comes in?",
    note = "write `Input<784>`, `Input<steps, features>` or `Input<rows, columns, channels>` before it"
)]
pub trait First {
    /// The sizes of one sample that the layer takes.
    const INPUT: Dims;
}

/// A batch on its way forward through one layer.
///
/// ```
/// use cornu_engine::{Block, Chance, Dense, Flat, Forward, Layer};
///
/// let mut layer = <Dense<2, 1>>::zeroed();
/// layer.kernel = [[1.0], [10.0]];
/// // Two samples.
/// let mut y = [f32::NAN; 2];
/// let pass = Forward {
///     x: &[1.0, 2.0, 3.0, 4.0],
///     y: &mut y,
///     trace: &mut [],
///     scratch: &mut [],
///     chance: Chance::new(7, 1, 0),
///     trainable: true,
///     penalty: &mut 0.0,
/// };
/// Layer::<Flat<2>>::forward(&layer, pass);
/// assert_eq!(y, [21.0, 43.0]);
/// ```
#[derive(Debug)]
pub struct Forward<'a> {
    /// What comes in: samples of the shape `In`, one after another.
    pub x: &'a [f32],
    /// What goes out, of the shape `OUTPUT`; holds anything at first and is to be overwritten.
    pub y: &'a mut [f32],
    /// What the layer keeps for its way back: [`Layer::TRACE`]; holds anything at first.
    pub trace: &'a mut [f32],
    /// Memory for the moment, [`Layer::SCRATCH`]; holds anything.
    pub scratch: &'a mut [f32],
    /// What noise is drawn from.
    pub chance: Chance,
    /// Whether the layer learns; a frozen one may behave as in inference.
    pub trainable: bool,
    /// What is added to the loss, beside the layer's settings: nothing, as a rule.
    pub penalty: &'a mut f64,
}

/// A batch on its way back through one layer: see [`Layer`] for an example.
#[derive(Debug)]
pub struct Backward<'a> {
    /// What came in.
    pub x: &'a [f32],
    /// What went out, behind the activation.
    pub y: &'a [f32],
    /// The gradient with respect to the layer's sums: what went out before the activation.
    pub dy: &'a [f32],
    /// Where the gradient with respect to what came in is to be written; holds anything at first.
    /// `None` where nobody asks for it: the input is data, or nothing before the layer learns.
    pub dx: Option<&'a mut [f32]>,
    /// What the way forward kept; the way back may write there, too.
    pub trace: &'a mut [f32],
    /// Memory for the moment.
    pub scratch: &'a mut [f32],
}

/// A layer: its parameters and its mathematics. `In` is the shape of one sample that comes in.
///
/// `S` are the settings of the use: a layer without any is implemented for `Layer<In>`, one with settings of the
/// type `MySettings` for `Layer<In, S>` with every `S: Setup<Settings = MySettings>`, and reads `S::SETTINGS`;
/// [`settings!`](crate::settings) has an example.
///
/// A layer computes its sums; the [`Activation`] behind it, its derivative, and the rule that a loss
/// takes the place of the last one, are the engine's part.
///
/// * The struct is `#[repr(C)]`, so that its parameters lie in memory in the order in which they are
///   written. A model with a layer whose parameters do not is an error.
/// * [`First`] is asked for where the layer stands first in a model, with no [`Input`](crate::Input)
///   before it.
/// * [`testing::check_layer`](https://docs.rs/cornu-engine/latest/cornu_engine/testing/fn.check_layer.html),
///   with the feature `testing`, compares the layer and its gradients with a plain formula.
///
/// ```
/// use cornu::model;
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
///     type Activation = Linear;
///     const COST: usize = In::DIMS.len();
///
///     fn build(&mut self, _: &mut Random) {
///         self.gain = [1.0; N];
///     }
///
///     fn infer(&self, x: &[f32], y: &mut [f32], _scratch: &mut [f32]) {
///         for (y, x) in y.chunks_exact_mut(N).zip(x.chunks_exact(N)) {
///             for ((y, x), gain) in y.iter_mut().zip(x).zip(&self.gain) {
///                 *y = gain * x;
///             }
///         }
///     }
///
///     fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
///         if let Some(d) = d {
///             for (dy, x) in pass.dy.chunks_exact(N).zip(pass.x.chunks_exact(N)) {
///                 for ((d, dy), x) in d.gain.iter_mut().zip(dy).zip(x) {
///                     *d += dy * x;
///                 }
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
///
/// model! { struct Scaled < Input<3>, Scale<3>, Dense<3, 2> >; }
///
/// let mut scaled = Scaled::zeroed();
/// scaled.initialize(7);
/// assert_eq!(scaled.scale_1.gain, [1.0; 3]);
///
/// // A test, with the feature `testing`.
/// # #[cfg(feature = "testing")]
/// testing::check_layer::<Flat<3>, Scale<3>>(|gain, x| {
///     gain.iter().zip(x).map(|(gain, x)| gain * x).collect()
/// });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer that takes one value",
    label = "a layer is expected here, such as `Dense<784, 512, Relu>`",
    note = "the arguments of a layer have an order: sizes, then the activation, as in `Conv2D<3, 32, 5, Relu>`; \
            all else stands in braces, as in `{{ strides: 2, padding: Same }}`",
    note = "`Add`, `Concatenate` and all that merges takes two values or more: `Add(a, b)`",
    note = "a model with several outputs is not a layer of another model",
    note = "a type of your own becomes a layer by `impl cornu::ShapeRule` and `impl cornu::Layer`"
)]
pub trait Layer<In: Shape, S: Setup = DefaultsOf<Self>>: ShapeRule<In, S> + Parameters {
    /// What follows the layer's sums; [`Linear`](crate::Linear) if nothing does.
    type Activation: Activation;

    /// The multiply-accumulates of one sample.
    const COST: usize;
    /// What a batch leaves for the way back, beside what goes in and out.
    const TRACE: Floats = Floats::NONE;
    /// The memory for the moment that a batch takes.
    const SCRATCH: Floats = Floats::NONE;
    /// The same for one sample alone, as in inference.
    const INFERENCE_SCRATCH: usize = 0;
    /// Whether in inference the layer hands on what it takes, perhaps as another shape: it then costs nothing.
    const IDENTITY: bool = false;
    /// If the layer can take a sequence step by step, as it comes: the floats that it keeps from one step
    /// to the next, which start as 0.
    const STATE: Option<usize> = None;

    /// Writes the parameters' start, as the settings say: Keras's `build`.
    fn build(&mut self, random: &mut Random);

    /// y = f(x), for as many samples as there are.
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]);

    /// The same in training; another only where a layer differs there, or keeps a trace.
    #[inline(always)]
    fn forward(&self, pass: Forward<'_>) {
        self.infer(pass.x, pass.y, pass.scratch);
    }

    /// Adds to `d`, which is the gradient of this layer's parameters, and overwrites `pass.dx`. Of a frozen
    /// layer there is no `d`.
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>);

    /// Changes, after a step of `samples` samples, what is learnt without a gradient, such as moving means.
    #[inline(always)]
    fn update_state(&mut self, _trace: &[f32], _samples: usize) {}

    /// What holds for the outputs, behind the activation.
    #[inline]
    fn activity() -> Rule {
        S::SETTINGS.activity()
    }

    /// What the parameters add to the loss.
    #[inline]
    fn penalty(&self) -> f64 {
        let mut sum = 0.0;
        if !S::SETTINGS.has_rules() {
            return sum;
        }
        for parameter in Self::PARAMETERS {
            let rule = S::SETTINGS.rule(parameter.path.name());
            if !rule.adds_nothing() {
                sum += rule.penalty(parameter.of(self.floats()), parameter.dims);
            }
        }
        sum
    }

    /// Adds the gradient of that to `d`.
    #[inline]
    fn add_penalty_gradient(&self, d: &mut Self) {
        if !S::SETTINGS.has_rules() {
            return;
        }
        for parameter in Self::PARAMETERS {
            let rule = S::SETTINGS.rule(parameter.path.name());
            if !rule.adds_nothing() {
                let d = parameter.of_mut(d.floats_mut());
                rule.add_gradient(parameter.of(self.floats()), parameter.dims, 1.0, d);
            }
        }
    }

    /// Makes the parameters fulfil their constraints, after a step.
    #[inline]
    fn constrain(&mut self) {
        if !S::SETTINGS.has_rules() {
            return;
        }
        for parameter in Self::PARAMETERS {
            let constraint = S::SETTINGS.rule(parameter.path.name()).constraint;
            constraint.apply(parameter.of_mut(self.floats_mut()), parameter.dims);
        }
    }

    /// One step of one sequence, in inference: `x` is one step of what comes in, `y` one step of what goes out, or
    /// all of it if the layer gives no sequence. Only called if there is a [`STATE`](Layer::STATE).
    #[inline(always)]
    fn step(&self, x: &[f32], y: &mut [f32], _state: &mut [f32], scratch: &mut [f32]) {
        self.infer(x, y, scratch);
    }
}
