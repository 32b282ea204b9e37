//! What stands beside what where values are merged number by number: NumPy's rule, as Keras has it. Sizes are compared
//! from the last on; a size of 1, or one that is missing in front, is repeated as often as the other has it.
//!
//! Values of one shape need none of this, and are merged by plain loops.

use crate::{Dims, Fit, Inputs};

/// How many sizes a sample has at most.
const RANK: usize = 3;

/// So many numbers are merged at once: they stay in registers.
pub(super) const LANES: usize = 16;

/// A size, counted from the last.
const fn size(sizes: Dims, from_last: usize) -> usize {
    if from_last < sizes.rank { sizes.sizes[sizes.rank - 1 - from_last] } else { 1 }
}

/// Whether two values may stand beside each other.
const fn fits(a: Dims, b: Dims) -> bool {
    let mut axis = 0;
    while axis < RANK {
        let (a, b) = (size(a, axis), size(b, axis));
        if a != b && a != 1 && b != 1 {
            return false;
        }
        axis += 1;
    }
    true
}

/// The fit of values to calculate with number by number: numbers, and not token ids.
pub(super) const fn fit(all: &[Dims]) -> Fit {
    let mut place = 0;
    while place < all.len() {
        if all[place].vocabulary > 0 {
            return Fit::Tokens { gives: all[place] };
        }
        let mut against = 0;
        while against < place {
            if !fits(all[against], all[place]) {
                return Fit::Broadcast { first: all[against], against, other: all[place], place };
            }
            against += 1;
        }
        place += 1;
    }
    Fit::Ok
}

/// The sizes of what comes out.
pub(super) const fn output(all: &[Dims]) -> Dims {
    let (mut rank, mut place) = (0, 0);
    while place < all.len() {
        rank = if all[place].rank > rank { all[place].rank } else { rank };
        place += 1;
    }
    let (mut sizes, mut axis) = ([1; 4], 0);
    while axis < rank {
        let mut place = 0;
        while place < all.len() {
            let size = size(all[place], axis);
            if size != 1 {
                sizes[rank - 1 - axis] = size;
            }
            place += 1;
        }
        axis += 1;
    }
    Dims { rank, sizes, vocabulary: 0 }
}

/// Whether all values are of one shape.
pub(super) const fn alike(all: &[Dims]) -> bool {
    matches!(Fit::alike(all), Fit::Ok)
}

/// A few numbers of what comes out that stand in a row.
#[derive(Clone, Copy)]
pub(super) struct Run {
    sample: usize,
    /// Where it begins, by the axes.
    at: [usize; RANK],
    count: usize,
}

/// How far apart the neighbours of a value are along each axis of what comes out; 0 where it is repeated.
#[derive(Clone, Copy)]
pub(super) struct Steps {
    axes: [usize; RANK],
    sample: usize,
}

impl Steps {
    pub(super) const fn of(value: Dims) -> Self {
        let (mut axes, mut step, mut axis) = ([0; RANK], 1, 0);
        while axis < RANK {
            let size = size(value, axis);
            axes[RANK - 1 - axis] = if size == 1 { 0 } else { step };
            step *= size;
            axis += 1;
        }
        Steps { axes, sample: value.len() }
    }

    /// Where a run begins in the value.
    #[inline(always)]
    fn start(&self, run: Run) -> usize {
        run.at.iter().zip(&self.axes).fold(run.sample * self.sample, |start, (at, step)| start + at * step)
    }

    /// Whether each number of a run has one of its own in the value.
    #[inline(always)]
    fn runs_along(&self) -> bool {
        self.axes[RANK - 1] == 1
    }

    /// The numbers beside a run; behind its end there is anything.
    #[inline(always)]
    pub(super) fn load(&self, x: &[f32], run: Run) -> [f32; LANES] {
        let start = self.start(run);
        if !self.runs_along() {
            return [x[start]; LANES];
        }
        let x = &x[start..];
        match x.first_chunk::<LANES>() {
            Some(x) => *x,
            None => {
                let mut lanes = [0.0; LANES];
                lanes[..x.len()].copy_from_slice(x);
                lanes
            }
        }
    }

    /// Adds the numbers of a run to those beside them.
    #[inline(always)]
    pub(super) fn add(&self, d: &mut [f32], run: Run, terms: [f32; LANES]) {
        let (start, terms) = (self.start(run), &terms[..run.count]);
        if self.runs_along() {
            d[start..].iter_mut().zip(terms).for_each(|(d, term)| *d += term);
        } else {
            d[start] += terms.iter().sum::<f32>();
        }
    }

    /// Writes the numbers of a run.
    #[inline(always)]
    pub(super) fn write(&self, y: &mut [f32], run: Run, values: [f32; LANES]) {
        let start = self.start(run);
        y[start..][..run.count].copy_from_slice(&values[..run.count]);
    }
}

/// Calls `f` with each run of so many samples of what comes out, in order.
#[inline(always)]
pub(super) fn each_run(output: Dims, samples: usize, mut f: impl FnMut(Run)) {
    let [a, b, c] = [2, 1, 0].map(|axis| size(output, axis));
    for sample in 0..samples {
        for first in 0..a {
            for second in 0..b {
                for start in (0..c).step_by(LANES) {
                    let count = if c - start < LANES { c - start } else { LANES };
                    f(Run { sample, at: [first, second, start], count });
                }
            }
        }
    }
}

