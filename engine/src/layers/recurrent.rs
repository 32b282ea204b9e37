//! What the recurrent layers share.
//!
//! A batch comes in as samples × steps × features. The rows of one step lie apart there, and each step is one
//! product with all samples' rows; so what is kept of a batch stands as steps × samples × values, and what
//! comes in and goes out is copied into that order and back. Of one sample both orders are the same.
//!
//! Forward, the kernel's part of all steps is one product, and each step adds the recurrent kernel's. Back,
//! each step leaves the gradients of its sums where its gates were; then the gradient of each kernel, and that
//! of the input, are one product over all steps.

use super::recurrent_settings::RecurrentSettings;
use crate::{
    Activation, Dims, Fit, Setup,
    math::larger,
    product::{Matrix, product, training_scratch},
    vectorize, view_blocks, view_blocks_mut,
};
use core::{marker::PhantomData, ops::Range};

/// The sizes that a recurrent layer gives.
pub(super) const fn output(gives: Dims, units: usize, return_sequences: bool) -> Dims {
    if return_sequences { Dims::sequence(gives.sizes[0], units) } else { Dims::flat(units) }
}

/// What to write so that a recurrent layer gives a sequence, if it does not.
pub(super) const fn to_give_sequence(return_sequences: bool) -> &'static str {
    if return_sequences { "" } else { "`{ return_sequences: true }` behind it" }
}

/// Whether a recurrent layer takes these sizes.
pub(super) const fn fit(gives: Dims, features: usize, units: usize) -> Fit {
    if units == 0 { Fit::Zero } else { Fit::sequence(gives).and(Fit::last(features, gives)) }
}

/// The memory for the moment that the products of a training step take, with `sums` sums of each sample and
/// step.
pub(super) const fn products(features: usize, units: usize, sums: usize) -> usize {
    larger(training_scratch(features, sums), training_scratch(units, sums))
}

/// A gradient on its way back, or 0 where it has faded away. Over hundreds of steps it shrinks until its numbers
/// are subnormal, with which processors take a hundred times as long, and which change no parameter.
#[inline(always)]
pub(super) fn fade(gradient: f32) -> f32 {
    // Far from the smallest ordinary number, 1e-38: what is made of it is multiplied by small numbers once more.
    // NaN stays.
    if gradient.abs() < 1e-30 { 0.0 } else { gradient }
}

/// Takes floats off the front of the memory.
#[inline(always)]
pub(super) fn take<'a>(memory: &mut &'a mut [f32], floats: usize) -> &'a mut [f32] {
    let (front, rest) = core::mem::take(memory).split_at_mut(floats);
    *memory = rest;
    front
}

/// The rows of one step among those of all steps.
#[inline(always)]
pub(super) fn step_of(all: &[f32], step: usize, floats: usize) -> &[f32] {
    &all[step * floats..][..floats]
}

/// As [`step_of`], to be changed.
#[inline(always)]
pub(super) fn step_of_mut(all: &mut [f32], step: usize, floats: usize) -> &mut [f32] {
    &mut all[step * floats..][..floats]
}

/// The rows of a step, to be read, and those of the next, to be changed.
#[inline(always)]
pub(super) fn two_steps(all: &mut [f32], step: usize, floats: usize) -> (&[f32], &mut [f32]) {
    let (before, after) = all.split_at_mut((step + 1) * floats);
    (&before[step * floats..], &mut after[..floats])
}

/// c += a · b, for a `b` of `depth` rows.
#[inline(always)]
pub(super) fn add_product(a: &[f32], depth: usize, b: &[f32], columns: usize, c: &mut [f32], s: &mut [f32]) {
    product(Matrix::new(a, c.len() / columns, depth), Matrix::new(b, depth, columns), c, s);
}

/// c += aᵀ · b, for as many rows of both as there are.
#[inline(always)]
pub(super) fn add_outer(a: &[f32], rows: usize, b: &[f32], columns: usize, c: &mut [f32], s: &mut [f32]) {
    let depth = b.len() / columns;
    product(Matrix::new(a, depth, rows).transposed(), Matrix::new(b, depth, columns), c, s);
}

/// Writes the transpose of a kernel of `columns` columns: each step back reads it, and a product reads rows
/// faster.
pub(super) fn transpose(kernel: &[f32], columns: usize, to: &mut [f32]) {
    let rows = kernel.len() / columns;
    for (column, to) in to.chunks_exact_mut(rows).enumerate() {
        to.iter_mut().zip(kernel.iter().skip(column).step_by(columns)).for_each(|(to, from)| *to = *from);
    }
}

