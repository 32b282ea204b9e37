//! The tests of a layer, an activation and a loss, for the engine's own and for yours. They are there with the
//! feature `testing`.

use crate::{Activation, Backward, Chance, DefaultsOf, Forward, Layer, Parameter, Setup, Shape, random};
pub use crate::{activation::check_activation, loss::check_loss};
use core::marker::PhantomData;
pub use merge::{check_merge, check_merge_with};
use rand::{Rng, RngExt};
use std::{boxed::Box, vec, vec::Vec};

mod merge;

/// Asserts that a layer does what [`Layer`] asks, and computes what `reference` does.
///
/// `reference` makes one sample's sums of the layer's parameters, in memory order, and of the sample,
/// in f64 and as plainly as can be; gradients are compared with its central differences. The
/// parameters start as the layer initializes them and are moved a little, so that none is 0. A layer that
/// takes token ids is given whole ones, and has no gradient there. For layers that do in training what they
/// do in inference; [`check_training`] is for the others.
///
/// ```
/// use cornu_engine::{Dense, Sequence, testing::check_layer};
///
/// check_layer::<Sequence<4, 3>, Dense<3, 1>>(|parameters, x| {
///     let [a, b, c, bias] = parameters else { unreachable!() };
///     x.chunks(3).map(|x| a * x[0] + b * x[1] + c * x[2] + bias).collect()
/// });
/// ```
///
/// # Panics
/// With what is wrong, if something is.
pub fn check_layer<In: Shape, L: Layer<In>>(reference: impl Fn(&[f64], &[f64]) -> Vec<f64>) {
    check_layer_with::<In, L, DefaultsOf<L>>(reference);
}

/// [`check_layer`], of a layer with settings: see [`setup!`](crate::setup).
///
/// # Panics
/// With what is wrong, if something is.
pub fn check_layer_with<In: Shape, L: Layer<In, S>, S: Setup>(
    reference: impl Fn(&[f64], &[f64]) -> Vec<f64>,
) {
    let mut subject = Subject::<In, L, S>::new(MOST);
    subject.truths = subject.truths_of_samples(reference);
    for batch in [1, 2, MOST] {
        subject.check_forward(batch);
        subject.check_backward(batch);
        subject.check_without_d(batch);
    }
    subject.check_nan(MOST);
}

/// Asserts that a layer does in training what `reference` does, which makes a whole batch's sums of the layer's
/// parameters and of the batch: for layers that do something else in inference, such as those that take a mean over
/// the batch.
///
/// As in [`check_layer`], gradients are compared with central differences. Noise is drawn of
/// `Chance::new(7, 1, 0)`, so that the reference may draw it, too.
///
/// ```
/// use cornu_engine::{BatchNorm, Flat, testing::check_training};
///
/// check_training::<Flat<1>, BatchNorm<1>>(5, |parameters, x| {
///     let mean = x.iter().sum::<f64>() / 5.0;
///     let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 5.0;
///     let [gamma, beta, ..] = parameters else { unreachable!() };
///     x.iter().map(|x| gamma * (x - mean) / (variance + f64::from(1e-3_f32)).sqrt() + beta).collect()
/// });
/// ```
///
/// # Panics
/// With what is wrong, if something is.
pub fn check_training<In: Shape, L: Layer<In>>(batch: usize, reference: impl Fn(&[f64], &[f64]) -> Vec<f64>) {
    check_training_with::<In, L, DefaultsOf<L>>(batch, reference);
}

/// [`check_training`], of a layer with settings: see [`setup!`](crate::setup).
///
/// # Panics
/// With what is wrong, if something is.
pub fn check_training_with<In: Shape, L: Layer<In, S>, S: Setup>(
    batch: usize,
    reference: impl Fn(&[f64], &[f64]) -> Vec<f64>,
) {
    let mut subject = Subject::<In, L, S>::new(batch);
    let parameters = wide(subject.layer.floats());
    subject.truths = vec![Truth::of(&reference, &parameters, &subject.x, L::TAKES_TOKENS)];
    assert_near("y", &subject.forward(batch).0, &subject.truths[0].y);
    subject.check_backward(batch);
}

