//! What `Maximum` and `Minimum` share. `beaten(a, b)` says whether `b` goes before `a`.

use super::broadcast::{self, LANES, Steps};
use crate::{Inputs, vectorize};

/// y = the best of all x, NaN before any number.
#[inline(always)]
pub(super) fn infer<In: Inputs>(x: &[&[f32]], y: &mut [f32], beaten: impl Fn(f32, f32) -> bool) {
    if const { !broadcast::alike(In::ALL) } {
        return broadcast::infer::<In>(x, y, |a, b| best(a, b, &beaten));
    }
    y.copy_from_slice(x[0]);
    for x in &x[1..] {
        vectorize(y.len(), || y.iter_mut().zip(*x).for_each(|(y, x)| *y = best(*y, *x, &beaten)));
    }
}

#[inline(always)]
fn best(a: f32, b: f32, beaten: impl Fn(f32, f32) -> bool) -> f32 {
    if beaten(a, b) | b.is_nan() { b } else { a }
}

/// The values are compared as they are merged, one after another: the best so far with the next. The better
/// one takes the gradient, of equals each half of it, beside NaN both all of it: as torch does.
#[inline(always)]
pub(super) fn backward<In: Inputs>(
    x: &[&[f32]],
    dy: &[f32],
    which: usize,
    dx: &mut [f32],
    beaten: impl Fn(f32, f32) -> bool,
) {
    if const { !broadcast::alike(In::ALL) } {
        return broadcast::backward::<In>(dy, which, dx, |run, dy| {
            let all = x.iter().zip(In::ALL).map(|(x, sizes)| Steps::of(*sizes).load(x, run));
            let shares = shares(all, which, &beaten);
            core::array::from_fn(|lane| shares[lane] * dy[lane])
        });
    }
    vectorize(
        dx.len(),
        #[inline(always)]
        || {
            let mut at = 0;
            while at + LANES <= dx.len() {
                block::<LANES>(x, dy, which, dx, at, &beaten);
                at += LANES;
            }
            while at < dx.len() {
                block::<1>(x, dy, which, dx, at, &beaten);
                at += 1;
            }
        },
    );
}

#[inline(always)]
fn block<const LANES: usize>(
    x: &[&[f32]],
    dy: &[f32],
    which: usize,
    dx: &mut [f32],
    at: usize,
    beaten: impl Fn(f32, f32) -> bool,
) {
    let all = x.iter().map(|x| {
        let mut lanes = [0.0; LANES];
        lanes.copy_from_slice(&x[at..at + LANES]);
        lanes
    });
    let shares = shares(all, which, beaten);
    for ((dx, dy), share) in dx[at..at + LANES].iter_mut().zip(&dy[at..at + LANES]).zip(&shares) {
        *dx = share * dy;
    }
}

/// The part of the gradient that the value at the place `which` takes.
#[inline(always)]
fn shares<const LANES: usize>(
    all: impl Iterator<Item = [f32; LANES]>,
    which: usize,
    beaten: impl Fn(f32, f32) -> bool,
) -> [f32; LANES] {
    let mut shares = [if which == 0 { 1.0 } else { 0.0 }; LANES];
    let mut first = [0.0; LANES];
    for (place, x) in all.enumerate() {
        if place == 0 {
            first = x;
            continue;
        }
        for ((share, first), next) in shares.iter_mut().zip(&mut first).zip(&x) {
            let part = |loses: bool| match (loses, first == next) {
                (true, _) => 0.0,
                (false, true) => 0.5,
                (false, false) => 1.0,
            };
            // What comes before `which` has no share, and leaves none to it.
            *share = if place == which {
                part(beaten(*next, *first))
            } else {
                *share * part(beaten(*first, *next))
            };
            *first = best(*first, *next, &beaten);
        }
    }
    shares
}