/// Applies an activation to some columns of each row. Short ones are put side by side first, since a long row
/// runs at the full width of the machine.
#[inline(always)]
pub(super) fn apply_to<A: Activation>(rows: &mut [f32], width: usize, columns: Range<usize>, units: usize) {
    const LONG: usize = 128;
    const ROOM: usize = 512;
    let count = columns.len();
    if count >= LONG || rows.len() == width {
        for row in rows.chunks_exact_mut(width) {
            A::apply(&mut row[columns.start..columns.end], units);
        }
        return;
    }
    let mut together = [0.0; ROOM];
    for rows in rows.chunks_mut(ROOM / count * width) {
        let together = &mut together[..rows.len() / width * count];
        for (row, copy) in rows.chunks_exact(width).zip(together.chunks_exact_mut(count)) {
            copy.copy_from_slice(&row[columns.start..columns.end]);
        }
        A::apply(together, units);
        for (row, copy) in rows.chunks_exact_mut(width).zip(together.chunks_exact(count)) {
            row[columns.start..columns.end].copy_from_slice(copy);
        }
    }
}

/// The way back of [`apply_to`]; `sums` are empty unless the activation needs them.
#[inline(always)]
pub(super) fn back_through<A: Activation>(
    sums: &[f32],
    outputs: &[f32],
    d: &mut [f32],
    width: usize,
    columns: Range<usize>,
    units: usize,
) {
    vectorize(
        d.len(),
        #[inline(always)]
        || {
            let rows = d.chunks_exact_mut(width).zip(outputs.chunks_exact(width));
            for (place, (d, outputs)) in rows.enumerate() {
                let columns = columns.start..columns.end;
                let sums = if A::NEEDS_SUMS { &step_of(sums, place, width)[columns.clone()] } else { &[] };
                A::backward(sums, &outputs[columns.clone()], &mut d[columns], units);
            }
        },
    );
}

/// The way of a batch through the steps. Where it begins, and what is given, are constants of the settings `S`.
pub(super) struct Walk<S, const FEATURES: usize, const UNITS: usize> {
    pub(super) batch: usize,
    pub(super) steps: usize,
    settings: PhantomData<S>,
}

impl<S, const FEATURES: usize, const UNITS: usize> Clone for Walk<S, FEATURES, UNITS> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S, const FEATURES: usize, const UNITS: usize> Copy for Walk<S, FEATURES, UNITS> {}