/// Asserts that a frozen layer does in training what `reference` does, as it does in inference, and hands its gradient
/// back: for layers that differ from that while they learn.
///
/// `reference` makes one sample's sums, as in [`check_layer`].
///
/// ```
/// use cornu_engine::{BatchNorm, Flat, testing::check_frozen};
///
/// check_frozen::<Flat<1>, BatchNorm<1>>(|parameters, x| {
///     let [gamma, beta, mean, variance] = parameters else { unreachable!() };
///     vec![gamma * (x[0] - mean) / (variance + f64::from(1e-3_f32)).sqrt() + beta]
/// });
/// ```
///
/// # Panics
/// With what is wrong, if something is.
pub fn check_frozen<In: Shape, L: Layer<In>>(reference: impl Fn(&[f64], &[f64]) -> Vec<f64>) {
    check_frozen_with::<In, L, DefaultsOf<L>>(reference);
}

/// [`check_frozen`], of a layer with settings: see [`setup!`](crate::setup).
///
/// # Panics
/// With what is wrong, if something is.
pub fn check_frozen_with<In: Shape, L: Layer<In, S>, S: Setup>(
    reference: impl Fn(&[f64], &[f64]) -> Vec<f64>,
) {
    let mut subject = Subject::<In, L, S>::new(MOST);
    subject.trainable = false;
    subject.truths = subject.truths_of_samples(reference);
    for batch in [1, 2, MOST] {
        subject.check_forward(batch);
        assert_near("dx", &subject.backward(batch, true, None), &subject.dx(batch));
    }
    subject.check_nan(MOST);
}

/// The largest batch.
const MOST: usize = 7;

/// A layer, a batch with the gradient that comes back, and the truth about each sample, or about the whole batch.
struct Subject<In, L, S> {
    layer: Box<L>,
    x: Vec<f32>,
    dy: Vec<f32>,
    trainable: bool,
    truths: Vec<Truth>,
    types: PhantomData<(In, S)>,
}

impl<In: Shape, L: Layer<In, S>, S: Setup> Subject<In, L, S> {
    /// Without its truths.
    fn new(batch: usize) -> Self {
        check_table(L::PARAMETERS, L::LENGTH);
        let mut random = random(7, 0);
        let mut layer = Box::new(L::zeroed());
        layer.floats_mut().fill(f32::NAN);
        layer.build(&mut random);
        assert!(layer.floats().iter().all(|p| p.is_finite()), "`initialize` writes each parameter");
        layer.floats_mut().iter_mut().for_each(|p| *p += 0.5 * noise(&mut random));
        let x = (0..batch * In::DIMS.len()).map(|_| {
            if L::TAKES_TOKENS {
                random.random_range(0..In::DIMS.vocabulary) as f32
            } else {
                noise(&mut random)
            }
        });
        let x = x.collect();
        let dy = (0..batch * L::OUTPUT.len()).map(|_| noise(&mut random)).collect();
        Subject { layer, x, dy, trainable: true, truths: Vec::new(), types: PhantomData }
    }

    fn truths_of_samples(&self, reference: impl Fn(&[f64], &[f64]) -> Vec<f64>) -> Vec<Truth> {
        let parameters = wide(self.layer.floats());
        let samples = self.x.chunks(In::DIMS.len());
        samples.map(|x| Truth::of(&reference, &parameters, x, L::TAKES_TOKENS)).collect()
    }

    /// The first truths, each with the gradient that comes back to it.
    fn cases(&self, batch: usize) -> impl Iterator<Item = (&Truth, &[f32])> {
        self.truths.iter().zip(self.dy.chunks(self.dy.len() / self.truths.len())).take(batch)
    }

