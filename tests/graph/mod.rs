//! Graphs: every way in which values meet, along random directions against central differences of the
//! loss; and what they cost.

use crate::recording::record;
use cornu::{
    Block, Loss, Network, inference_floats, model, prelude::*, random, view_blocks, view_blocks_mut,
};
use rand::RngExt;

/// Asserts that the gradient agrees with differences of the loss, and that a sample alone has the bits that it
/// has in a batch.
fn check<N: Network, L: Loss<N::Head, N::Output> + Copy>(loss: L, target: impl Fn(usize) -> L::Target) {
    const BATCH: usize = 5;
    let mut random = random(11, 0);
    let mut noise =
        |floats: usize| -> Vec<f32> { (0..floats).map(|_| random.random_range(-1.0..1.0)).collect() };
    let mut network = N::zeroed();
    network.initialize(7);
    network.floats_mut().iter_mut().zip(noise(N::LENGTH)).for_each(|(p, by)| *p += 0.1 * by);
    let x = noise(BATCH * N::Input::LENGTH);
    let x: &[N::Input] = view_blocks(&x);
    let targets: Vec<_> = (0..BATCH).map(target).collect();
    let (_, outputs, d) = record(&mut network, loss, x, &targets);

    let mut batch = vec![f32::NAN; outputs.len()];
    let mut memory = vec![f32::NAN; inference_floats::<N>(BATCH)];
    network.predict_batch_into(x, view_blocks_mut(&mut batch), &mut memory).unwrap();
    let near = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 2e-6);
    assert!(near(&batch, &outputs), "a batch is in inference as in training: {batch:?} {outputs:?}");
    for (x, y) in x.iter().zip(outputs.chunks(N::Output::LENGTH)) {
        assert!(near(network.predict(x).floats(), y), "a sample alone is as it is in a batch");
    }

    let mut at = |by: f32, direction: &[f32]| -> f64 {
        let before = network.floats().to_vec();
        network.floats_mut().iter_mut().zip(direction).for_each(|(p, v)| *p += by * v);
        let sum = record(&mut network, loss, x, &targets).0;
        network.floats_mut().copy_from_slice(&before);
        sum / BATCH as f64
    };
    for _ in 0..6 {
        let direction = noise(N::LENGTH);
        // Two central differences whose errors of second order cancel; what is left is rounding of the loss in
        // f32, 1e-7 of it, divided by the step.
        let slope = |step: f32| (at(step, &direction) - at(-step, &direction)) / f64::from(2.0 * step);
        let mut slope = slope;
        let (wide, narrow) = (slope(0.01), slope(0.005));
        let want = (4.0 * narrow - wide) / 3.0;
        let got: f64 = d.iter().zip(&direction).map(|(&d, &v)| f64::from(d) * f64::from(v)).sum();
        let size: f64 = d.iter().map(|&d| f64::from(d) * f64::from(d)).sum::<f64>().sqrt();
        // A path that is forgotten, or counted twice, changes the slope by about its whole size.
        assert!((got - want).abs() <= 2e-4 + 2e-3 * size, "{}: {got} and {want}", N::NAME);
    }
}

model! {
    struct Residual {
        let x = Input<4>;
        let a = Dense<4, 6, Tanh>(x);
        let b = Dense<6, 6, Tanh>(a);
        let c = Dense<6, 6, Tanh>(Add(a, b));
        Dense<6, 2>(Add(a, b, c))
    }
}

model! {
    struct SameTwice {
        let x = Input<3>;
        let a = Dense<3, 4, Tanh>(x);
        let squared = Multiply(a, a);
        Dense<12, 2>(Concatenate(squared, a, squared))
    }
}

model! {
    struct Shared {
        let left = Input<3>;
        let right = Input<3>;
        let encoder = Dense<3, 5, Tanh>;
        let deeper = Dense<5, 5, Tanh>;
        let a = deeper(encoder(left));
        let b = deeper(deeper(encoder(right)));
        Dense<5, 2>(Subtract(a, b))
    }
}

model! {
    struct Several {
        let x = Input<3>;
        let extra = Input<2, 2>;
        let h = Dense<3, 5, Tanh>(x);
        // An output that another layer takes as well, behind its activation.
        let first = Dense<5, 3, Sigmoid>(h);
        let flat = Flatten(extra);
        let second = Dense<_, 2>(Concatenate(first, flat, h));
        (first, second)
    }
}

model! { struct Inner < Dense<4, 6, Tanh>, Dense<6, 4, Sigmoid> >; }
model! {
    struct Outer {
        let x = Input<4>;
        let inner = Inner;
        let once = inner(x);
        let twice = inner(once);
        Dense<4, 2>(Add(once, twice))
    }
}
model! { struct Nested < Dense<3, 4, Tanh>, Outer, Dense<2, 2> >; }
model! {
    struct Images {
        let x = Input<6, 6, 2>;
        let a = Conv2D<2, 4, 3, Tanh> { padding: Same }(x);
        let b = Conv2D<4, 4, 3> { padding: Same, use_bias: false }(a);
        let c = Tanh(Add(a, b));
        let pooled = AveragePool2D<2>(c);
        let d = Concatenate(pooled, Conv2D<4, 3, 1, Tanh> { strides: 2 }(a));
        Dense<7, 2>(GlobalAveragePool(d))
    }
}
model! {
    struct Series {
        let x = Input<5, 3>;
        let a = LSTM<3, 4> { return_sequences: true }(x);
        let b = MultiHeadAttention<4, 2, 3>(a);
        let c = LayerNorm<4>(Add(a, b));
        Dense<_, 2>(Concatenate(GRU<4, 3>(c), GlobalAveragePool(c)))
    }
}

