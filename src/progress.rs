use crate::Evaluation;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::{self, IsTerminal, Write},
    time::{Duration, Instant},
};

/// What `fit` prints: Keras's `verbose`.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { pub struct Line < Dense<1, 1> >; }
///
/// let mut line = Line::new(7).compile(SGD::new(0.1), MeanSquaredError);
/// line.fit(&[[0.0], [1.0]], &[[1.0], [3.0]]).verbose(Verbose::Silent).run()?;
/// # Ok::<(), FitError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verbose {
    /// A bar in a terminal, lines elsewhere: `verbose="auto"`.
    #[default]
    Auto,
    /// Nothing: `verbose=0`.
    Silent,
    /// A progress bar for each epoch: `verbose=1`.
    Bar,
    /// One line an epoch: `verbose=2`.
    Lines,
}

/// How long a bar stays as it is.
const BETWEEN_DRAWINGS: Duration = Duration::from_millis(100);

/// What is shown while a model trains.
pub(crate) struct Progress {
    verbose: Verbose,
    bar: ProgressBar,
    epoch: usize,
    epochs: usize,
    samples: usize,
    done: usize,
    start: Instant,
    drawn: Instant,
}

impl Progress {
    pub(crate) fn new(verbose: Verbose, epochs: usize, samples: usize) -> Self {
        let verbose = match verbose {
            Verbose::Auto if io::stdout().is_terminal() => Verbose::Bar,
            Verbose::Auto => Verbose::Lines,
            chosen => chosen,
        };
        Progress {
            verbose,
            bar: ProgressBar::hidden(),
            epoch: 0,
            epochs,
            samples,
            done: 0,
            start: Instant::now(),
            drawn: Instant::now(),
        }
    }

    /// An epoch, counted from 1, begins.
    pub(crate) fn begin(&mut self, epoch: usize) {
        self.epoch = epoch;
        self.done = 0;
        self.start = Instant::now();
        if self.verbose == Verbose::Bar {
            let target = ProgressDrawTarget::stdout_with_hz(10);
            self.bar = ProgressBar::with_draw_target(Some(self.samples as u64), target)
                .with_style(
                    ProgressStyle::with_template("Epoch {prefix} {bar:20} {msg}")
                        .unwrap_or_else(|_| ProgressStyle::default_bar())
                        .progress_chars("━╸─"),
                )
                .with_prefix(format!("{epoch}/{}", self.epochs));
        }
    }

    /// Another batch is done; `means` are those of the epoch so far.
    pub(crate) fn step<'a>(&mut self, samples: usize, means: impl FnOnce() -> &'a Evaluation) {
        self.done += samples;
        // A tiny network takes steps faster than a text is made.
        if self.verbose == Verbose::Bar && self.drawn.elapsed() >= BETWEEN_DRAWINGS {
            self.drawn = Instant::now();
            let seconds = self.start.elapsed().as_secs_f64();
            let speed = self.done as f64 / seconds;
            let left = (self.samples - self.done) as f64 / speed;
            self.bar.set_message(format!("{} - {} samples/s - {left:.0} s left", means(), thousands(speed)));
            self.bar.set_position(self.done as u64);
        }
    }

    /// The epoch has ended.
    pub(crate) fn end(&mut self, training: &Evaluation, validation: Option<&Evaluation>, seconds: f64) {
        if self.verbose == Verbose::Silent {
            return;
        }
        let mut text = training.to_string();
        for (name, value) in validation.into_iter().flat_map(Evaluation::values) {
            text += &format!(" - val_{name}: {value:.4}");
        }
        text += &format!(" - {} samples/s - {seconds:.1} s", thousands(self.done as f64 / seconds));
        match self.verbose {
            Verbose::Bar => {
                self.bar.set_position(self.done as u64);
                self.bar.finish_with_message(text);
            }
            // A reader that has gone away is no reason to stop training.
            Verbose::Lines => drop(writeln!(io::stdout(), "Epoch {}/{} - {text}", self.epoch, self.epochs)),
            Verbose::Auto | Verbose::Silent => {}
        }
    }
}

/// A whole number with a comma at each thousand: `53,600`.
pub(crate) fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        let after = digits.len() - place;
        if place > 0 && after.is_multiple_of(3) && digits.as_bytes()[place - 1].is_ascii_digit() {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_have_commas() {
        for (number, text) in
            [(0.0, "0"), (999.4, "999"), (407_050.0, "407,050"), (1e6, "1,000,000"), (-1234.0, "-1,234")]
        {
            assert_eq!(thousands(number), text);
        }
        assert_eq!(thousands(f64::INFINITY), "inf");
    }
}