    /// The true gradient with respect to what came in.
    fn dx(&self, batch: usize) -> Vec<Sum> {
        let along = |dy| move |slopes: &Vec<f64>| Sum::along(slopes, dy);
        self.cases(batch).flat_map(|(truth, dy)| truth.by_input.iter().map(along(dy))).collect()
    }

    /// Training gives a layer as much for a batch of one as for a larger.
    fn scratch(batch: usize) -> usize {
        L::SCRATCH.of(batch).max(L::INFERENCE_SCRATCH)
    }

    fn x(&self, batch: usize) -> &[f32] {
        &self.x[..batch * In::DIMS.len()]
    }

    // Not inlined, as the two below: a layer's code is large, and is compiled once for its shape.
    #[inline(never)]
    fn infer(&self, x: &[f32]) -> Vec<f32> {
        let batch = x.len() / In::DIMS.len();
        let mut y = Fenced::new(batch * L::OUTPUT.len());
        let mut scratch = Fenced::new(if batch > 1 { L::SCRATCH.of(batch) } else { L::INFERENCE_SCRATCH });
        self.layer.infer(x, y.floats(), scratch.floats());
        scratch.open();
        y.open()
    }

    /// The sums, and the trace.
    #[inline(never)]
    fn forward(&self, batch: usize) -> (Vec<f32>, Vec<f32>) {
        let mut y = Fenced::new(batch * L::OUTPUT.len());
        let mut trace = Fenced::new(L::TRACE.of(batch));
        let mut scratch = Fenced::new(Self::scratch(batch));
        let pass = Forward {
            x: self.x(batch),
            y: y.floats(),
            trace: trace.floats(),
            scratch: scratch.floats(),
            chance: Chance::new(7, 1, 0),
            trainable: self.trainable,
            penalty: &mut 0.0,
        };
        self.layer.forward(pass);
        scratch.open();
        (y.open(), trace.open())
    }

    /// Adds to `d`; gives dx if it is wanted.
    #[inline(never)]
    fn backward(&self, batch: usize, with_dx: bool, d: Option<&mut L>) -> Vec<f32> {
        // The way back may write to the trace, so that each has its own; the activation behind may have
        // changed y, so that nothing can be read there but what a `Linear` one leaves.
        let (mut y, trace) = self.forward(batch);
        L::Activation::apply(&mut y, L::OUTPUT.last());
        let mut fenced_trace = Fenced::new(trace.len());
        fenced_trace.floats().copy_from_slice(&trace);
        let mut dx = Fenced::new(if with_dx { batch * In::DIMS.len() } else { 0 });
        let mut scratch = Fenced::new(Self::scratch(batch));
        let pass = Backward {
            x: self.x(batch),
            dy: &self.dy[..batch * L::OUTPUT.len()],
            y: &y,
            dx: with_dx.then_some(dx.floats()),
            trace: fenced_trace.floats(),
            scratch: scratch.floats(),
        };
        self.layer.backward(pass, d);
        scratch.open();
        fenced_trace.open();
        dx.open()
    }

    fn check_forward(&self, batch: usize) {
        let y = self.infer(self.x(batch));
        let want: Vec<Sum> = self.truths[..batch].iter().flat_map(|truth| truth.y.iter().copied()).collect();
        assert_near("y", &y, &want);
        assert!(same_bits(&y, &self.forward(batch).0), "`forward` and `infer` give the same bits");
    }

    fn check_backward(&self, batch: usize) {
        let mut d = Box::new(L::zeroed());
        let dx = self.backward(batch, true, Some(&mut d));
        let once = d.floats().to_vec();

        assert_near("dx", &dx, &self.dx(batch));
        let along =
            |p: usize| self.cases(batch).map(move |(truth, dy)| Sum::along(&truth.by_parameter[p], dy));
        let want: Vec<Sum> = (0..L::LENGTH).map(|p| Sum::of_sums(along(p))).collect();
        assert_near("the parameters' gradient", &once, &want);

        self.backward(batch, true, Some(&mut d));
        let twice: Vec<Sum> = want.iter().map(|&sum| Sum::of_sums([sum, sum])).collect();
        assert_near("the gradient of two passes", d.floats(), &twice);

        d.floats_mut().fill(0.0);
        self.backward(batch, false, Some(&mut d));
        assert!(same_bits(d.floats(), &once), "without `dx` the parameters' gradient is the same");
    }

