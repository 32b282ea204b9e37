//! One head of attention over one sample: z = softmax(q·kᵀ)·v, and the way back.
//!
//! Queries are taken by the block. A block's weights are kept turned, a row for each step that is read and a
//! column for each query, so that a softmax runs down the columns, many queries at once, and that what a causal
//! mask forbids is the end of the table. The diagonal of a causal block is added up by hand: a product would
//! multiply what a later step holds by 0, and NaN times 0 is NaN.

use crate::{
    math,
    product::{Matrix, product},
    sums::PLAIN,
    vectorize,
};

/// How many queries are taken at a time: their weights then stay in the cache.
const BLOCK: usize = 32;

/// What a head is: `steps` rows of `key` values each, as queries, keys and values.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) steps: usize,
    pub(super) key: usize,
    /// Whether a step reads itself and those before it only.
    pub(super) causal: bool,
}

/// The queries from `start` to before `end`, which read the steps before `read`.
#[derive(Clone, Copy)]
struct Queries {
    start: usize,
    end: usize,
    read: usize,
    /// Where the diagonal begins: all queries of the block read the steps before it.
    diagonal: usize,
}

impl Queries {
    const fn count(self) -> usize {
        self.end - self.start
    }

    const fn weights(self) -> usize {
        self.read * self.count()
    }
}

impl Head {
    /// The block that starts here.
    const fn queries(self, start: usize) -> Queries {
        let end = if self.steps - start < BLOCK { self.steps } else { start + BLOCK };
        if self.causal {
            Queries { start, end, read: end, diagonal: start }
        } else {
            Queries { start, end, read: self.steps, diagonal: self.steps }
        }
    }

    fn blocks(self) -> impl Iterator<Item = Queries> {
        (0..self.steps).step_by(BLOCK).map(move |start| self.queries(start))
    }

    /// How many floats the weights of all blocks are.
    pub(super) const fn weights(self) -> usize {
        let (mut floats, mut start) = (0, 0);
        while start < self.steps {
            let queries = self.queries(start);
            floats += queries.weights();
            start = queries.end;
        }
        floats
    }

    /// How many floats the weights of the largest block are.
    pub(super) const fn block_weights(self) -> usize {
        self.steps * self.block()
    }

    const fn block(self) -> usize {
        if self.steps < BLOCK { self.steps } else { BLOCK }
    }

    /// The floats that `columns` takes: two for each query of a block.
    pub(super) const fn columns(self) -> usize {
        2 * self.block()
    }

    /// z = softmax(q·kᵀ)·v. `weights` keeps the weights of all blocks, or, if it has no room for them, of the
    /// block at hand.
    #[expect(clippy::too_many_arguments, reason = "each is a matrix of the formula, or memory")]
    pub(super) fn attend(
        self,
        q: &[f32],
        k: &[f32],
        v: &[f32],
        z: &mut [f32],
        weights: &mut [f32],
        columns: &mut [f32],
        scratch: &mut [f32],
    ) {
        let key = self.key;
        let keep = weights.len() >= self.weights();
        let mut place = 0;
        z.fill(0.0);
        for queries in self.blocks() {
            let Queries { start, end, read, diagonal } = queries;
            let count = queries.count();
            let p = &mut weights[place..place + queries.weights()];
            if keep {
                place += p.len();
            }
            p.fill(0.0);
            let block = Matrix::new(&q[start * key..end * key], count, key);
            product(Matrix::new(&k[..read * key], read, key), block.transposed(), p, scratch);
            vectorize(
                p.len(),
                #[inline(always)]
                || softmax_columns(p, count, diagonal, columns),
            );
            let z = &mut z[start * key..end * key];
            let (before, on) = p.split_at(diagonal * count);
            if diagonal > 0 {
                let before = Matrix::new(before, diagonal, count).transposed();
                product(before, Matrix::new(&v[..diagonal * key], diagonal, key), z, scratch);
            }
            vectorize(
                on.len() * key,
                #[inline(always)]
                || add_triangle(on, count, &v[diagonal * key..], key, z),
            );
        }
    }

