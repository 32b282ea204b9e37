//! How many passengers will fly next month: an LSTM forecasts the last two of twelve years.
//!
//! One month ahead it is wrong by 15 to 18 thousand, whatever the seed, where naive is 50; two years ahead by
//! 28 to 72, where naive is 77: a mistake early on is an input of all that follows.
//!
//! `cargo run --release --example airline`, with `-- --plot FILE` to draw the forecast.

use cornu::{
    Normalization, Stream, Table,
    plot::{Chart, write_chart},
    prelude::*,
    windows,
};
use std::{error::Error, time::Instant};

const YEAR: usize = 12;
/// The months that no training sees: 1959 and 1960.
const HELD_OUT: usize = 2 * YEAR;

model! {
    /// The growth of twelve months to that of the next: 4,385 parameters.
    pub struct Airline < Input<YEAR, 1>, LSTM<1, 32>, Dense<_, 1> >;
}

fn main() -> Result<(), Box<dyn Error>> {
    let plot = match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => None,
        [flag, file] if flag == "--plot" => Some(file.clone()),
        _ => return Err("usage: cargo run --release --example airline -- [--plot FILE]".into()),
    };
    let table = Table::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/airline/airline-passengers.csv"))?;
    let passengers = table.columns(["passengers"])?;
    let passengers = passengers.as_flattened();
    let kept = passengers.len() - HELD_OUT;
    let truth = &passengers[kept..];

    // The series rises, and its swings grow with it; how much it grows from month to month, as a
    // logarithm, is of the same size in all years.
    let mut growth: Vec<[f32; 1]> = passengers.windows(2).map(|two| [(two[1] / two[0]).ln()]).collect();
    let normalization = Normalization::adapt(&growth[..kept - 1])?;
    normalization.apply_all(&mut growth);
    let after = |last: f32, [growth]: [f32; 1]| {
        last * (normalization.mean[0] + growth * normalization.variance[0].sqrt()).exp()
    };

    let (x, y) = windows::<YEAR, 1, _, _>(&growth, growth.as_flattened())?;
    let samples = x.len() - HELD_OUT;
    println!("{}\n", Airline::summary());
    let mut airline = Airline::new(7).compile(Adam::new(0.003), MeanSquaredError);
    let start = Instant::now();
    airline.fit(&x[..samples], &y[..samples]).epochs(100).batch_size(16).verbose(Verbose::Silent).run()?;
    println!("trained on {samples} windows of a year in {:.2} s", start.elapsed().as_secs_f64());

    // Each month from the true twelve before it.
    let month_ahead: Vec<f32> =
        (0..HELD_OUT).map(|i| after(passengers[kept + i - 1], airline.predict(&x[samples + i]))).collect();

    // All 24 months from December 1958: each forecast becomes the input of the next.
    let (mut year, mut last) = (x[samples], passengers[kept - 1]);
    let two_years_ahead: Vec<f32> = (0..HELD_OUT)
        .map(|_| {
            let next = airline.predict(&year);
            year.rotate_left(1);
            year[YEAR - 1] = next;
            last = after(last, next);
            last
        })
        .collect();

    let year_before = &passengers[kept - YEAR..][..HELD_OUT];
    let year_1958 = passengers[kept - YEAR..kept].repeat(HELD_OUT / YEAR);
    println!("root mean squared error over 1959 and 1960, in thousands of passengers:");
    println!("  one month ahead  {:5.1}", rmse(&month_ahead, truth));
    println!("    naive: as twelve months before  {:5.1}", rmse(year_before, truth));
    println!("  two years ahead  {:5.1}", rmse(&two_years_ahead, truth));
    println!("    naive: as in 1958               {:5.1}", rmse(&year_1958, truth));

    // The months of 1960 as they came, one by one: so a device would forecast.
    let mut stream = Stream::new(&*airline);
    let mut next = [0.0];
    for month in &growth[growth.len() - YEAR..] {
        next = stream.push(month);
    }
    println!("January 1961, streamed: {:.0} thousand", after(passengers[passengers.len() - 1], next));

    if let Some(file) = plot {
        let dated = |first: usize, values: &[f32]| -> Vec<(f64, f64)> {
            let date = |month: usize| 1949.0 + month as f64 / YEAR as f64;
            (first..).map(date).zip(values.iter().copied().map(f64::from)).collect()
        };
        let chart = Chart {
            title: "Airline passengers and their forecast",
            x_label: "year",
            y_label: "thousands a month",
            lines: &[
                ("passengers", &dated(kept - 5 * YEAR, &passengers[kept - 5 * YEAR..])),
                ("forecast one month ahead", &dated(kept, &month_ahead)),
                ("forecast two years ahead", &dated(kept, &two_years_ahead)),
            ],
        };
        write_chart(&chart, &file)?;
        println!("forecast drawn in {file}");
    }
    Ok(())
}

/// The root of the mean squared error.
fn rmse(forecast: &[f32], truth: &[f32]) -> f32 {
    let squares = forecast.iter().zip(truth).map(|(forecast, truth)| (forecast - truth).powi(2));
    (squares.sum::<f32>() / truth.len() as f32).sqrt()
}
