//! What `Maximum` and `Minimum` share. `beaten(a, b)` says whether `b` goes before `a`.

use crate::vectorize;

/// Blocks of as many numbers stay in registers.
const MANY: usize = 16;

/// y = the best of all x, NaN before any number.
#[inline(always)]
pub(super) fn infer(x: &[&[f32]], y: &mut [f32], beaten: impl Fn(f32, f32) -> bool) {
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
pub(super) fn backward(
    x: &[&[f32]],
    dy: &[f32],
    which: usize,
    dx: &mut [f32],
    beaten: impl Fn(f32, f32) -> bool,
) {
    vectorize(
        dx.len(),
        #[inline(always)]
        || {
            let mut at = 0;
            while at + MANY <= dx.len() {
                block::<MANY>(x, dy, which, dx, at, &beaten);
                at += MANY;
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
    let mut share = [if which == 0 { 1.0 } else { 0.0 }; LANES];
    let mut first = [0.0; LANES];
    first.copy_from_slice(&x[0][at..at + LANES]);
    for (place, x) in x.iter().enumerate().skip(1) {
        for ((share, first), next) in share.iter_mut().zip(&mut first).zip(&x[at..at + LANES]) {
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
    for ((dx, dy), share) in dx[at..at + LANES].iter_mut().zip(&dy[at..at + LANES]).zip(&share) {
        *dx = share * dy;
    }
}