    /// Of dz, and the weights that [`attend`](Head::attend) kept: dq, dk and dv, which are overwritten.
    #[expect(clippy::too_many_arguments, reason = "each is a matrix of the formula, or memory")]
    pub(super) fn attend_back(
        self,
        [q, k, v]: [&[f32]; 3],
        weights: &[f32],
        dz: &[f32],
        [dq, dk, dv]: [&mut [f32]; 3],
        block_weights: &mut [f32],
        columns: &mut [f32],
        scratch: &mut [f32],
    ) {
        let key = self.key;
        let mut place = 0;
        for d in [&mut *dq, &mut *dk, &mut *dv] {
            d.fill(0.0);
        }
        for queries in self.blocks() {
            let Queries { start, end, read, diagonal } = queries;
            let count = queries.count();
            let p = &weights[place..place + queries.weights()];
            place += p.len();
            let d = &mut block_weights[..queries.weights()];
            let dz = Matrix::new(&dz[start * key..end * key], count, key);
            // dv = pᵀ·dz, dp = dz·vᵀ
            product(Matrix::new(p, read, count), dz, &mut dv[..read * key], scratch);
            d.fill(0.0);
            product(Matrix::new(&v[..read * key], read, key), dz.transposed(), d, scratch);
            vectorize(
                p.len(),
                #[inline(always)]
                || softmax_columns_back(p, d, count, diagonal, columns),
            );
            // dq = ds·k, dk = dsᵀ·q
            let d = Matrix::new(d, read, count);
            let k = Matrix::new(&k[..read * key], read, key);
            product(d.transposed(), k, &mut dq[start * key..end * key], scratch);
            let q = Matrix::new(&q[start * key..end * key], count, key);
            product(d, q, &mut dk[..read * key], scratch);
        }
    }
}

/// z += p·v, where each row of pᵀ begins a column later than the one before.
#[inline(always)]
fn add_triangle(p: &[f32], count: usize, v: &[f32], key: usize, z: &mut [f32]) {
    for (step, (p, v)) in p.chunks_exact(count).zip(v.chunks_exact(key)).enumerate() {
        for (z, p) in z.chunks_exact_mut(key).zip(p).skip(step) {
            z.iter_mut().zip(v).for_each(|(z, v)| *z += p * v);
        }
    }
}

/// Turns each of `count` columns into its softmax. From the row `diagonal` on, each row begins a column later
/// than the one before; what stands before becomes 0, whatever it was.
#[inline(always)]
fn softmax_columns(scores: &mut [f32], count: usize, diagonal: usize, columns: &mut [f32]) {
    let (maximum, sum) = columns[..2 * count].split_at_mut(count);
    maximum.fill(f32::NEG_INFINITY);
    for (row, scores) in scores.chunks_exact_mut(count).enumerate() {
        let (masked, scores) = scores.split_at_mut(row.saturating_sub(diagonal));
        for (maximum, score) in maximum[masked.len()..].iter_mut().zip(scores) {
            *maximum = if *score <= *maximum { *maximum } else { *score };
        }
        masked.fill(0.0);
    }
    let mut totals = [0.0_f64; BLOCK];
    for (part, scores) in scores.chunks_mut(PLAIN * count).enumerate() {
        let mut sums = [0.0; BLOCK];
        for (row, scores) in (part * PLAIN..).zip(scores.chunks_exact_mut(count)) {
            let first = row.saturating_sub(diagonal);
            let columns = maximum[first..].iter().zip(&mut sums[first..]);
            for (score, (maximum, sum)) in scores[first..].iter_mut().zip(columns) {
                // If NaN is among the scores, it comes into the sum here.
                *score = math::exp(*score - maximum);
                *sum += *score;
            }
        }
        totals.iter_mut().zip(&sums).for_each(|(total, &sum)| *total += f64::from(sum));
    }
    sum.iter_mut().zip(&totals).for_each(|(sum, &total)| *sum = 1.0 / total as f32);
    for (row, scores) in scores.chunks_exact_mut(count).enumerate() {
        let first = row.saturating_sub(diagonal);
        scores[first..].iter_mut().zip(&sum[first..]).for_each(|(score, sum)| *score *= sum);
    }
}

