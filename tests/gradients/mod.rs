//! The gradient of whole networks: along random directions, against central differences of the same
//! network in f64.

mod reference;

use crate::recording::record;
use cornu::{
    Activation, BinaryCrossentropy, Block, CategoricalCrossentropy, Loss, MeanSquaredError, Network, math,
    model, prelude::*, random, view_blocks,
};
use rand::RngExt;
use reference::{Layer, binary, categorical, linear, relu, sigmoid, softmax, squared_error, swish, tanh};

/// x · sigmoid(x): an activation whose derivative reads the sums.
struct Swish;
cornu::activation! { Swish }

impl Activation for Swish {
    const NEEDS_SUMS: bool = true;

    fn apply(values: &mut [f32], _: usize) {
        values.iter_mut().for_each(|x| *x *= math::sigmoid(*x));
    }

    fn backward(sums: &[f32], _: &[f32], d: &mut [f32], _: usize) {
        for (d, &x) in d.iter_mut().zip(sums) {
            let s = math::sigmoid(x);
            *d *= s + x * s * (1.0 - s);
        }
    }
}

/// Asserts outputs, loss and gradient of a network for batches of 1 and 5 random samples.
fn check<N: Network, L: Loss<N::Head, N::Output, Target = N::Output> + Copy>(
    loss: &L,
    layers: &[Layer],
    loss_64: fn(&[f64], &[f64]) -> f64,
) {
    let mut random = random(11, 0);
    let mut noise =
        |floats: usize| -> Vec<f32> { (0..floats).map(|_| random.random_range(-1.0..1.0)).collect() };
    let wide = |floats: &[f32]| -> Vec<f64> { floats.iter().map(|&value| f64::from(value)).collect() };
    let mut network = N::zeroed();
    network.initialize(7);
    network.floats_mut().iter_mut().zip(noise(N::LENGTH)).for_each(|(p, by)| *p += 0.2 * by);
    let parameters = wide(network.floats());
    for batch in [1, 5] {
        let (inputs, width) = (N::Input::LENGTH, N::Output::LENGTH);
        let x = noise(batch * inputs);
        // Positive, and of sum 1 over a sample: every loss takes such targets.
        let mut targets: Vec<f32> = noise(batch * width).iter().map(|t| t + 1.1).collect();
        for row in targets.chunks_mut(width) {
            let sum: f32 = row.iter().sum();
            row.iter_mut().for_each(|t| *t /= 1.5 * sum);
        }

        let (sum, outputs, d) = record(&mut network, *loss, view_blocks(&x), view_blocks(&targets));
        let mut inferred = vec![f32::NAN; outputs.len()];
        let mut flow = vec![f32::NAN; cornu::inference_floats::<N>(batch)];
        network.logits(&x, &mut inferred, &mut flow);
        loss.evaluate(&mut inferred, view_blocks(&targets), None);
        assert_eq!(inferred, outputs, "inference gives the bits of training");

        let (x, targets) = (wide(&x), wide(&targets));
        let total = |parameters: &[f64]| -> f64 {
            let samples = x.chunks(inputs).zip(targets.chunks(width));
            samples.map(|(x, t)| loss_64(&reference::outputs(layers, parameters, x), t)).sum()
        };
        let want = total(&parameters);
        assert!((sum - want).abs() <= 1e-6 * want.abs(), "the loss: {sum} and {want}");
        for _ in 0..8 {
            let direction = wide(&noise(N::LENGTH));
            // In f64 the difference is good to 1e-9; no step crosses a kink of ReLU (see there).
            const STEP: f64 = 1e-6;
            let moved = |by: f64| {
                let moved: Vec<f64> = parameters.iter().zip(&direction).map(|(p, v)| p + by * v).collect();
                total(&moved)
            };
            let slope = (moved(STEP) - moved(-STEP)) / (2.0 * STEP) / batch as f64;
            let terms = || d.iter().zip(&direction).map(|(&d, v)| f64::from(d) * v);
            // A few roundings of f32 in each term; a mistake in one weight's gradient is a share of 1/LENGTH.
            let size: f64 = terms().map(f64::abs).sum();
            let off = (terms().sum::<f64>() - slope).abs();
            assert!(off <= 1e-6 * size, "batch {batch}: off by {off}, of {size}");
        }
    }
}

