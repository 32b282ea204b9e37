//! An autoencoder: 784 pixels to 16 numbers and back, learnt without labels; each half is a model of its own.
//!
//! `cargo run --release --example autoencoder`

mod common;

use common::Options;
use cornu::{pictures, prelude::*};
use std::{array, error::Error, process::ExitCode};

model! {
    /// A digit to the 16 numbers that tell it from others.
    pub struct Encoder <
        Input<784>,
        Reshape<28, 28, 1>,
        Conv2D<1, 16, 3, Relu> { strides: 2, padding: Same },
        Conv2D<16, 32, 3, Relu> { strides: 2, padding: Same },
        Flatten,
        Dense<1568, 16>
    >;
}

model! {
    /// The same way back.
    pub struct Decoder <
        Dense<16, 1568, Relu>,
        Reshape<7, 7, 32>,
        Conv2DTranspose<32, 16, 3, Relu> { strides: 2, padding: Same },
        Conv2DTranspose<16, 1, 3> { strides: 2, padding: Same },
        Flatten,
        Sigmoid
    >;
}

model! {
    /// Both: what comes out is to be what came in.
    pub struct Autoencoder < Encoder, Decoder >;
}

const HELP: &str = "\
Trains an autoencoder on MNIST and draws what it makes of digits.

Usage: cargo run --release --example autoencoder -- [options]

  --data DIR    where the four IDX files are (data/mnist in the repository)
  --epochs N    how often all images are gone through (5)
  --seed N      what weights and order are drawn from (7)
";

/// How many digits stand side by side.
const SHOWN: usize = 5;

fn main() -> ExitCode {
    common::main(HELP, 5, run)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mnist = options.mnist()?;
    let (train, test) = (&mnist.train.images, &mnist.test.images);
    println!("{}\n", Autoencoder::summary());

    let mut both = Autoencoder::new(options.seed).compile(Adam::default(), BinaryCrossentropy);
    both.fit(train, train).epochs(options.epochs).batch_size(64).seed(options.seed).run()?;

    // Whoever knows only the mean of all digits says that, whatever comes in.
    let mean = mean(train);
    println!(
        "\ntest loss {:.4}; of the mean digit {:.4}\n",
        both.evaluate(test, test)?.loss,
        loss(&mean, test)
    );

    // Each half stands in the whole by its name, and can be used alone.
    let Autoencoder { encoder_1: encoder, decoder_1: decoder } = &*both.into_model();
    let codes: Vec<[f32; 16]> = encoder.predict_batch(&test[..SHOWN]);
    let after: Vec<[f32; 784]> = decoder.predict_batch(&codes);
    let before =
        test[..SHOWN].iter().zip(&mnist.test.labels).map(|(digit, label)| (digit, format!("a {label}")));
    println!("{}", pictures::<28, 28>(&before.collect::<Vec<_>>(), SHOWN));
    let after = after.iter().map(|digit| (digit, "from 16 numbers"));
    println!("{}", pictures::<28, 28>(&after.collect::<Vec<_>>(), SHOWN));

    // From one digit to another, by codes between theirs that no digit had.
    let way: Vec<[f32; 784]> = (0..SHOWN)
        .map(|step| {
            let part = step as f32 / (SHOWN - 1) as f32;
            decoder.predict(&array::from_fn(|n| codes[0][n] + part * (codes[1][n] - codes[0][n])))
        })
        .collect();
    let [from, to] = [0, 1].map(|place| mnist.test.labels[place]);
    let way: Vec<_> = way.iter().map(|digit| (digit, format!("from {from} to {to}"))).collect();
    println!("{}", pictures::<28, 28>(&way, SHOWN));
    Ok(())
}

fn mean(digits: &[[f32; 784]]) -> [f32; 784] {
    array::from_fn(|pixel| digits.iter().map(|digit| digit[pixel]).sum::<f32>() / digits.len() as f32)
}

/// The mean binary cross-entropy of these digits, if the same is said of each.
fn loss(said: &[f32; 784], digits: &[[f32; 784]]) -> f32 {
    let [mut sum, count] = [0.0, (digits.len() * 784) as f64];
    for (&t, &p) in digits.iter().flat_map(|digit| digit.iter().zip(said)) {
        // Where no digit of the training had ink.
        let (t, p) = (f64::from(t), f64::from(p).clamp(1e-7, 1.0 - 1e-7));
        sum -= t * p.ln() + (1.0 - t) * (1.0 - p).ln();
    }
    (sum / count) as f32
}