/// y = f(… f(f(x₀, x₁), x₂) …), number by number.
#[inline(always)]
pub(super) fn infer<In: Inputs>(x: &[&[f32]], y: &mut [f32], f: impl Fn(f32, f32) -> f32) {
    let sizes = const { output(In::ALL) };
    let to = contiguous(sizes);
    each_run(sizes, y.len() / sizes.len(), |run| {
        let mut values = Steps::of(In::ALL[0]).load(x[0], run);
        for (x, sizes) in x.iter().zip(In::ALL).skip(1) {
            let next = Steps::of(*sizes).load(x, run);
            values.iter_mut().zip(next).for_each(|(value, next)| *value = f(*value, next));
        }
        to.write(y, run, values);
    });
}

/// dxₖ = the sums, over what was repeated, of what `gradient` makes of a run and of its dy.
#[inline(always)]
pub(super) fn backward<In: Inputs>(
    dy: &[f32],
    which: usize,
    dx: &mut [f32],
    gradient: impl Fn(Run, [f32; LANES]) -> [f32; LANES],
) {
    let sizes = const { output(In::ALL) };
    let (from, to) = (contiguous(sizes), Steps::of(In::ALL[which]));
    dx.fill(0.0);
    each_run(sizes, dy.len() / sizes.len(), |run| to.add(dx, run, gradient(run, from.load(dy, run))));
}

/// The steps of a value that is nowhere repeated.
const fn contiguous(output: Dims) -> Steps {
    let [b, c] = [size(output, 1), size(output, 0)];
    Steps { axes: [b * c, c, 1], sample: output.len() }
}

/// What a reference makes of values that stand beside each other: `f` of the numbers at each place.
#[cfg(test)]
pub(super) fn reference<In: Inputs>(
    x: &[std::vec::Vec<f64>],
    f: impl Fn(&[f64]) -> f64,
) -> std::vec::Vec<f64> {
    let output = output(In::ALL);
    let [a, b, c] = [2, 1, 0].map(|axis| size(output, axis));
    let value = |place: usize| {
        let at = [place / (b * c), place / c % b, place % c];
        let numbers = x.iter().zip(In::ALL).map(|(x, &sizes)| {
            let [a, b, c] = [2, 1, 0].map(|axis| size(sizes, axis));
            x[((at[0] % a) * b + at[1] % b) * c + at[2] % c]
        });
        f(&numbers.collect::<std::vec::Vec<_>>())
    };
    (0..a * b * c).map(value).collect()
}

/// Pairs and more that are not alike, for the tests of a merge.
#[cfg(test)]
macro_rules! check_broadcast {
    ($check:ident) => {
        $check::<(Sequence<1, 4>, Sequence<5, 4>)>();
        $check::<(Sequence<5, 1>, Sequence<5, 20>)>();
        $check::<(Sequence<1, 4>, Sequence<5, 1>)>();
        $check::<(Image<2, 3, 17>, Image<1, 1, 17>)>();
        $check::<(Image<2, 3, 17>, Image<2, 3, 1>)>();
        $check::<(Image<2, 1, 3>, Image<1, 4, 1>)>();
        $check::<(Flat<4>, Sequence<2, 4>)>();
        $check::<(Image<3, 2, 33>, Flat<33>)>();
        $check::<(Flat<1>, Sequence<1, 1>)>();
    };
    ($check:ident, and three) => {
        $crate::merges::broadcast::check_broadcast! { $check }
        $check::<(Sequence<1, 4>, Sequence<2, 4>, Sequence<2, 1>)>();
        $check::<(Flat<3>, Image<2, 1, 1>, Sequence<4, 1>, Flat<3>)>();
    };
}
#[cfg(test)]
pub(super) use check_broadcast;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, Tokens};

    #[test]
    fn sizes_are_compared_from_the_last_on() {
        let of = |all: &[Dims]| (output(all), fit(all));
        let [flat, long, image] = [Dims::flat(4), Dims::sequence(2, 4), Dims::image(2, 3, 4)];
        assert_eq!(of(&[flat, long]), (long, Fit::Ok));
        assert_eq!(of(&[Dims::sequence(1, 4), Dims::sequence(5, 1)]), (Dims::sequence(5, 4), Fit::Ok));
        assert_eq!(of(&[image, Dims::image(1, 1, 4), Dims::flat(1)]), (image, Fit::Ok));
        let unlike = |first, against, other, place| Fit::Broadcast { first, against, other, place };
        assert_eq!(fit(&[image, long]), unlike(image, 0, long, 1));
        assert_eq!(fit(&[Dims::flat(1), flat, Dims::flat(3)]), unlike(flat, 1, Dims::flat(3), 2));
        let tokens = Dims::tokens(3, 9);
        assert_eq!(fit(&[tokens, tokens]), Fit::Tokens { gives: tokens });
        assert!(alike(<(Flat<2>, Flat<2>)>::ALL) && !alike(<(Flat<2>, Sequence<1, 2>)>::ALL));
        let _ = <(Image<1, 1, 1>, Tokens<1, 2>)>::ALL;
    }
}
