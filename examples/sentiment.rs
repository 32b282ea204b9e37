//! Whether a review is good or bad: words in their order, read by a GRU.
//!
//! `cargo run --release --example sentiment -- --data reviews.csv.gz`

use cornu::{Random, Table, Token, Vocabulary, prelude::*, rand::RngExt, random};
use std::{error::Error, process::ExitCode, time::Instant};

/// The words that are told apart, and how many of a review are read: the last ones.
const WORDS: usize = 10_000;
const STEPS: usize = 300;

model! {
    /// Words to the probability that the review is good: 326,369 parameters.
    pub struct Sentiment <
        Tokens<STEPS, WORDS>,
        Embedding<WORDS, 32>,
        SpatialDropout { rate: 0.5 },
        GRU<_, 32> { return_sequences: true },
        GlobalMaxPool,
        Dropout { rate: 0.5 },
        Dense<_, 1, Sigmoid>
    >;
}

const MADE_UP: &str = "\
These reviews are made up of a few phrases, to show how it is done. For real ones, take the 50,000 of IMDB
(https://ai.stanford.edu/~amaas/data/sentiment/) as a CSV file with the columns `label` (1 is good, 0 is bad)
and `text`, in random order, plain or packed with gzip:

  cargo run --release --example sentiment -- --data reviews.csv.gz
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
    let (texts, labels) = match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => {
            println!("{MADE_UP}");
            made_up(5000)
        }
        [flag, file] if flag == "--data" => {
            let table = Table::read(file)?;
            // The reviews of IMDB have HTML's line ends in them.
            let texts = table.texts("text")?.into_iter().map(|text| text.replace("<br />", " "));
            (texts.collect(), table.columns(["label"])?)
        }
        _ => return Err("usage: cargo run --release --example sentiment -- [--data FILE]".into()),
    };

    // The last fifth is for the test: neither the vocabulary nor the choice of the epoch sees it.
    let start = Instant::now();
    let kept = texts.len() * 4 / 5;
    let vocabulary = Vocabulary::<WORDS>::adapt(&texts[..kept])?;
    let x: Vec<[Token<WORDS>; STEPS]> = texts.iter().map(|text| vocabulary.encode_pre(text)).collect();
    let ((x, x_test), (y, y_test)) = (x.split_at(kept), labels.split_at(kept));

    println!("{}\n", Sentiment::summary());
    let mut sentiment = Sentiment::new(7).compile(Adam::new(0.002), BinaryCrossentropy);
    let mut stopping = callbacks::EarlyStopping::default().patience(2).restore_best_weights(true);
    sentiment.fit(x, y).epochs(12).validation_split(0.2).seed(7).callback(&mut stopping).run()?;

    let test = sentiment.evaluate(x_test, y_test)?;
    println!("\n{} reviews held out: {test}", x_test.len());
    println!(
        "weights of epoch {}, {:.0} s in all",
        stopping.best_epoch().unwrap_or_default(),
        start.elapsed().as_secs_f64()
    );
    for (text, x) in texts[kept..].iter().zip(x_test).take(3) {
        let [probability] = sentiment.predict(x);
        println!("{:3.0} % good: {}", 100.0 * probability, text.chars().take(72).collect::<String>());
    }
    Ok(())
}

const THINGS: &[&str] = &["plot", "acting", "music", "ending", "script", "camera", "dialogue", "hero"];
const PRAISE: &[&str] = &["good", "great", "funny", "moving", "clever", "brilliant", "worth seeing"];
const BLAME: &[&str] = &["bad", "boring", "awful", "silly", "clumsy", "a mess", "a waste of time"];
const IS: &[&str] = &["was", "is", "was really", "is just", "was so", "is as ever"];
const IS_NOT: &[&str] =
    &["was not", "is never", "was hardly", "is far from", "was by no means", "is not at all"];

/// Reviews of three sentences and their labels. Half of all praise and half of all blame is negated, so that
/// words without their order say nothing; a review is good if most of its sentences are.
fn made_up(count: usize) -> (Vec<String>, Vec<[f32; 1]>) {
    let mut random = random(7, 0);
    let review = |_| {
        let mut good = 0;
        let mut text = String::new();
        for _ in 0..3 {
            let (praise, negated) = (random.random(), random.random());
            good += usize::from(praise != negated);
            let thing = one_of(THINGS, &mut random);
            let is = one_of(if negated { IS_NOT } else { IS }, &mut random);
            let word = one_of(if praise { PRAISE } else { BLAME }, &mut random);
            text += &format!("The {thing} {is} {word}. ");
        }
        (text, [if good >= 2 { 1.0 } else { 0.0 }])
    };
    (0..count).map(review).unzip()
}

fn one_of<'a>(phrases: &[&'a str], random: &mut Random) -> &'a str {
    phrases[random.random_range(0..phrases.len())]
}