/// Turns the gradient of the weights into that of the scores: ds = p·(dp − Σ p·dp), down each column.
#[inline(always)]
fn softmax_columns_back(p: &[f32], d: &mut [f32], count: usize, diagonal: usize, columns: &mut [f32]) {
    let along = &mut columns[..count];
    let mut totals = [0.0_f64; BLOCK];
    for (part, (p, d)) in p.chunks(PLAIN * count).zip(d.chunks(PLAIN * count)).enumerate() {
        let mut sums = [0.0; BLOCK];
        for (row, (p, d)) in (part * PLAIN..).zip(p.chunks_exact(count).zip(d.chunks_exact(count))) {
            let first = row.saturating_sub(diagonal);
            for (sum, (p, d)) in sums[first..].iter_mut().zip(p[first..].iter().zip(&d[first..])) {
                *sum += p * d;
            }
        }
        totals.iter_mut().zip(&sums).for_each(|(total, &sum)| *total += f64::from(sum));
    }
    along.iter_mut().zip(&totals).for_each(|(along, &total)| *along = total as f32);
    for (row, (p, d)) in p.chunks_exact(count).zip(d.chunks_exact_mut(count)).enumerate() {
        let (masked, d) = d.split_at_mut(row.saturating_sub(diagonal));
        let first = masked.len();
        masked.fill(0.0);
        for (d, (p, along)) in d.iter_mut().zip(p[first..].iter().zip(&along[first..])) {
            *d = p * (*d - along);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_softmax_runs_down_each_column() {
        let mut scores = [0.0, 1000.0, 0.0, 1000.0, 0.0, -1000.0, 0.0, -1000.0];
        softmax_columns(&mut scores, 2, 4, &mut [f32::NAN; 4]);
        assert_eq!(scores, [0.25, 0.5, 0.25, 0.5, 0.25, 0.0, 0.25, 0.0]);
    }

    #[test]
    fn what_is_masked_is_not_read() {
        let nan = f32::NAN;
        let mut scores = [1.0, 1.0, 1.0, 2.0, 1.0, 1.0, nan, 1.0, 1.0, nan, nan, 1.0];
        softmax_columns(&mut scores, 3, 1, &mut [nan; 6]);
        assert_eq!((scores[6], scores[9], scores[10]), (0.0, 0.0, 0.0));
        assert_eq!((scores[2], scores[5], scores[8], scores[11]), (0.25, 0.25, 0.25, 0.25));
        assert_eq!(scores[0] + scores[3], 1.0);
    }

    #[test]
    fn nan_goes_to_its_column() {
        let mut scores = [f32::NAN, 0.0, 0.0, 0.0];
        softmax_columns(&mut scores, 2, 2, &mut [f32::NAN; 4]);
        assert!(scores[0].is_nan() && scores[2].is_nan());
        assert_eq!((scores[1], scores[3]), (0.5, 0.5));
    }

    #[test]
    fn all_blocks_are_counted() {
        let head = |steps, causal| Head { steps, key: 1, causal };
        assert_eq!(head(70, false).weights(), 70 * 70);
        assert_eq!(head(70, true).weights(), 32 * 32 + 64 * 32 + 70 * 6);
        assert_eq!(head(0, true).weights(), 0);
        for steps in [1, 31, 32, 33, 70] {
            let head = head(steps, true);
            assert_eq!(head.blocks().map(Queries::weights).sum::<usize>(), head.weights());
            assert!(head.blocks().all(|queries| queries.weights() <= head.block_weights()));
        }
    }
}
