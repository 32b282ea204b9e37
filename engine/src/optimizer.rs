//! What an optimizer is. Each one is a file in `optimizers/`.

use crate::threads;

/// How a step changes the parameters by their gradient.
///
/// It is given a model's block, or parts of it one by one: one pass over equal slices. A value of an
/// optimizer is only read, so that several threads may each take a part.
///
/// ```
/// use cornu_engine::Optimizer;
///
/// /// A step of one length for all, by the gradient's sign alone.
/// #[derive(Clone, Copy, Debug)]
/// pub struct SignDescent {
///     pub learning_rate: f32,
/// }
///
/// impl Optimizer for SignDescent {
///     fn moments(&self) -> usize {
///         0
///     }
///
///     fn update(&self, _step: u64, parameters: &mut [f32], d: &[f32], _moments: &mut [&mut [f32]]) {
///         for (p, d) in parameters.iter_mut().zip(d) {
///             *p -= self.learning_rate * d.signum();
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no optimizer",
    label = "an optimizer is expected here, such as `Adam::default()`, `RMSprop::default()` or `SGD::default()`",
    note = "a type of your own becomes an optimizer by `impl cornu::Optimizer for {Self}`"
)]
pub trait Optimizer: Sync {
    /// How many floats it keeps for each parameter from step to step, at most [`MOST_MOMENTS`]; they
    /// start as 0.
    fn moments(&self) -> usize;

    /// Takes a step, the `step`th, counted from 1: changes each parameter by its gradient `d` and its
    /// moments. All slices are equally long.
    fn update(&self, step: u64, parameters: &mut [f32], d: &[f32], moments: &mut [&mut [f32]]);
}

/// How many moments an optimizer has at most: see [`Optimizer::moments`].
pub const MOST_MOMENTS: usize = 4;

/// Updates a run of parameters and sets their gradient back to 0; of `moments`, which holds the moments of
/// `length` parameters one after another, those from `start` on are theirs.
pub(crate) fn update_run(
    optimizer: &impl Optimizer,
    step: u64,
    parameters: &mut [f32],
    d: &mut [f32],
    moments: &mut [f32],
    length: usize,
    start: usize,
) {
    let mut each: [&mut [f32]; MOST_MOMENTS] = Default::default();
    let each = &mut each[..optimizer.moments()];
    each.iter_mut()
        .zip(moments.chunks_exact_mut(length))
        .for_each(|(each, all)| *each = &mut all[start..start + parameters.len()]);
    update_parts(optimizer, step, parameters, d, each);
}

/// Updates a block part by part: threads share them, and a part is still near when its gradient is
/// set back.
fn update_parts(
    optimizer: &impl Optimizer,
    step: u64,
    parameters: &mut [f32],
    d: &mut [f32],
    moments: &mut [&mut [f32]],
) {
    /// With gradient and two moments 256 KiB: that fits a second cache.
    const MOST_AT_ONCE: usize = 1 << 14;
    if parameters.len() <= MOST_AT_ONCE {
        optimizer.update(step, parameters, d, moments);
        d.fill(0.0);
        return;
    }
    let middle = parameters.len() / 2;
    let (parameters, more_parameters) = parameters.split_at_mut(middle);
    let (d, more_d) = d.split_at_mut(middle);
    let count = moments.len();
    let [mut fewer, mut more]: [[&mut [f32]; MOST_MOMENTS]; 2] = Default::default();
    for ((moment, fewer), more) in moments.iter_mut().zip(&mut fewer).zip(&mut more) {
        (*fewer, *more) = moment.split_at_mut(middle);
    }
    threads::join(
        || update_parts(optimizer, step, parameters, d, &mut fewer[..count]),
        || update_parts(optimizer, step, more_parameters, more_d, &mut more[..count]),
    );
}

