//! Small photographs of ten kinds of things: Keras's usual convolutional network for CIFAR-10.
//!
//! `cargo run --release --example cifar10 -- --data FOLDER`; without the photographs it learns digits in colour,
//! so that it runs as it is.

mod common;

use common::Options;
use cornu::{
    Random,
    datasets::{self, Cifar10, Labelled},
    prelude::*,
    rand::RngExt,
    random,
};
use std::{error::Error, process::ExitCode};

model! {
    /// Photographs to the ten kinds of things that they show.
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

// As many as Keras counts.
const _: () = assert!(Photographs::PARAMETER_COUNT == 160_202);

const BATCH: usize = 32;
/// How many digits stand for the photographs: one to two minutes of training.
const DIGITS: [usize; 2] = [10_000, 2_000];

const HELP: &str = "\
Trains a convolutional network on CIFAR-10, or on digits in colour if it is not there.

Usage: cargo run --release --example cifar10 -- [options]

  --data DIR    where the binary files of CIFAR-10 are (none: digits)
  --epochs N    how often all images are gone through (10)
  --seed N      what weights and order are drawn from (7)
";

const HOW_TO_GET_IT: &str = "\
No --data DIR was given. For the photographs, unpack cifar-10-binary.tar.gz from
https://www.cs.toronto.edu/~kriz/cifar.html and give its folder: --data cifar-10-batches-bin
Until then: MNIST's digits on 32×32×3, in colours drawn at random, 10,000 to learn from and 2,000 to test with,
so that it takes one to two minutes.
";

type Image = [[[f32; 3]; 32]; 32];

fn main() -> ExitCode {
    common::main(HELP, 10, run)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let (train, test) = match &options.data {
        Some(folder) => photographs(datasets::cifar10(folder)?),
        None => {
            println!("{HOW_TO_GET_IT}");
            let mnist = options.mnist()?;
            let [train, test] = DIGITS;
            (
                coloured(&mnist.train, train, random(options.seed, 0)),
                coloured(&mnist.test, test, random(options.seed, 1)),
            )
        }
    };
    println!("{}\n", Photographs::summary());

    let mut network = Photographs::new(options.seed).compile(Adam::default(), SparseCategoricalCrossentropy);
    let history = network
        .fit(&train.images, &train.labels)
        .epochs(options.epochs)
        .batch_size(BATCH)
        .validation_data(&test.images, &test.labels)
        .seed(options.seed)
        .run()?;
    let seconds: f64 = history.seconds.iter().sum();
    println!(
        "\ntrained {} images {} times in {seconds:.1} s: {:.0} samples/s, kernels on {}",
        history.samples,
        history.epochs(),
        (history.samples * history.epochs()) as f64 / seconds,
        cornu::InstructionSet::detect()
    );
    println!("test {}", network.evaluate(&test.images, &test.labels)?);
    Ok(())
}

/// What to train and to test with; if there is nothing for the test, a fifth is held out.
fn photographs(Cifar10 { mut train, test }: Cifar10) -> (Labelled<Image>, Labelled<Image>) {
    let test = test.unwrap_or_else(|| {
        let kept = train.images.len() * 4 / 5;
        println!("There is no test_batch.bin: the last fifth of the images is held out.\n");
        Labelled { images: train.images.split_off(kept), labels: train.labels.split_off(kept) }
    });
    (train, test)
}

/// Digits as coloured images: ink and paper of colours that tell nothing of the digit, two pixels of paper around.
fn coloured(digits: &Labelled, count: usize, mut random: Random) -> Labelled<Image> {
    let count = count.min(digits.images.len());
    let mut images = cornu::zeroed_vec::<Image>(count);
    for (image, digit) in images.iter_mut().zip(&digits.images) {
        let paper: [f32; 3] = random.random();
        // Far enough from the paper to be seen.
        let ink = paper.map(|paper| (paper + random.random_range(0.3..0.7)) % 1.0);
        for (row, pixels) in image.iter_mut().enumerate() {
            for (column, pixel) in pixels.iter_mut().enumerate() {
                let inside = (2..30).contains(&row) && (2..30).contains(&column);
                let cover = if inside { digit[(row - 2) * 28 + column - 2] } else { 0.0 };
                *pixel = std::array::from_fn(|colour| paper[colour] + cover * (ink[colour] - paper[colour]));
            }
        }
    }
    Labelled { images, labels: digits.labels[..count].to_vec() }
}