fn pair(sample: usize) -> [f32; 2] {
    [0.3 * sample as f32 - 0.5, 0.2]
}

#[test]
fn ways_around() {
    check::<Residual, _>(MeanSquaredError, pair);
}

#[test]
fn a_value_taken_twice_by_one_layer() {
    check::<SameTwice, _>(MeanSquaredError, pair);
}

#[test]
fn layers_used_twice() {
    assert_eq!(Shared::PARAMETER_COUNT, (3 * 5 + 5) + (5 * 5 + 5) + (5 * 2 + 2));
    check::<Shared, _>(MeanSquaredError, pair);
}

#[test]
fn several_outputs_one_of_which_goes_on() {
    let targets = |sample: usize| ([1.0, 0.0, (sample % 2) as f32], pair(sample));
    check::<Several, _>((BinaryCrossentropy, Weighted(0.5, MeanSquaredError)), targets);
}

#[test]
fn models_in_models() {
    check::<Outer, _>(MeanSquaredError, pair);
    check::<Nested, _>(MeanSquaredError, pair);
    assert_eq!(Nested::PARAMETERS[2].to_string(), "outer_1/inner/dense_1/kernel");
}

#[test]
fn images() {
    check::<Images, _>(MeanSquaredError, pair);
}

#[test]
fn series() {
    check::<Series, _>(MeanSquaredError, pair);
}

/// The mean of the losses, each by hand.
#[test]
fn the_loss_of_several_outputs_is_their_sum() {
    let mut network = Several::zeroed();
    network.initialize(7);
    let x = [SeveralInput { x: [0.1, -0.4, 0.9], extra: [[0.5, 0.1], [-1.0, 0.2]] }; 2];
    let targets = [([1.0, 0.0, 1.0], [0.5, -0.5]), ([0.0, 1.0, 1.0], [2.0, 0.0])];
    let loss = (BinaryCrossentropy, Weighted(0.25, MeanSquaredError));
    let (sum, outputs, _) = record(&mut network, loss, &x, &targets);
    let want: f32 = outputs
        .chunks(5)
        .zip(&targets)
        .map(|(y, (first, second))| {
            let entropy = |y: f32, t: f32| -(t * y.ln() + (1.0 - t) * (1.0 - y).ln());
            let one = (0..3).map(|n| entropy(y[n], first[n])).sum::<f32>() / 3.0;
            let other = (0..2).map(|n| (y[3 + n] - second[n]).powi(2)).sum::<f32>() / 2.0;
            one + 0.25 * other
        })
        .sum();
    assert!((sum as f32 - want).abs() <= 1e-5 * want, "{sum} and {want}");
}

model! { struct Frozen < Inner { trainable: false }, Dense<4, 3, Tanh>, Inner2 { trainable: false }, Dense<2, 2> >; }
model! { struct Inner2 < Dense<3, 2, Tanh> >; }

/// A frozen layer hands the gradient on to those before it, and stays as it is; one before all others does not
/// even that.
#[test]
fn frozen_layers() {
    let mut frozen = Frozen::new(7).compile(SGD::new(0.1), MeanSquaredError);
    let start = frozen.floats().to_vec();
    let x: Vec<[f32; 4]> = (0..20).map(|n| [0.1 * n as f32, -0.5, 0.3, 1.0 - 0.1 * n as f32]).collect();
    let y: Vec<[f32; 2]> = (0..20).map(pair).collect();
    let history = frozen.fit(&x, &y).epochs(20).verbose(Verbose::Silent).run().unwrap();
    assert!(history.loss[19] < 0.5 * history.loss[0]);
    for parameter in Frozen::PARAMETERS {
        let changed = parameter.of(&start) != parameter.of(frozen.floats());
        let name = parameter.to_string();
        assert_eq!(changed, !name.starts_with("inner"), "{name}");
        assert_eq!(changed, parameter.trainable, "{name}");
    }
    let summary = Frozen::summary().to_string();
    assert!(summary.contains("Trainable params: 21"), "{summary}");
    assert!(summary.contains("Non-trainable params: 66"), "{summary}");
}

/// A value of one step of a sequence flows through the same memory.
#[test]
fn a_graph_in_a_stream() {
    model! {
        struct Steps {
            let x = Input<7, 2>;
            let a = GRU<2, 5> { return_sequences: true }(x);
            let b = Dense<5, 5, Tanh>(a);
            let c = SimpleRNN<5, 4>(Add(a, b));
            Dense<4, 2>(c)
        }
    }
    let mut steps = Steps::zeroed();
    steps.initialize(7);
    let x: [[f32; 2]; 7] = core::array::from_fn(|n| [0.3 * n as f32, 1.0 - 0.2 * n as f32]);
    let mut stream = cornu::Stream::new(&steps);
    let mut last = [0.0; 2];
    for _ in 0..2 {
        x.iter().for_each(|x| last = stream.push(x));
        let whole = steps.predict(&x);
        assert!(last.iter().zip(whole).all(|(a, b)| (a - b).abs() <= 1e-6), "{last:?} {whole:?}");
        stream.reset();
    }
}

#[test]
fn the_summary_says_what_is_connected() {
    let summary = Shared::summary().to_string();
    for row in [
        "│ left (Input)            │ (3)          │       0 │ -                │",
        "│ encoder (Dense)         │ (5)          │      20 │ left             │",
        "│ encoder (Dense)         │ (5)          │       0 │ right            │",
        "│ subtract_1 (Subtract)   │ (5)          │       0 │ deeper, deeper   │",
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(squeezed(&summary).contains(&squeezed(row)), "{row} is not in\n{summary}");
    }
}
