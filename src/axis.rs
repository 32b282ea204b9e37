//! An axis of a picture: what stands where on it, and where its numbers are.

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use std::ops::Range;

/// The ends of an axis, and the distance between the round numbers on it.
///
/// Those that plotters finds itself have at most five decimals, and no end for ranges that are tiny.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    low: f64,
    high: f64,
    step: f64,
}

impl Axis {
    /// An axis on which all finite values have room, and that begins and ends with a round number.
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Self {
        let finite = values.filter(|value| value.is_finite()).map(bounded);
        let (mut low, mut high) = finite.map(|value| (value, value)).reduce(union).unwrap_or((0.0, 1.0));
        let size = low.abs().max(high.abs());
        // Where all values are one, it stands in the middle.
        if size < 1e-290 {
            (low, high) = (-1.0, 1.0);
        } else if high - low < 1e-9 * size {
            (low, high) = (low - 0.1 * size, high + 0.1 * size);
        }
        let step = round_up((high - low) / 6.0);
        Axis { low: (low / step).floor() * step, high: (high / step).ceil() * step, step }
    }

    /// The axis of the epochs 1, 2, …, with numbers at all of a few, else at round ones.
    pub(crate) fn of_epochs(epochs: usize) -> Self {
        let epochs = epochs.max(1) as f64;
        // Half an epoch of room on both sides, so that the first and the last are inside.
        Axis { low: 0.5, high: epochs + 0.5, step: round_up(epochs / 12.0).max(1.0) }
    }

    /// The round numbers on the axis.
    fn numbers(&self) -> Vec<f64> {
        // An end that is a round number is one but for its last bits.
        let first = (self.low / self.step - 1e-6).ceil() as i64;
        let last = (self.high / self.step + 1e-6).floor() as i64;
        (first..=last).map(|place| place as f64 * self.step).collect()
    }

    /// A number on the axis, with as many digits as its neighbours need to differ.
    pub(crate) fn label(&self, value: f64) -> String {
        let size = self.low.abs().max(self.high.abs()).log10().floor() as i32;
        let digit = self.step.log10().floor() as i32;
        if size > 5 || digit < -5 {
            format!("{value:.*e}", (size - digit).max(0) as usize)
        } else {
            format!("{value:.*}", (-digit).max(0) as usize)
        }
    }
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (start, end): (i32, i32)) -> i32 {
        start + ((value - self.low) / (self.high - self.low) * f64::from(end - start)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.numbers()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

/// The value, or what is near enough to it to be drawn: differences of such values are finite.
pub(crate) fn bounded(value: f64) -> f64 {
    if value.is_finite() { value.clamp(-1e300, 1e300) } else { value }
}

fn union(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.min(b.0), a.1.max(b.1))
}

/// The next of the numbers 1, 2 and 5 times a power of ten.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0].map(|digit| digit * power).into_iter().find(|&step| step >= value).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64]) -> Vec<String> {
        let axis = Axis::of(values.iter().copied());
        axis.numbers().into_iter().map(|number| axis.label(number)).collect()
    }

    #[test]
    fn numbers_are_round_and_all_values_have_room() {
        assert_eq!(labels(&[0.93, 0.985]), ["0.93", "0.94", "0.95", "0.96", "0.97", "0.98", "0.99"]);
        assert_eq!(labels(&[-1.2, 0.0, 2.0]), ["-2", "-1", "0", "1", "2"]);
        assert_eq!(labels(&[3.0]), ["2.7", "2.8", "2.9", "3.0", "3.1", "3.2", "3.3"]);
        assert_eq!(labels(&[]), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(&[1e9, 4e9]), ["1.0e9", "1.5e9", "2.0e9", "2.5e9", "3.0e9", "3.5e9", "4.0e9"]);
        assert_eq!(labels(&[1e-12, 3e-12]).last().unwrap(), "3.0e-12");
    }

    #[test]
    fn any_values_give_a_few_numbers() {
        for a in [0.0, -0.0, 1e-320, -1e-300, 1e-9, 1.0, 1.0 + 1e-12, 12345.678, f64::MAX, f64::MIN, f64::NAN]
        {
            for b in [0.0, 1e-310, -1.0, 1.0 + 2e-9, 5e17, f64::MAX, f64::INFINITY] {
                let axis = Axis::of([a, b].into_iter());
                assert!((3..=9).contains(&axis.numbers().len()), "{a} {b} {axis:?}");
                assert!(axis.low < axis.high && (axis.high - axis.low).is_finite(), "{a} {b} {axis:?}");
            }
        }
    }

    #[test]
    fn epochs_are_whole_numbers() {
        let numbers = |epochs| Axis::of_epochs(epochs).numbers();
        assert_eq!(numbers(0), [1.0]);
        assert_eq!(numbers(1), [1.0]);
        assert_eq!(numbers(5), [1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(numbers(20), [2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0]);
        assert_eq!(numbers(150).last(), Some(&140.0));
        assert_eq!(Axis::of_epochs(150).label(140.0), "140");
    }
}
