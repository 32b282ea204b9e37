//! factor·Σ|cos| over all pairs of rows, or of columns, in the mean (`keras/src/regularizers/regularizers.py`).

use crate::{Dims, Regularizer, RegularizerSetting, settings::is_factor};

/// The type behind the regularizer [`OrthogonalRegularizer`](fn@OrthogonalRegularizer).
#[derive(Debug)]
pub enum OrthogonalRegularizer {}

/// The factor times the mean of |cos| between the rows of a matrix: 0 if they stand at right angles. Keras's
/// `OrthogonalRegularizer`: `{ kernel_regularizer: OrthogonalRegularizer(0.01) }`.
///
/// More than two sizes, which Keras refuses, are taken as a matrix of the last and the product of the others; values
/// in a row as one row. [`OrthogonalColumnsRegularizer`] compares the columns.
///
/// ```
/// use cornu_engine::{Dims, OrthogonalRegularizer};
///
/// // Two rows at 45 degrees.
/// let (kernel, dims) = ([1.0, 0.0, 1.0, 1.0], Dims::flat(2).times(2));
/// let penalty = OrthogonalRegularizer(0.5).penalty(&kernel, dims);
/// assert!((penalty - 0.5 * 0.5_f64.sqrt()).abs() < 1e-6);
/// ```
#[allow(non_snake_case, reason = "read as a value of a type")]
pub const fn OrthogonalRegularizer(factor: f32) -> RegularizerSetting {
    of(factor, ROWS)
}

/// The same of the columns: what leads to each unit of a dense kernel. Keras's
/// `OrthogonalRegularizer(factor, mode="columns")`: `{ kernel_regularizer: OrthogonalColumnsRegularizer(0.01) }`.
///
/// ```
/// use cornu_engine::{Dims, OrthogonalColumnsRegularizer};
///
/// // Two columns at a right angle.
/// let (kernel, dims) = ([1.0, 0.0, 0.0, 2.0, 0.0, 0.0], Dims::flat(2).times(3));
/// assert_eq!(OrthogonalColumnsRegularizer(0.5).penalty(&kernel, dims), 0.0);
/// ```
#[allow(non_snake_case, reason = "read as a value of a type")]
pub const fn OrthogonalColumnsRegularizer(factor: f32) -> RegularizerSetting {
    of(factor, COLUMNS)
}

/// What is compared: the second number.
const ROWS: f32 = 0.0;
const COLUMNS: f32 = 1.0;

const fn of(factor: f32, mode: f32) -> RegularizerSetting {
    RegularizerSetting::new::<OrthogonalRegularizer>([factor, mode, 0.0, 0.0])
        .must(is_factor(factor), "an `OrthogonalRegularizer` whose factor is at least 0, and a finite number")
}

/// A matrix's rows, or its columns: so many vectors of one length, and how far apart in memory two of them begin, and
/// two values of one.
#[derive(Clone, Copy)]
struct Vectors<'a> {
    values: &'a [f32],
    count: usize,
    length: usize,
    apart: usize,
    step: usize,
}

/// 1/ε, with `keras.config.epsilon()`: no vector is made longer by more than this to have the length 1.
const LARGEST: f64 = 1e7;

impl Vectors<'_> {
    fn places(&self, number: usize) -> impl Iterator<Item = usize> {
        let (start, step) = (number * self.apart, self.step);
        (0..self.length).map(move |place| start + place * step)
    }

    fn dot(&self, first: usize, second: usize) -> f64 {
        let places = self.places(first).zip(self.places(second));
        places.map(|(a, b)| f64::from(self.values[a]) * f64::from(self.values[b])).sum()
    }

    /// What a vector is multiplied by to have the length 1.
    fn scale(&self, number: usize) -> f64 {
        let scale = 1.0 / libm::sqrt(self.dot(number, number));
        if scale > LARGEST { LARGEST } else { scale }
    }

    /// Each pair.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + use<> {
        let count = self.count;
        (0..count).flat_map(move |first| (first + 1..count).map(move |second| (first, second)))
    }
}

impl<'a> Vectors<'a> {
    fn new(mode: f32, values: &'a [f32], dims: Dims) -> Self {
        let columns = dims.last();
        let rows = values.len().checked_div(columns).unwrap_or(0);
        if mode == COLUMNS {
            Vectors { values, count: columns, length: rows, apart: 1, step: columns }
        } else {
            Vectors { values, count: rows, length: columns, apart: columns, step: 1 }
        }
    }

    /// One pair's part of the mean.
    fn share(&self) -> f64 {
        1.0 / (self.count * self.count.saturating_sub(1) / 2) as f64
    }
}