    fn check_without_d(&self, batch: usize) {
        let dx = self.backward(batch, true, Some(&mut Box::new(L::zeroed())));
        assert!(same_bits(&self.backward(batch, true, None), &dx), "without `d` dx is the same");
    }

    /// NaN in one value goes to every sum that depends on it, and to no other sample.
    fn check_nan(&self, batch: usize) {
        let (inputs, outputs) = (In::DIMS.len(), L::OUTPUT.len());
        let clean = self.infer(self.x(batch));
        for place in [0, inputs / 2, inputs - 1] {
            let sample = batch / 2;
            let mut x = self.x(batch).to_vec();
            x[sample * inputs + place] = f32::NAN;
            let y = self.infer(&x);
            for (n, (y, clean)) in y.chunks(outputs).zip(clean.chunks(outputs)).enumerate() {
                if n == sample {
                    let slopes = &self.truths[n].by_input[place];
                    let kept = y.iter().zip(slopes).all(|(y, &slope)| slope == 0.0 || y.is_nan());
                    assert!(kept, "NaN must go through");
                } else {
                    assert!(same_bits(y, clean), "NaN in one sample changes another");
                }
            }
        }
    }
}

fn check_table(table: &[Parameter], length: usize) {
    let mut end = 0;
    for (place, parameter) in table.iter().enumerate() {
        assert!(
            table[..place].iter().all(|other| other.path != parameter.path),
            "two parameters have one name"
        );
        assert_eq!(parameter.offset, end, "`{}` stands where the one before it ends", parameter.path.name());
        end += parameter.dims.len();
    }
    assert_eq!(end, length, "the table holds every parameter");
}

/// The sums of one sample, and how each changes with each parameter and each value that comes in.
struct Truth {
    y: Vec<Sum>,
    by_parameter: Vec<Vec<f64>>,
    by_input: Vec<Vec<f64>>,
}

impl Truth {
    fn of(
        reference: &impl Fn(&[f64], &[f64]) -> Vec<f64>,
        parameters: &[f64],
        x: &[f32],
        tokens: bool,
    ) -> Self {
        let x = wide(x);
        let by_parameter = slopes(|parameters| reference(parameters, &x), parameters);
        let y = reference(parameters, &x);
        // Between two token ids there is nothing, and so no gradient.
        let by_input = match tokens {
            true => vec![vec![0.0; y.len()]; x.len()],
            false => slopes(|x| reference(parameters, x), &x),
        };
        let y = y.into_iter().enumerate().map(|(n, value)| {
            let terms = by_parameter.iter().zip(parameters).chain(by_input.iter().zip(&x));
            Sum { value, size: value.abs() + terms.map(|(slopes, at)| (slopes[n] * at).abs()).sum::<f64>() }
        });
        Truth { y: y.collect(), by_parameter, by_input }
    }
}

/// The central differences of `f`: for each value of `at`, how each result changes with it.
fn slopes(f: impl Fn(&[f64]) -> Vec<f64>, at: &[f64]) -> Vec<Vec<f64>> {
    // In f64 this is good to about 1e-10, of which half is rounding (1e-16 / STEP).
    const STEP: f64 = 1e-6;
    let moved = |place: usize, by: f64| {
        let mut at = at.to_vec();
        at[place] += by;
        f(&at)
    };
    let slope = |(up, down): (f64, f64)| (up - down) / (2.0 * STEP);
    (0..at.len())
        .map(|place| moved(place, STEP).into_iter().zip(moved(place, -STEP)).map(slope).collect())
        .collect()
}

