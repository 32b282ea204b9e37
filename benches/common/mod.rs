//! Timing on a shared, noisy machine: what is compared is measured by turns, and medians are compared.

use std::time::Instant;

/// How often each piece of work is measured.
pub(crate) const REPETITIONS: usize = 15;
const SECONDS_EACH: f64 = 0.1;

/// The median seconds of one call of each piece of work, measured by turns.
pub(crate) fn by_turns<const N: usize>(mut works: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut seconds = [const { Vec::new() }; N];
    for _ in 0..REPETITIONS {
        for (work, seconds) in works.iter_mut().zip(&mut seconds) {
            seconds.push(seconds_of(work));
        }
    }
    seconds.map(median)
}

/// The seconds of one call, over as many as fill the time.
fn seconds_of(work: &mut dyn FnMut()) -> f64 {
    work();
    let (mut calls, mut block) = (0, 1);
    let start = Instant::now();
    loop {
        // Asking for the time takes as long as a tiny network: so not after each call.
        for _ in 0..block {
            work();
        }
        calls += block;
        let elapsed = start.elapsed().as_secs_f64();
        if elapsed >= SECONDS_EACH {
            return elapsed / f64::from(calls);
        }
        if elapsed < SECONDS_EACH / 8.0 {
            block *= 2;
        }
    }
}

/// The value in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
