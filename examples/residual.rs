//! A residual network, in the graph form of `model!`: each block adds what it has learnt to what came in, after He
//! and others, "Deep Residual Learning for Image Recognition", 2015.
//!
//! `cargo run --release --example residual`

mod common;

use common::Options;
use cornu::prelude::*;
use std::{error::Error, process::ExitCode};

model! {
    /// Pixels to the ten digits.
    pub struct Residual {
        let pixels = Input<784>;
        let image = Reshape<28, 28, 1>(pixels);
        // A convolution in front of a BatchNorm needs no bias: that takes the mean away, and adds one of its own.
        let a = Conv2D<1, 16, 3> { strides: 2, padding: Same, use_bias: false }(image);
        let a = Relu(BatchNorm<16>(a));

        // A block that leaves the sizes as they are, 14×14×16.
        let b = Conv2D<16, 16, 3> { padding: Same, use_bias: false }(a);
        let b = Relu(BatchNorm<16>(b));
        let b = Conv2D<16, 16, 3> { padding: Same, use_bias: false }(b);
        let b = Relu(Add(a, BatchNorm<16>(b)));

        // One that halves the sides and doubles the channels, to 7×7×32: what came in is projected there.
        let c = Conv2D<16, 32, 3> { strides: 2, padding: Same, use_bias: false }(b);
        let c = Relu(BatchNorm<32>(c));
        let c = Conv2D<32, 32, 3> { padding: Same, use_bias: false }(c);
        let projected = Conv2D<16, 32, 1> { strides: 2, padding: Same, use_bias: false }(b);
        let c = Relu(Add(BatchNorm<32>(projected), BatchNorm<32>(c)));

        Dense<32, 10, Softmax>(GlobalAveragePool(c))
    }
}

/// A callback: each epoch takes steps a third as long as the one before, so that the last ones settle.
struct Settling;

impl<N: Network> Callback<N, Adam> for Settling {
    fn on_epoch_begin(&mut self, state: &mut TrainingState<'_, N, Adam>) -> Result<(), CallbackError> {
        if state.epoch > 1 {
            state.optimizer.learning_rate /= 3.0;
        }
        Ok(())
    }
}

const HELP: &str = "\
Trains a residual network on MNIST.

Usage: cargo run --release --example residual -- [options]

  --data DIR    where the four IDX files are (data/mnist in the repository)
  --epochs N    how often all images are gone through (3)
  --seed N      what weights and order are drawn from (7)
";

fn main() -> ExitCode {
    common::main(HELP, 3, run)
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let mnist = options.mnist()?;
    println!("{}\n", Residual::summary());

    let mut residual = Residual::new(options.seed).compile(Adam::new(0.003), SparseCategoricalCrossentropy);
    let history = residual
        .fit(&mnist.train.images, &mnist.train.labels)
        .epochs(options.epochs)
        .batch_size(64)
        .callback(Settling)
        .seed(options.seed)
        .run()?;
    let test = residual.evaluate(&mnist.test.images, &mnist.test.labels)?;
    println!("\ntest {test}, after {:.0} s of training", history.seconds.iter().sum::<f64>());
    Ok(())
}