/// A sum, and the sum of its terms' magnitudes.
#[derive(Clone, Copy)]
struct Sum {
    value: f64,
    size: f64,
}

impl Sum {
    /// Σ slope·dy
    fn along(slopes: &[f64], dy: &[f32]) -> Self {
        let terms = slopes.iter().zip(dy).map(|(slope, &dy)| slope * f64::from(dy));
        Sum::of_sums(terms.map(|value| Sum { value, size: value.abs() }))
    }

    fn of_sums(terms: impl IntoIterator<Item = Sum>) -> Self {
        let add = |a: Sum, b: Sum| Sum { value: a.value + b.value, size: a.size + b.size };
        terms.into_iter().fold(Sum { value: 0.0, size: 0.0 }, add)
    }
}

/// An f32 sum of n terms of about one size is off by about √n roundings of partial sums that are about
/// √n terms large: by about one rounding (6e-8) of the sum of magnitudes, for any n. A right layer
/// stays below a handful; one that is wrong in one term of a thousand does not. A value that is small
/// because a factor of it is a difference (1 − h², say) is off by a rounding of what it might have been,
/// which the largest value tells.
fn assert_near(what: &str, got: &[f32], want: &[Sum]) {
    assert_eq!(got.len(), want.len(), "{what}: as many values as the reference gives");
    let largest = want.iter().fold(0.0, |largest: f64, want| largest.max(want.size));
    for (place, (&got, want)) in got.iter().zip(want).enumerate() {
        let tolerance = 5e-7 * want.size + 1e-7 * largest + 1e-9;
        let near = (f64::from(got) - want.value).abs() <= tolerance;
        assert!(near, "{what} at {place}: {got}, and the reference gives {} ± {tolerance:.1e}", want.value);
    }
}

/// Floats that hold NaN at first, between two fences that nobody may write to.
struct Fenced(Vec<f32>);

impl Fenced {
    const FENCE: [f32; 16] = [1234.5; 16];

    fn new(floats: usize) -> Self {
        Fenced([&Self::FENCE[..], &vec![f32::NAN; floats], &Self::FENCE].concat())
    }

    fn floats(&mut self) -> &mut [f32] {
        let end = self.0.len() - Self::FENCE.len();
        &mut self.0[Self::FENCE.len()..end]
    }

    fn open(mut self) -> Vec<f32> {
        let floats = self.floats().to_vec();
        assert!(
            self.0.starts_with(&Self::FENCE) && self.0.ends_with(&Self::FENCE),
            "written past a slice's end"
        );
        floats
    }
}

fn noise(random: &mut impl Rng) -> f32 {
    random.random_range(-1.0..1.0)
}

fn wide(floats: &[f32]) -> Vec<f64> {
    floats.iter().map(|&value| f64::from(value)).collect()
}

