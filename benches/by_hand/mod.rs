//! A training step of 784-512-10 as one would write it by hand: `matrixmultiply`, and plain loops at the
//! full width of the machine.
//!
//! It is the same arithmetic as Cornu's step: the products forward and back, softmax with the mean loss, Adam with
//! its bias correction. Only two things are left out, which Cornu's step does beside: it counts how many samples
//! are right, and refuses a loss or a gradient that is not finite.

use super::Digits;
use cornu::{Class, math, vectorize, view_floats};
use matrixmultiply::sgemm;

const INPUTS: usize = 784;
const HIDDEN: usize = 512;
const CLASSES: usize = 10;

/// All that the step needs, in vectors.
pub(crate) struct Step<'a> {
    x: &'a [[f32; INPUTS]],
    labels: &'a [Class<CLASSES>],
    parameters: Vec<f32>,
    gradient: Vec<f32>,
    moments: [Vec<f32>; 2],
    hidden: Vec<f32>,
    outputs: Vec<f32>,
    d_hidden: Vec<f32>,
    learning_rate: f32,
    /// How many steps have been taken.
    steps: i32,
}

/// How a matrix lies in memory: the stride of rows and of columns.
type Strides = (usize, usize);

impl<'a> Step<'a> {
    pub(crate) fn new(
        digits: &Digits,
        x: &'a [[f32; INPUTS]],
        labels: &'a [Class<CLASSES>],
        learning_rate: f32,
    ) -> Self {
        let parameters = view_floats(std::slice::from_ref(digits)).to_vec();
        let zeros = |count: usize| vec![0.0; count];
        Step {
            x,
            labels,
            gradient: zeros(parameters.len()),
            moments: [zeros(parameters.len()), zeros(parameters.len())],
            hidden: zeros(x.len() * HIDDEN),
            outputs: zeros(x.len() * CLASSES),
            d_hidden: zeros(x.len() * HIDDEN),
            learning_rate,
            steps: 0,
            parameters,
        }
    }

    /// Takes a step; gives the mean loss before it.
    pub(crate) fn run(&mut self) -> f32 {
        let batch = self.x.len();
        let x = view_floats(self.x);
        let (hidden, outputs, d_hidden) = (&mut self.hidden, &mut self.outputs, &mut self.d_hidden);
        let (kernel_1, rest) = self.parameters.split_at(INPUTS * HIDDEN);
        let (bias_1, rest) = rest.split_at(HIDDEN);
        let (kernel_2, bias_2) = rest.split_at(HIDDEN * CLASSES);

        product([batch, INPUTS, HIDDEN], x, (INPUTS, 1), kernel_1, (HIDDEN, 1), hidden);
        vectorize(hidden.len(), || {
            for row in hidden.chunks_exact_mut(HIDDEN) {
                for (h, bias) in row.iter_mut().zip(bias_1) {
                    let sum = *h + bias;
                    *h = if sum > 0.0 { sum } else { 0.0 };
                }
            }
        });
        product([batch, HIDDEN, CLASSES], hidden, (HIDDEN, 1), kernel_2, (CLASSES, 1), outputs);
        let (mut loss, share) = (0.0, 1.0 / batch as f32);
        for (row, label) in outputs.chunks_exact_mut(CLASSES).zip(self.labels) {
            row.iter_mut().zip(bias_2).for_each(|(y, bias)| *y += bias);
            let chosen = row[label.index()];
            let maximum = row.iter().copied().fold(f32::MIN, f32::max);
            row.iter_mut().for_each(|y| *y = math::exp(*y - maximum));
            let sum: f32 = row.iter().sum();
            row.iter_mut().for_each(|y| *y = *y / sum * share);
            row[label.index()] -= share;
            loss += maximum + math::ln(sum) - chosen;
        }

        let (d_kernel_1, rest) = self.gradient.split_at_mut(INPUTS * HIDDEN);
        let (d_bias_1, rest) = rest.split_at_mut(HIDDEN);
        let (d_kernel_2, d_bias_2) = rest.split_at_mut(HIDDEN * CLASSES);
        product([HIDDEN, batch, CLASSES], hidden, (1, HIDDEN), outputs, (CLASSES, 1), d_kernel_2);
        add_rows(outputs, d_bias_2);
        product([batch, CLASSES, HIDDEN], outputs, (CLASSES, 1), kernel_2, (1, CLASSES), d_hidden);
        vectorize(d_hidden.len(), || {
            for (d, h) in d_hidden.iter_mut().zip(&*hidden) {
                *d = if *h <= 0.0 { 0.0 } else { *d };
            }
        });
        product([INPUTS, batch, HIDDEN], x, (1, INPUTS), d_hidden, (HIDDEN, 1), d_kernel_1);
        add_rows(d_hidden, d_bias_1);
        self.adam();
        loss * share
    }

    fn adam(&mut self) {
        self.steps += 1;
        // In f64, as 1 − β to a high power has few digits left in f32.
        let correction = |beta: f32| 1.0 - f64::from(beta).powi(self.steps);
        let rate = f64::from(self.learning_rate) * correction(0.999).sqrt() / correction(0.9);
        let rate = rate as f32;
        let [m, v] = &mut self.moments;
        vectorize(m.len(), || {
            for (((p, &d), m), v) in self.parameters.iter_mut().zip(&self.gradient).zip(m).zip(v) {
                *m += (d - *m) * (1.0 - 0.9);
                *v += (d * d - *v) * (1.0 - 0.999);
                *p -= rate * *m / (v.sqrt() + 1e-7);
            }
        });
    }
}

/// c = a · b
fn product(
    [m, k, n]: [usize; 3],
    a: &[f32],
    a_strides: Strides,
    b: &[f32],
    b_strides: Strides,
    c: &mut [f32],
) {
    let reach =
        |rows: usize, columns: usize, (down, across): Strides| (rows - 1) * down + (columns - 1) * across;
    assert!(reach(m, k, a_strides) < a.len() && reach(k, n, b_strides) < b.len() && m * n == c.len());
    let [a_down, a_across] = [a_strides.0, a_strides.1].map(usize::cast_signed);
    let [b_down, b_across] = [b_strides.0, b_strides.1].map(usize::cast_signed);
    // SAFETY: with these strides the last value of each matrix is within its slice.
    unsafe {
        let (a, b, c) = (a.as_ptr(), b.as_ptr(), c.as_mut_ptr());
        sgemm(m, k, n, 1.0, a, a_down, a_across, b, b_down, b_across, 0.0, c, n.cast_signed(), 1);
    }
}

/// The sum of all rows.
fn add_rows(rows: &[f32], sums: &mut [f32]) {
    sums.fill(0.0);
    vectorize(rows.len(), || {
        for row in rows.chunks_exact(sums.len()) {
            sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
    });
}