model! { struct Classes < Dense<6, 8, Relu>, Dense<8, 4, Softmax> >; }
model! { struct YesNo < Dense<5, 7, Tanh>, Dense<7, 2, Sigmoid> >; }
model! { struct Values < Dense<4, 9, Sigmoid>, Dense<9, 6, Relu>, Dense<6, 3> >; }
// Both gradient buffers hold layers of several widths, the widest neither first nor last.
model! { struct Deep < Dense<3, 11, Tanh>, Dense<11, 2, Sigmoid>, Dense<2, 40, Relu>, Dense<40, 5, Tanh>, Dense<5, 4, Softmax> >; }
model! { struct Series < Input<4, 3>, Dense<3, 5, Tanh>, Flatten, Dense<20, 6, Relu>, Dense<6, 2> >; }
model! { struct PixelClasses < Input<2, 3, 4>, Dense<4, 5, Relu>, Dense<5, 1, Sigmoid> >; }
model! { struct OneLayer < Dense<6, 3> >; }
model! { struct OnlySwish < Dense<4, 3, Swish> >; }
model! { struct Swishes < Dense<4, 6, Swish>, Dense<6, 5, Swish>, Dense<5, 3, Swish> >; }
// Products that are not tiny, so that the packed kernels run.
model! { struct Wide < Dense<40, 64, Relu>, Dense<64, 33, Tanh>, Dense<33, 10, Softmax> >; }

#[test]
fn classes() {
    check::<Classes, _>(&CategoricalCrossentropy, &[Some((6, 8, relu)), Some((8, 4, softmax))], categorical);
}

#[test]
fn probabilities() {
    check::<YesNo, _>(&BinaryCrossentropy, &[Some((5, 7, tanh)), Some((7, 2, sigmoid))], binary);
}

#[test]
fn values() {
    let layers: [Layer; 3] = [Some((4, 9, sigmoid)), Some((9, 6, relu)), Some((6, 3, linear))];
    check::<Values, _>(&MeanSquaredError, &layers, squared_error);
}

#[test]
fn five_layers() {
    let layers: [Layer; 5] = [
        Some((3, 11, tanh)),
        Some((11, 2, sigmoid)),
        Some((2, 40, relu)),
        Some((40, 5, tanh)),
        Some((5, 4, softmax)),
    ];
    check::<Deep, _>(&CategoricalCrossentropy, &layers, categorical);
}

#[test]
fn steps_then_values() {
    let layers: [Layer; 4] = [Some((3, 5, tanh)), None, Some((20, 6, relu)), Some((6, 2, linear))];
    check::<Series, _>(&MeanSquaredError, &layers, squared_error);
}

#[test]
fn each_pixel() {
    check::<PixelClasses, _>(&BinaryCrossentropy, &[Some((4, 5, relu)), Some((5, 1, sigmoid))], binary);
}

#[test]
fn one_layer() {
    check::<OneLayer, _>(&MeanSquaredError, &[Some((6, 3, linear))], squared_error);
}

#[test]
fn sums_that_the_way_back_needs() {
    check::<OnlySwish, _>(&MeanSquaredError, &[Some((4, 3, swish))], squared_error);
    let layers: [Layer; 3] = [Some((4, 6, swish)), Some((6, 5, swish)), Some((5, 3, swish))];
    check::<Swishes, _>(&MeanSquaredError, &layers, squared_error);
}

#[test]
fn wide_layers() {
    let layers: [Layer; 3] = [Some((40, 64, relu)), Some((64, 33, tanh)), Some((33, 10, softmax))];
    check::<Wide, _>(&CategoricalCrossentropy, &layers, categorical);
}