fn same_bits(a: &[f32], b: &[f32]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Dims, Fit, Flat, Linear, Random, ShapeRule, parameters};
    use std::{panic::catch_unwind, string::String};

    /// y = gain · x, with one of these mistakes.
    #[repr(C)]
    struct Flawed<const FLAW: u8> {
        gain: [f32; 3],
    }

    const NONE: u8 = 0;
    const INITIALIZES_PART: u8 = 1;
    const ADDS_TO_Y: u8 = 2;
    const INEXACT: u8 = 3;
    const DROPS_NAN: u8 = 4;
    const SPREADS_NAN: u8 = 5;
    const TRAINS_OTHERWISE: u8 = 6;
    const FORGETS_D: u8 = 7;
    const WRONG_D: u8 = 8;
    const WRONG_DX: u8 = 9;
    const LEAVES_DX: u8 = 10;
    const NEEDS_DX: u8 = 11;

    parameters! { impl [const FLAW: u8] Flawed<FLAW> { gain } }

    impl<const FLAW: u8> ShapeRule<Flat<3>> for Flawed<FLAW> {
        const OUTPUT: Dims = Dims::flat(3);
        const FIT: Fit = Fit::Ok;
    }

    impl<const FLAW: u8> Layer<Flat<3>> for Flawed<FLAW> {
        type Activation = Linear;
        const COST: usize = 3;

        fn build(&mut self, _: &mut Random) {
            self.gain[usize::from(FLAW == INITIALIZES_PART)..].fill(1.0);
        }

        fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
            for (place, (y, x)) in y.iter_mut().zip(x).enumerate() {
                let product = self.gain[place % 3] * x;
                *y = match FLAW {
                    ADDS_TO_Y => *y + product,
                    INEXACT => product * 1.000_01,
                    DROPS_NAN => product.max(-9.0),
                    _ => product,
                };
            }
            if FLAW == SPREADS_NAN && x.iter().any(|x| x.is_nan()) {
                y[0] = f32::NAN;
            }
        }

        fn forward(&self, pass: Forward<'_>) {
            self.infer(pass.x, pass.y, pass.scratch);
            if FLAW == TRAINS_OTHERWISE {
                pass.y[0] = pass.y[0].next_up();
            }
        }

        fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
            let mut nobody = Self::zeroed();
            let d = d.unwrap_or(&mut nobody);
            if FLAW == FORGETS_D {
                d.gain = [0.0; 3];
            }
            for (place, (dy, x)) in pass.dy.iter().zip(pass.x).enumerate() {
                d.gain[place % 3] += if FLAW == WRONG_D { -dy * x } else { dy * x };
            }
            match pass.dx {
                Some(_) if FLAW == LEAVES_DX => {}
                Some(dx) => {
                    for (place, (dx, dy)) in dx.iter_mut().zip(pass.dy).enumerate() {
                        *dx = dy * self.gain[if FLAW == WRONG_DX { 0 } else { place % 3 }];
                    }
                }
                None if FLAW == NEEDS_DX => d.gain[0] += 1.0,
                None => {}
            }
        }
    }

    fn verdict<const FLAW: u8>() -> String {
        let gain = |gain: &[f64], x: &[f64]| gain.iter().zip(x).map(|(gain, x)| gain * x).collect();
        match catch_unwind(|| check_layer::<Flat<3>, Flawed<FLAW>>(gain)) {
            Ok(()) => String::from("right"),
            Err(panic) => panic
                .downcast::<String>()
                .map_or_else(|text| String::from(*text.downcast_ref::<&str>().unwrap()), |text| *text),
        }
    }

    #[test]
    fn every_mistake_is_found_and_named() {
        for (verdict, start) in [
            (verdict::<NONE>(), "right"),
            (verdict::<INITIALIZES_PART>(), "`initialize` writes"),
            (verdict::<ADDS_TO_Y>(), "y at 0: NaN"),
            (verdict::<INEXACT>(), "y at"),
            (verdict::<DROPS_NAN>(), "NaN must go through"),
            (verdict::<SPREADS_NAN>(), "NaN in one sample changes another"),
            (verdict::<TRAINS_OTHERWISE>(), "`forward` and `infer`"),
            (verdict::<FORGETS_D>(), "the gradient of two passes"),
            (verdict::<WRONG_D>(), "the parameters' gradient at"),
            (verdict::<WRONG_DX>(), "dx at 1"),
            (verdict::<LEAVES_DX>(), "dx at 0: NaN"),
            (verdict::<NEEDS_DX>(), "without `dx`"),
        ] {
            assert!(verdict.starts_with(start), "{verdict}: not {start}");
        }
    }

    #[test]
    #[should_panic(expected = "written past a slice's end")]
    fn a_fence_that_is_written_to_is_found() {
        let mut fenced = Fenced::new(3);
        fenced.0[Fenced::FENCE.len() + 3] = 0.0;
        fenced.open();
    }
}
