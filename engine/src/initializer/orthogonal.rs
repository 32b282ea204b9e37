//! Matrices with orthonormal columns or rows, made in place.

use crate::vectorize;

/// Makes the columns of a matrix (row by row in `values`) orthonormal, or its rows, if there are fewer of them.
///
/// Gram and Schmidt's method: it gives the Q of the QR decomposition in which R's diagonal is positive, so
/// that of normal draws each orthogonal matrix is as probable as any other (Mezzadri, 2007). The modified order of
/// Björck, 1967; in f32 it leaves vectors orthogonal up to the matrix's condition times ε, so that a second
/// pass leaves them so up to a few ε.
pub(super) fn orthonormalize(values: &mut [f32], columns: usize) {
    if columns == 0 {
        return;
    }
    let rows = values.len() / columns;
    vectorize(
        values.len(),
        #[inline(always)]
        || {
            for _ in 0..2 {
                if rows < columns {
                    orthonormal_rows(values, columns);
                } else {
                    orthonormal_columns(values, columns);
                }
            }
        },
    );
}

#[inline(always)]
fn orthonormal_columns(values: &mut [f32], columns: usize) {
    // How many columns are treated at once: row after row, so that the loops run along the memory.
    const BLOCK: usize = 64;
    for unit in 0..columns {
        let size = length(values.chunks_exact(columns).map(|row| row[unit]));
        values.chunks_exact_mut(columns).for_each(|row| row[unit] /= size);
        for start in (unit + 1..columns).step_by(BLOCK) {
            let block = start..columns.min(start + BLOCK);
            // How far each of the block's columns goes along the unit column.
            let mut along = [0.0; BLOCK];
            for row in values.chunks_exact(columns) {
                let part = row[unit];
                for (along, x) in along.iter_mut().zip(&row[block.clone()]) {
                    *along += part * x;
                }
            }
            for row in values.chunks_exact_mut(columns) {
                let part = row[unit];
                for (x, along) in row[block.clone()].iter_mut().zip(&along) {
                    *x -= part * along;
                }
            }
        }
    }
}

#[inline(always)]
fn orthonormal_rows(values: &mut [f32], columns: usize) {
    let mut rest = values;
    while let Some((unit, others)) = rest.split_at_mut_checked(columns) {
        let size = length(unit.iter().copied());
        unit.iter_mut().for_each(|x| *x /= size);
        for row in others.chunks_exact_mut(columns) {
            let along = dot(unit, row);
            row.iter_mut().zip(&*unit).for_each(|(x, part)| *x -= along * part);
        }
        rest = others;
    }
}

/// The length of a vector; a tiny one for zeros, which then stay zeros.
#[inline(always)]
fn length(vector: impl Iterator<Item = f32>) -> f32 {
    let square: f64 = vector.map(|x| f64::from(x) * f64::from(x)).sum();
    (libm::sqrt(square) as f32).max(f32::MIN_POSITIVE)
}