impl<S: Setup<Settings: RecurrentSettings>, const FEATURES: usize, const UNITS: usize>
    Walk<S, FEATURES, UNITS>
{
    #[inline(always)]
    pub(super) fn new(x: &[f32], dims: Dims) -> Self {
        Walk { batch: x.len() / dims.len(), steps: dims.sizes[0], settings: PhantomData }
    }

    /// Which step of the input is taken at this step of the way.
    #[inline(always)]
    fn input(self, step: usize) -> usize {
        if S::SETTINGS.go_backwards() { self.steps - 1 - step } else { step }
    }

    /// The floats that [`take_step`](Walk::take_step) takes.
    #[inline(always)]
    pub(super) fn room_for_a_step(self) -> usize {
        if self.batch == 1 { 0 } else { self.batch * FEATURES }
    }

    /// The floats that what comes in takes, in the way's order.
    #[inline(always)]
    pub(super) fn room_for_all_steps(self) -> usize {
        if self.in_order() { 0 } else { self.batch * self.steps * FEATURES }
    }

    /// Whether what comes in stands in the way's order already.
    #[inline(always)]
    fn in_order(self) -> bool {
        self.batch == 1 && !S::SETTINGS.go_backwards()
    }

    /// What comes in at one step; `memory` has room for it.
    #[inline(always)]
    pub(super) fn take_step<'a>(self, x: &'a [f32], step: usize, memory: &'a mut [f32]) -> &'a [f32] {
        if self.batch == 1 {
            return step_of(x, self.input(step), FEATURES);
        }
        self.copy_step(x, step, memory);
        memory
    }

    /// What comes in at each step; `memory` has room for it.
    fn take_steps<'a>(self, x: &'a [f32], memory: &'a mut [f32]) -> &'a [f32] {
        if self.in_order() {
            return x;
        }
        for step in 0..self.steps {
            self.copy_step(x, step, step_of_mut(memory, step, self.batch * FEATURES));
        }
        memory
    }

    #[inline(always)]
    fn copy_step(self, x: &[f32], step: usize, to: &mut [f32]) {
        let (from, to) = (view_blocks::<[f32; FEATURES]>(x), view_blocks_mut(to));
        for (sample, to) in to.iter_mut().enumerate() {
            *to = from[sample * self.steps + self.input(step)];
        }
    }

    /// Gives `h`, the output of one step, which is nothing if only that of the last step is asked for.
    #[inline(always)]
    pub(super) fn give_step(self, h: &[f32], step: usize, y: &mut [f32]) {
        if S::SETTINGS.return_sequences() {
            let y = view_blocks_mut::<[f32; UNITS]>(y);
            for (sample, h) in view_blocks(h).iter().enumerate() {
                y[sample * self.steps + step] = *h;
            }
        } else if step + 1 == self.steps {
            y.copy_from_slice(h);
        }
    }

    /// Adds the gradient of one step's output to `dh`.
    #[inline(always)]
    pub(super) fn add_step(self, dy: &[f32], step: usize, dh: &mut [f32]) {
        if S::SETTINGS.return_sequences() {
            let dy = view_blocks::<[f32; UNITS]>(dy);
            for (sample, dh) in view_blocks_mut::<[f32; UNITS]>(dh).iter_mut().enumerate() {
                dh.iter_mut().zip(&dy[sample * self.steps + step]).for_each(|(dh, dy)| *dh = fade(*dh + dy));
            }
        } else if step + 1 == self.steps {
            dh.iter_mut().zip(dy).for_each(|(dh, dy)| *dh = fade(*dh + dy));
        } else {
            dh.iter_mut().for_each(|dh| *dh = fade(*dh));
        }
    }

    /// Adds the kernel's part to the sums of all steps; `memory` has room for what comes in.
    pub(super) fn add_input(
        self,
        x: &[f32],
        kernel: &[f32],
        sums: &mut [f32],
        memory: &mut [f32],
        scratch: &mut [f32],
    ) {
        let x = self.take_steps(x, memory);
        add_product(x, FEATURES, kernel, kernel.len() / FEATURES, sums, scratch);
    }

    /// From the gradients of all steps' sums, adds to that of the kernel.
    pub(super) fn add_kernel_gradient(
        self,
        x: &[f32],
        dsums: &[f32],
        d: &mut [f32],
        memory: &mut [f32],
        scratch: &mut [f32],
    ) {
        let x = self.take_steps(x, memory);
        add_outer(x, FEATURES, dsums, d.len() / FEATURES, d, scratch);
    }

    /// From the gradients of all steps' sums, writes that of the input.
    pub(super) fn write_input_gradient(
        self,
        dsums: &[f32],
        kernel: &[f32],
        dx: &mut [f32],
        memory: &mut [f32],
        scratch: &mut [f32],
    ) {
        let (columns, in_order) = (kernel.len() / FEATURES, self.in_order());
        let ordered = if in_order { &mut *dx } else { &mut *memory };
        ordered.fill(0.0);
        let rows = self.batch * self.steps;
        let kernel = Matrix::new(kernel, FEATURES, columns).transposed();
        product(Matrix::new(dsums, rows, columns), kernel, ordered, scratch);
        if in_order {
            return;
        }
        let (from, to) = (view_blocks::<[f32; FEATURES]>(memory), view_blocks_mut(dx));
        for (row, from) in from.iter().enumerate() {
            let (step, sample) = (row / self.batch, row % self.batch);
            to[sample * self.steps + self.input(step)] = *from;
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{DefaultsOf, Layer, Shape, Tanh, activation, math, rand::RngExt, random};
    use std::{boxed::Box, vec, vec::Vec};

    /// x · sigmoid(x), whose derivative needs the sums.
    pub(crate) struct Swish;
    activation! { Swish }

    impl Activation for Swish {
        const NEEDS_SUMS: bool = true;

        fn apply(values: &mut [f32], _: usize) {
            values.iter_mut().for_each(|x| *x *= math::sigmoid(*x));
        }

        fn backward(sums: &[f32], _: &[f32], d: &mut [f32], _: usize) {
            assert_eq!(sums.len(), d.len());
            for (d, &x) in d.iter_mut().zip(sums) {
                let s = math::sigmoid(x);
                *d *= s + x * s * (1.0 - s);
            }
        }
    }

    pub(crate) fn sigmoid(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    pub(crate) fn swish(x: f64) -> f64 {
        x * sigmoid(x)
    }

    pub(crate) fn relu(x: f64) -> f64 {
        x.max(0.0)
    }

    /// x · kernel, for one row.
    pub(crate) fn times(x: &[f64], kernel: &[f64]) -> Vec<f64> {
        let columns = kernel.len() / x.len();
        (0..columns).map(|c| x.iter().enumerate().map(|(r, x)| x * kernel[r * columns + c]).sum()).collect()
    }

    /// Goes through the steps of `x`, and gives the state's first part (`units` values) behind each or the last.
    pub(crate) fn run(
        x: &[f64],
        features: usize,
        units: usize,
        (go_backwards, return_sequences): (bool, bool),
        mut state: Vec<f64>,
        step: impl Fn(&[f64], &[f64]) -> Vec<f64>,
    ) -> Vec<f64> {
        let mut rows: Vec<_> = x.chunks(features).collect();
        if go_backwards {
            rows.reverse();
        }
        let mut outputs = Vec::new();
        for row in rows {
            state = step(row, &state);
            outputs.push(state[..units].to_vec());
        }
        if return_sequences { outputs.concat() } else { outputs.pop().unwrap() }
    }

    /// Asserts that a sequence gives the same bits step by step as at once, and among others as alone.
    pub(crate) fn check_streaming<In: Shape, L: Layer<In>>() {
        check_streaming_with::<In, L, DefaultsOf<L>>();
    }

    /// [`check_streaming`], of a layer with settings.
    pub(crate) fn check_streaming_with<In: Shape, L: Layer<In, S>, S: Setup>() {
        const SAMPLES: usize = 6;
        let mut layer = Box::new(L::zeroed());
        layer.build(&mut random(7, 0));
        layer.floats_mut().iter_mut().for_each(|p| *p += 0.1);
        let mut noise = random(8, 0);
        let x: Vec<f32> = (0..SAMPLES * In::DIMS.len()).map(|_| noise.random_range(-1.0..1.0)).collect();
        let mut all = vec![f32::NAN; SAMPLES * L::OUTPUT.len()];
        let mut scratch = vec![f32::NAN; L::SCRATCH.of(SAMPLES)];
        layer.infer(&x, &mut all, &mut scratch);
        for (x, y) in x.chunks(In::DIMS.len()).zip(all.chunks(L::OUTPUT.len())) {
            check_sample::<In, L, S>(&layer, x, y);
        }
    }

    fn check_sample<In: Shape, L: Layer<In, S>, S: Setup>(layer: &L, x: &[f32], among_others: &[f32]) {
        let mut whole = vec![f32::NAN; L::OUTPUT.len()];
        let mut scratch = vec![f32::NAN; L::INFERENCE_SCRATCH];
        layer.infer(x, &mut whole, &mut scratch);
        assert_eq!(whole, among_others);

        let steps = In::DIMS.sizes[0];
        let is_sequence = L::OUTPUT.rank == 2;
        let each = if is_sequence { whole.len() / steps } else { whole.len() };
        let mut state = vec![0.0; L::STATE.unwrap()];
        for (step, x) in x.chunks(x.len() / steps).enumerate() {
            let mut y = vec![f32::NAN; each];
            scratch.fill(f32::NAN);
            layer.step(x, &mut y, &mut state, &mut scratch);
            if is_sequence {
                assert_eq!(y, whole[step * each..][..each]);
            } else if step + 1 == steps {
                assert_eq!(y, whole);
            }
        }
    }

    #[test]
    fn what_has_faded_away_is_0() {
        assert_eq!([1e-29, -1e-29, 1e-31, -1e-45].map(fade), [1e-29, -1e-29, 0.0, 0.0]);
        assert!(fade(f32::NAN).is_nan());
    }

    #[test]
    fn a_kernel_is_turned() {
        let mut to = [0.0; 6];
        transpose(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 3, &mut to);
        assert_eq!(to, [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    }

    /// Rows that are put side by side, in more than one go, and rows that are not.
    #[test]
    fn some_columns_are_activated() {
        fn check<const COUNT: usize>(rows: usize) {
            let width = COUNT + 3;
            let before: Vec<f32> = (0..rows * width).map(|n| (n as f32).sin()).collect();
            let mut after = before.clone();
            apply_to::<Tanh>(&mut after, width, 1..1 + COUNT, COUNT);
            for (place, (after, before)) in after.iter().zip(&before).enumerate() {
                let is_one = (1..1 + COUNT).contains(&(place % width));
                assert_eq!(*after, if is_one { math::tanh(*before) } else { *before }, "at {place}");
            }
        }
        check::<5>(1);
        check::<5>(300);
        check::<100>(11);
        check::<127>(9);
        check::<128>(3);
    }
}
