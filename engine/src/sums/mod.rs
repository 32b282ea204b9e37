//! Sums of many values: every layer's and every loss's stand on these.
//!
//! A plain sum in f32 of n values of one sign is off by up to n/2 roundings: of a million equal values, by a few
//! percent. So [`PLAIN`] terms at most are added up plainly, as NumPy's pairwise sum does; and the sums of those
//! in f64, or with what each addition rounds off kept. A sum of any length is then off by a few roundings of f32,
//! and costs no more, since one addition in sixteen is dear.
//!
//! The order of the terms follows from their number alone: so bits depend neither on the number of threads, nor on
//! the instruction set, nor on debug or release.
//!
//! * [`row_sum`] and [`row_sum_of_two`]: of a row; [`total_of_two`]: the same in f64;
//! * [`add_down`]: down each column of a table, without scratch;
//! * [`column_sums`]: the same for short rows, and with scratch.
//!
//! Products have rules of their own: see `product`.

mod columns;
mod down;
mod rows;

pub(crate) use columns::{Terms, column_sums, column_sums_scratch};
pub(crate) use down::{Rows, Values, add_down};
pub(crate) use rows::{row_sum, row_sum_of_two, total_of_two};

/// How many terms are added up plainly.
pub(crate) const PLAIN: usize = 16;
