//! Handwritten digits, Keras's first example: 98 % of 10,000 test digits after 20 epochs.
//!
//! `cargo run --release --example mnist`

use cornu::{datasets, pictures, prelude::*, to_categorical};
use std::{error::Error, fs, path::PathBuf, process::ExitCode, time::Instant};

model! {
    /// Pixels to the ten digits.
    pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;
}

const HELP: &str = "\
Trains 784-512-10 on MNIST and draws what came of it.

Usage: cargo run --release --example mnist -- [options]

  --epochs N       how often all images are gone through (20)
  --batch-size N   how many images share a step (128)
  --seed N         what weights and order are drawn from (7)
  --data DIR       where the four IDX files are (data/mnist in the repository)
  --out DIR        where the history and the weights go (target/mnist)
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let Some(Options { epochs, batch_size, seed, data, out }) = Options::parse()? else {
        print!("{HELP}");
        return Ok(());
    };
    let mnist = datasets::mnist(&data)?;
    println!("{}\n", Digits::summary());

    let mut digits = Digits::new(seed).compile(Adam::default(), CategoricalCrossentropy);
    let start = Instant::now();
    let history = digits
        .fit(&mnist.train.images, &to_categorical(&mnist.train.labels))
        .epochs(epochs)
        .batch_size(batch_size)
        .validation_split(0.2)
        .seed(seed)
        .run()?;
    let samples = (history.samples * history.epochs()) as f64;
    let training_seconds: f64 = history.seconds.iter().sum();
    println!(
        "\ntrained in {:.1} s at {:.0} samples/s, kernels on {}",
        start.elapsed().as_secs_f64(),
        samples / training_seconds,
        cornu::InstructionSet::detect()
    );

    let test = digits.evaluate(&mnist.test.images, &to_categorical(&mnist.test.labels))?;
    println!("test {test}\n");

    let ten = mnist.test.images.iter().zip(&mnist.test.labels).take(10).map(|(image, label)| {
        let probabilities = digits.predict(image);
        let (said, wrong) = match Class::most_likely(&probabilities) {
            Some(class) if class == *label => (class, String::new()),
            Some(class) => (class, format!(", is {label}")),
            None => return (image, String::from("?")),
        };
        (image, format!("{said} ({:.1} %){wrong}", 100.0 * probabilities[said.index()]))
    });
    println!("{}", pictures::<28, 28>(&ten.collect::<Vec<_>>(), 5));

    fs::create_dir_all(&out)?;
    let (picture, weights) = (out.join("history.svg"), out.join("digits.safetensors"));
    history.save_plot(&picture)?;
    digits.save(&weights)?;
    println!("history drawn in {}\nweights saved in {}", picture.display(), weights.display());
    Ok(())
}

struct Options {
    epochs: usize,
    batch_size: usize,
    seed: u64,
    data: PathBuf,
    out: PathBuf,
}

impl Options {
    /// What the command line says; `None` if it asks for help.
    fn parse() -> Result<Option<Self>, lexopt::Error> {
        use lexopt::prelude::*;
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let mut options = Options {
            epochs: 20,
            batch_size: 128,
            seed: 7,
            data: root.join("data/mnist"),
            out: root.join("target/mnist"),
        };
        let mut arguments = lexopt::Parser::from_env();
        while let Some(argument) = arguments.next()? {
            match argument {
                Long("epochs") => options.epochs = arguments.value()?.parse()?,
                Long("batch-size") => options.batch_size = arguments.value()?.parse()?,
                Long("seed") => options.seed = arguments.value()?.parse()?,
                Long("data") => options.data = arguments.value()?.into(),
                Long("out") => options.out = arguments.value()?.into(),
                Long("help") | Short('h') => return Ok(None),
                _ => return Err(argument.unexpected()),
            }
        }
        Ok(Some(options))
    }
}
