//! Handwritten digits by convolutions: more than 99 % of 10,000 test digits after 5 epochs.
//!
//! `cargo run --release --example mnist_cnn`

mod common;

use common::Options;
use cornu::{pictures, prelude::*};
use std::{error::Error, process::ExitCode, time::Instant};

model! {
    /// Pixels to the ten digits.
    pub struct Digits <
        Input<784>,
        Reshape<28, 28, 1>,
        Conv2D<1, 16, 5, Relu>,
        MaxPool2D,
        Conv2D<16, 32, 5, Relu>,
        MaxPool2D,
        Flatten,
        Dropout { rate: 0.5 },
        Dense<512, 128, Relu>,
        Dense<128, 10, Softmax>
    >;
}

/// A callback: each epoch takes steps half as long as the one before, so that the last ones settle.
struct Halving;

impl<N: Network> Callback<N, Adam> for Halving {
    fn on_epoch_begin(&mut self, state: &mut TrainingState<'_, N, Adam>) -> Result<(), CallbackError> {
        if state.epoch > 1 {
            state.optimizer.learning_rate /= 2.0;
        }
        Ok(())
    }
}

const HELP: &str = "\
Trains a small convolutional network on MNIST.

Usage: cargo run --release --example mnist_cnn -- [options]

  --data DIR    where the four IDX files are (data/mnist in the repository)
  --epochs N    how often all images are gone through (5)
  --seed N      what weights and order are drawn from (7)
";

fn main() -> ExitCode {
    common::main(HELP, 5, run)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mnist = options.mnist()?;
    println!("{}\n", Digits::summary());

    let mut digits = Digits::new(options.seed).compile(Adam::new(0.002), SparseCategoricalCrossentropy);
    let start = Instant::now();
    digits
        .fit(&mnist.train.images, &mnist.train.labels)
        .epochs(options.epochs)
        .batch_size(64)
        .callback(Halving)
        .seed(options.seed)
        .run()?;
    println!("\ntrained in {:.0} s", start.elapsed().as_secs_f64());
    let test = digits.evaluate(&mnist.test.images, &mnist.test.labels)?;
    println!("test {test}\n");

    // What it does not know.
    let images = &mnist.test.images;
    let predictions = digits.predict_batch(images);
    let wrong =
        images.iter().zip(&predictions).zip(&mnist.test.labels).filter_map(|((image, said), &label)| {
            let said = Class::most_likely(said)?;
            (said != label).then(|| (image, format!("{said}, is {label}")))
        });
    let wrong: Vec<_> = wrong.take(5).collect();
    println!("the first that are wrong\n{}", pictures::<28, 28>(&wrong, 5));
    Ok(())
}
