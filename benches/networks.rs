//! Whole networks: training steps and inference, `cargo bench --bench networks`; with
//! `--features threads` on all processors.
//!
//! Beside a step of Digits runs the same step written by hand around the crate matrixmultiply, and
//! beside an inference the mere reading of its weights, which no inference of one sample can beat.

mod by_hand;
mod common;

use common::by_turns;
use cornu::{InstructionSet, Training, inference_floats, pass, prelude::*, training_floats};
use std::hint::black_box;

model! {
    /// The network of Keras's first example.
    pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;
}

model! {
    /// The network for the Pima data.
    pub struct Diabetes < Dense<8, 10, Relu>, Dense<10, 10, Relu>, Dense<10, 1, Sigmoid> >;
}

model! {
    /// The convolutional network of the example `cifar10`.
    pub struct Photographs <
        Input<32, 32, 3>,
        Conv2D<3, 32, 3, Relu>,
        MaxPool2D,
        Conv2D<32, 64, 3, Relu>,
        MaxPool2D,
        Conv2D<64, 128, 3, Relu>,
        MaxPool2D,
        Flatten,
        Dense<512, 128, Relu>,
        Dense<128, 10, Softmax>
    >;
}

const BATCH: usize = 128;
const LEARNING_RATE: f32 = 1e-6;

fn main() {
    println!("instruction set {}, {}", InstructionSet::detect(), threads());
    digits();
    diabetes();
    photographs();
}

fn threads() -> String {
    #[cfg(feature = "threads")]
    return format!("{} threads", cornu::threads());
    #[cfg(not(feature = "threads"))]
    return "one thread".into();
}

fn digits() {
    let x: Vec<[f32; 784]> = (0..BATCH).map(|i| std::array::from_fn(|j| wave(i * 784 + j).abs())).collect();
    let labels: Vec<Class<10>> = (0..BATCH).map(|i| Class::new(i % 10).expect("below 10")).collect();
    let mut digits = Digits::new(7);
    let memory = vec![0.0; training_floats::<Digits>(BATCH, 2)];
    let mut training = Training::new(Adam::new(LEARNING_RATE), SparseCategoricalCrossentropy, memory);
    let mut by_hand = by_hand::Step::new(&digits, &x, &labels, LEARNING_RATE);
    // Both do the same work: from the same start they come to the same losses.
    for _ in 0..10 {
        let own = training.step(&mut *digits, &x, &labels).expect("finite").loss as f32 / BATCH as f32;
        let hand = by_hand.run();
        assert!((own - hand).abs() <= 1e-4 * own, "losses of {own} and {hand} by hand");
    }
    let [step, hand] = by_turns([
        &mut || {
            black_box(training.step(&mut *digits, black_box(&x), &labels).expect("finite"));
        },
        &mut || {
            black_box(by_hand.run());
        },
    ]);
    println!("\n784-512-10, Adam, batches of {BATCH}");
    let [own, other] = [step, hand].map(|seconds| BATCH as f64 / seconds);
    println!("  training step                {own:9.0} samples/s");
    println!("  by hand, matrixmultiply      {other:9.0} samples/s, on one thread; ratio {:.2}", own / other);

    let digits = &*digits;
    let mut outputs = vec![[0.0; 10]; BATCH];
    let mut memory = vec![0.0; inference_floats::<Digits>(BATCH)];
    let [one, reading, batch] = by_turns([
        &mut || {
            black_box(digits.predict(black_box(&x[0])));
        },
        &mut || {
            black_box(sum(black_box(cornu::view_floats(std::slice::from_ref(digits)))));
        },
        &mut || pass::predict_batch(digits, black_box(&x), black_box(&mut outputs), &mut memory),
    ]);
    println!(
        "  inference of one sample      {:9.1} µs; reading its weights takes {:.1} µs",
        one * 1e6,
        reading * 1e6
    );
    println!("  inference of {BATCH}             {:9.0} samples/s", BATCH as f64 / batch);
}

fn diabetes() {
    let x: [[f32; 8]; 10] = std::array::from_fn(|i| std::array::from_fn(|j| wave(i * 8 + j)));
    let y: [[f32; 1]; 10] = std::array::from_fn(|i| [(i % 2) as f32]);
    let mut network = Diabetes::new(7);
    let untouched = Diabetes::new(7);
    let memory = vec![0.0; training_floats::<Diabetes>(x.len(), 2)];
    let mut training = Training::new(Adam::new(LEARNING_RATE), BinaryCrossentropy, memory);
    let [step, one] = by_turns([
        &mut || {
            black_box(training.step(&mut *network, black_box(&x), &y).expect("finite"));
        },
        &mut || {
            black_box(untouched.predict(black_box(&x[0])));
        },
    ]);
    println!("\n8-10-10-1, Adam, batches of {}", x.len());
    println!("  training step                {:9.0} ns", step * 1e9);
    println!("  inference of one sample      {:9.0} ns", one * 1e9);
}

fn photographs() {
    const BATCH: usize = 32;
    let mut x = cornu::zeroed_vec::<[[[f32; 3]; 32]; 32]>(BATCH);
    cornu::view_floats_mut(&mut x).iter_mut().enumerate().for_each(|(i, x)| *x = wave(i).abs());
    let labels: Vec<Class<10>> = (0..BATCH).map(|i| Class::new(i % 10).expect("below 10")).collect();
    let mut network = Photographs::new(7);
    let untouched = Photographs::new(7);
    let memory = vec![0.0; training_floats::<Photographs>(BATCH, 2)];
    let mut training = Training::new(Adam::new(LEARNING_RATE), SparseCategoricalCrossentropy, memory);
    let [step, one] = by_turns([
        &mut || {
            black_box(training.step(&mut *network, black_box(&x), &labels).expect("finite"));
        },
        &mut || {
            black_box(untouched.predict(black_box(&x[0])));
        },
    ]);
    println!("\nthe convolutional network for CIFAR-10, Adam, batches of {BATCH}");
    println!("  training step                {:9.0} samples/s", BATCH as f64 / step);
    println!("  inference of one sample      {:9.1} µs", one * 1e6);
}

/// Numbers between −1 and 1 that are all different.
fn wave(place: usize) -> f32 {
    (place as f32 * 0.37).sin()
}

/// The sum of all values, as fast as they can be read.
fn sum(values: &[f32]) -> f32 {
    cornu::vectorize(values.len(), || {
        let mut sums = [0.0; 64];
        for part in values.chunks_exact(sums.len()) {
            for (sum, value) in sums.iter_mut().zip(part) {
                *sum += value;
            }
        }
        sums.iter().sum()
    })
}