#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    // A sum for each place of a vector register: the order of additions is fixed, and they need not wait.
    const LANES: usize = 16;
    let mut sums = [0.0; LANES];
    let ((a, rest_of_a), (b, rest_of_b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (a, b) in a.iter().zip(b) {
        for lane in 0..LANES {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest = rest_of_a.iter().zip(rest_of_b).map(|(a, b)| a * b);
    sums.into_iter().chain(rest).sum()
}

#[cfg(test)]
mod tests {
    use crate::{Dims, Initializer, random};
    use std::{vec, vec::Vec};

    fn draw(initializer: Initializer, dims: Dims) -> Vec<f32> {
        let mut values = vec![f32::NAN; dims.len()];
        initializer.fill(&mut values, dims, &mut random(7, 0));
        values
    }

    /// The vectors that are to be orthonormal: the columns, or the rows if there are fewer of them.
    fn vectors(values: &[f32], columns: usize) -> Vec<Vec<f64>> {
        let rows = values.len() / columns;
        let at = |row: usize, column: usize| f64::from(values[row * columns + column]);
        if rows < columns {
            (0..rows).map(|row| (0..columns).map(|column| at(row, column)).collect()).collect()
        } else {
            (0..columns).map(|column| (0..rows).map(|row| at(row, column)).collect()).collect()
        }
    }

    fn dot(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| a * b).sum()
    }

    const ALL: [Dims; 12] = [
        Dims::sequence(1, 1),
        Dims::sequence(2, 2),
        // Tall, wide and square, with blocks and lanes that are full and that are not.
        Dims::sequence(200, 130),
        Dims::sequence(130, 200),
        Dims::sequence(128, 128),
        Dims::sequence(97, 97),
        Dims::sequence(300, 1),
        Dims::sequence(1, 300),
        Dims::image(5, 16, 32),
        // 3×3 pixels, 8 channels, 40 units: 72 × 40; and 2×1 pixels, 3 channels, 50 units: 6 × 50.
        Dims { rank: 4, sizes: [3, 3, 8, 40], vocabulary: 0 },
        Dims { rank: 4, sizes: [2, 1, 3, 50], vocabulary: 0 },
        // Keras refuses a vector; here it is one row.
        Dims::flat(10),
    ];

    #[test]
    fn the_vectors_are_orthonormal() {
        let mut worst = 0.0f64;
        for dims in ALL {
            let vectors = vectors(&draw(Initializer::Orthogonal, dims), dims.last());
            for (i, a) in vectors.iter().enumerate() {
                for (j, b) in vectors.iter().enumerate() {
                    let want = if i == j { 1.0 } else { 0.0 };
                    let off = (dot(a, b) - want).abs() / f64::from(f32::EPSILON);
                    worst = worst.max(off);
                    // A length is rounded once and each value divided by it; sums of products near 0 that
                    // are themselves of size 1/√n are good to about 1 ε.
                    assert!(off <= 2.0, "{off} ε off at {i}, {j} of {dims}");
                }
            }
        }
        std::println!("worst: {worst:.2} ε");
    }

    /// QᵀA, with A the draws, has nothing below its diagonal, and a positive diagonal.
    #[test]
    fn it_is_the_q_of_the_draws() {
        for dims in ALL {
            let normal = Initializer::RandomNormal { mean: 0.0, stddev: 1.0 };
            let draws = vectors(&draw(normal, dims), dims.last());
            let q = vectors(&draw(Initializer::Orthogonal, dims), dims.last());
            for (i, q) in q.iter().enumerate() {
                for (j, a) in draws.iter().enumerate().take(i + 1) {
                    let r = dot(q, a);
                    // What the matrix's condition, some hundreds here, makes of ε.
                    assert!(if i == j { r > 0.0 } else { r.abs() < 1e-3 }, "{r} at {i}, {j} of {dims}");
                }
            }
        }
    }

    #[test]
    fn a_gain_multiplies() {
        for dims in ALL {
            let once = draw(Initializer::Orthogonal, dims);
            let twice = draw(Initializer::ScaledOrthogonal { gain: 2.0 }, dims);
            assert!(once.iter().zip(&twice).all(|(once, twice)| 2.0 * once == *twice));
            assert_eq!(once, draw(Initializer::Orthogonal, dims), "a seed gives the same weights");
        }
    }

    #[test]
    fn no_vector_becomes_nan() {
        // Zeros, and vectors along each other, which no draws are.
        for columns in [0, 1, 2, 3, 6] {
            let mut zeros = [0.0; 6];
            super::orthonormalize(&mut zeros, columns);
            assert_eq!(zeros, [0.0; 6]);
            let mut ones = [1.0; 6];
            super::orthonormalize(&mut ones, columns);
            assert!(ones.iter().all(|x| x.is_finite()), "{ones:?}");
        }
    }
}