impl Regularizer for OrthogonalRegularizer {
    fn penalty([factor, mode, ..]: [f32; 4], values: &[f32], dims: Dims) -> f64 {
        let vectors = Vectors::new(mode, values, dims);
        let share = f64::from(factor) * vectors.share();
        let cosine = |(a, b)| vectors.dot(a, b) * vectors.scale(a) * vectors.scale(b);
        vectors.pairs().map(|pair| share * cosine(pair).abs()).sum()
    }

    /// With â = a/|a| and c = â·b̂: da = sign(c)·(b̂ − c·â)/|a|.
    fn add_gradient([factor, mode, ..]: [f32; 4], values: &[f32], dims: Dims, scale: f32, d: &mut [f32]) {
        let vectors = Vectors::new(mode, values, dims);
        let share = f64::from(scale) * f64::from(factor) * vectors.share();
        for (first, second) in vectors.pairs() {
            let dot = vectors.dot(first, second);
            let (a, b) = (vectors.scale(first), vectors.scale(second));
            // At a right angle the slope is 0, as in Keras.
            let sign = if dot == 0.0 { 0.0 } else { 1.0_f64.copysign(dot) };
            let factor = share * sign * a * b;
            // Of a vector that is shorter than ε the factor is a constant, and so its length counts.
            let [along_a, along_b] =
                [a, b].map(|scale| if scale < LARGEST { dot * scale * scale } else { 0.0 });
            for (first, second) in vectors.places(first).zip(vectors.places(second)) {
                let (a, b) = (f64::from(values[first]), f64::from(values[second]));
                d[first] += (factor * (b - along_a * a)) as f32;
                d[second] += (factor * (a - along_b * b)) as f32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fit, regularizers::check_regularizer};

    /// Keras's formula: rows are divided by their lengths, and the magnitudes of their products added up without
    /// the diagonal.
    fn reference(values: &[f64], rows: usize, columns: usize, factor: f64) -> f64 {
        let row = |n: usize| {
            let row = &values[n * columns..][..columns];
            let norm = row.iter().map(|x| x * x).sum::<f64>().sqrt();
            row.iter().map(|x| x / norm).collect::<std::vec::Vec<_>>()
        };
        let mut sum = 0.0;
        for (a, b) in (0..rows).flat_map(|a| (0..rows).map(move |b| (a, b))).filter(|(a, b)| a != b) {
            sum += row(a).iter().zip(row(b)).map(|(a, b)| a * b).sum::<f64>().abs();
        }
        factor * 0.5 * sum / (rows * (rows - 1) / 2) as f64
    }

    #[test]
    fn penalty_and_gradient_are_those_of_keras() {
        for (rows, columns) in [(2, 2), (3, 5), (7, 4)] {
            let dims = Dims::flat(columns).times(rows);
            let factor = f64::from(0.3_f32);
            check_regularizer(OrthogonalRegularizer(0.3), dims, |x| reference(x, rows, columns, factor));
            check_regularizer(OrthogonalColumnsRegularizer(0.3), dims, |x| {
                let turned = |n| x[n % rows * columns + n / rows];
                let turned: std::vec::Vec<f64> = (0..x.len()).map(turned).collect();
                reference(&turned, columns, rows, factor)
            });
        }
    }

    #[test]
    fn one_vector_has_nothing_beside_it() {
        let (values, mut d) = ([3.0, 4.0], [0.0; 2]);
        OrthogonalRegularizer(0.5).add_gradient(&values, Dims::flat(2), 1.0, &mut d);
        assert_eq!((OrthogonalRegularizer(0.5).penalty(&values, Dims::flat(2)), d), (0.0, [0.0; 2]));
        assert_eq!(OrthogonalRegularizer(0.5).penalty(&[], Dims::flat(0)), 0.0);
    }

    #[test]
    fn what_is_zero_stays_finite() {
        let (values, mut d) = ([0.0, 0.0, 1.0, 1.0], [0.0; 4]);
        let dims = Dims::flat(2).times(2);
        OrthogonalRegularizer(0.5).add_gradient(&values, dims, 1.0, &mut d);
        assert_eq!((OrthogonalRegularizer(0.5).penalty(&values, dims), d), (0.0, [0.0; 4]));
    }

    #[test]
    fn a_factor_below_0_is_told() {
        assert!(matches!(OrthogonalRegularizer(-0.1).check(), Fit::Setting { .. }));
        assert!(matches!(OrthogonalColumnsRegularizer(f32::NAN).check(), Fit::Setting { .. }));
    }
}