/// The size below which a moment, of which a step takes the part `lost`, becomes 0. What it loses by then would be
/// subnormal, and a moment that no gradient moves would stay so for ever, at up to twice the time of an update.
pub(crate) fn faded(lost: f32) -> f32 {
    // Not more, however small that part is.
    const MOST: f32 = 1e-30;
    let size = f32::MIN_POSITIVE / lost;
    if size < MOST { size } else { MOST }
}

/// The moment, or 0 if it has [`faded`].
#[inline(always)]
pub(crate) fn unless_faded(moment: f32, faded: f32) -> f32 {
    // NaN is not smaller, and stays.
    if moment.abs() < faded { 0.0 } else { moment }
}

/// β^step in f64, since 1 − β^step has few digits left in f32.
pub(crate) fn power(beta: f32, step: u64) -> f64 {
    libm::pow(f64::from(beta), step as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Adam, RMSprop, SGD};
    use std::{vec, vec::Vec};

    /// Larger than a part, and no multiple of one.
    const PARAMETERS: usize = 100_003;

    fn after_two_updates(
        optimizer: &impl Optimizer,
        update: impl Fn(u64, &mut [f32], &mut [f32], &mut [f32]),
    ) -> Vec<f32> {
        let wave = |scale: f32| (0..PARAMETERS).map(|i| (i as f32 * scale).sin()).collect::<Vec<_>>();
        let mut parameters = wave(0.37);
        let mut moments = vec![0.0; optimizer.moments() * PARAMETERS];
        for step in 1..=2 {
            let mut d = wave(0.11 * step as f32);
            update(step, &mut parameters, &mut d, &mut moments);
            assert!(d.iter().all(|&d| d == 0.0), "the gradient is set back");
        }
        parameters.extend(moments);
        parameters
    }

    fn parts_are_as_the_whole(optimizer: impl Optimizer) {
        let in_parts = || {
            after_two_updates(&optimizer, |step, parameters, d, moments| {
                update_run(&optimizer, step, parameters, d, moments, PARAMETERS, 0);
            })
        };
        let whole = after_two_updates(&optimizer, |step, parameters, d, moments| {
            let mut each: Vec<&mut [f32]> = moments.chunks_mut(PARAMETERS).collect();
            optimizer.update(step, parameters, d, &mut each);
            d.fill(0.0);
        });
        assert!(in_parts() == whole);
        #[cfg(feature = "threads")]
        crate::threads::same_on_any_number(in_parts);
    }

    #[test]
    fn moments_fade_to_nothing() {
        fn check(optimizer: impl Optimizer) {
            let (mut parameters, mut moments) = ([1.0], vec![0.0; optimizer.moments()]);
            let mut update = |step: u64, d: f32| {
                let mut each: Vec<_> = moments.chunks_mut(1).collect();
                optimizer.update(step, &mut parameters, &[d], &mut each);
                // Not even on the way.
                assert!(moments.iter().all(|moment| !moment.is_subnormal()), "{moments:?} at step {step}");
            };
            update(1, 1.0);
            // Of the squared gradient Adam loses a thousandth each step.
            (2..100_000).for_each(|step| update(step, 0.0));
            assert!(moments.iter().all(|&moment| moment == 0.0), "{moments:?}");
        }
        check(Adam::default());
        check(SGD { momentum: 0.9, ..SGD::default() });
        check(RMSprop::default());
        check(RMSprop { momentum: 0.9, centered: true, ..RMSprop::default() });
    }

    #[test]
    fn nan_does_not_fade() {
        assert!(unless_faded(f32::NAN, faded(0.1)).is_nan());
        assert_eq!(faded(0.0), 1e-30);
    }

    #[test]
    fn a_block_is_updated_in_parts_as_it_would_be_at_once() {
        parts_are_as_the_whole(Adam::default());
        parts_are_as_the_whole(SGD::default());
        parts_are_as_the_whole(SGD { momentum: 0.9, nesterov: true, ..SGD::default() });
        parts_are_as_the_whole(RMSprop { momentum: 0.9, centered: true, ..RMSprop::default() });
    }
}
