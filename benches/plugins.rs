//! Your own layer, activation, loss and optimizer against the built-in ones: `cargo bench --bench plugins`.
//!
//! The twins here are written through the public traits alone, as in another crate. The same network takes the
//! same training step with either, by turns; the ratio of the medians is to be 1.

mod common;

use common::{REPETITIONS, by_turns};
use cornu::{
    Activation, Backward, Block, Dims, First, Fit, Floats, Initializer, InstructionSet, Layer, Loss,
    Optimizer, Random, Shape, ShapeRule, Training, activation, boxed, math, parameters,
    prelude::*,
    product::{Matrix, product, training_scratch},
    training_floats, vectorize,
};
use std::{hint::black_box, marker::PhantomData};

const BATCH: usize = 128;
/// So small that the numbers stay of one kind, however many steps are measured.
const LEARNING_RATE: f32 = 1e-6;

model! { struct BuiltIn < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }
model! { struct Twin < OwnDense<784, 512, OwnRelu>, OwnDense<512, 10, Softmax> >; }

fn main() {
    let x: Vec<[f32; 784]> =
        (0..BATCH).map(|n| std::array::from_fn(|i| ((n * 31 + i * 7) % 17) as f32 / 17.0)).collect();
    let y: Vec<[f32; 10]> = (0..BATCH).map(|n| Class::<10>::new(n % 10).unwrap().one_hot()).collect();

    let mut built_in = boxed::<BuiltIn>();
    built_in.initialize(7);
    let mut twin = boxed::<Twin>();
    twin.floats_mut().copy_from_slice(built_in.floats());
    let memory = || vec![0.0; training_floats::<BuiltIn>(BATCH, 2)];
    assert_eq!(memory().len(), training_floats::<Twin>(BATCH, 2), "twins take the same memory");
    let mut built_in_training = Training::new(Adam::new(LEARNING_RATE), CategoricalCrossentropy, memory());
    let mut twin_training = Training::new(OwnAdam, OwnCrossentropy, memory());

    // Before anything is measured, since that takes more steps of the faster one.
    for _ in 0..10 {
        built_in_training.step(&mut *built_in, &x, &y).unwrap();
        twin_training.step(&mut *twin, &x, &y).unwrap();
    }
    assert_eq!(built_in.floats(), twin.floats(), "twins compute the same bits");

    let [built_in, twin] = by_turns([
        &mut || {
            black_box(built_in_training.step(&mut *built_in, black_box(&x), &y).unwrap());
        },
        &mut || {
            black_box(twin_training.step(&mut *twin, black_box(&x), &y).unwrap());
        },
    ]);
    println!(
        "a training step of 784-512-10, batch {BATCH}, Adam; {}, medians of {REPETITIONS}",
        InstructionSet::detect()
    );
    println!("built in {:8.3} ms", 1e3 * built_in);
    println!("plug-in  {:8.3} ms, {:.3} of it", 1e3 * twin, twin / built_in);
}

/// y = f(x·kernel + bias)
#[repr(C)]
struct OwnDense<const INPUTS: usize, const UNITS: usize, A> {
    kernel: [[f32; UNITS]; INPUTS],
    bias: [f32; UNITS],
    activation: PhantomData<A>,
}

parameters! {
    impl [const INPUTS: usize, const UNITS: usize, A: 'static] OwnDense<INPUTS, UNITS, A> { kernel, bias; activation }
}

impl<const INPUTS: usize, const UNITS: usize, A> First for OwnDense<INPUTS, UNITS, A> {
    const INPUT: Dims = Dims::flat(INPUTS);
}

impl<In: Shape, const INPUTS: usize, const UNITS: usize, A: 'static> ShapeRule<In>
    for OwnDense<INPUTS, UNITS, A>
{
    const OUTPUT: Dims = In::DIMS.with_last(UNITS);
    const FIT: Fit = Fit::last(INPUTS, In::DIMS);
}

impl<In: Shape, const INPUTS: usize, const UNITS: usize, A: Activation> Layer<In>
    for OwnDense<INPUTS, UNITS, A>
{
    type Activation = A;
    const COST: usize = In::DIMS.len() * UNITS;
    const SCRATCH: Floats = Floats::once(training_scratch(INPUTS, UNITS));

    fn build(&mut self, random: &mut Random) {
        Initializer::GlorotUniform.fill(self.kernel.floats_mut(), Dims::flat(UNITS).times(INPUTS), random);
        self.bias = [0.0; UNITS];
    }

    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        for row in y.chunks_exact_mut(UNITS) {
            row.copy_from_slice(&self.bias);
        }
        let x = Matrix::new(x, x.len() / INPUTS, INPUTS);
        product(x, Matrix::new(self.kernel.floats(), INPUTS, UNITS), y, scratch);
    }

    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let rows = pass.x.len() / INPUTS;
        let (x, dy) = (Matrix::new(pass.x, rows, INPUTS), Matrix::new(pass.dy, rows, UNITS));
        if let Some(d) = d {
            product(x.transposed(), dy, d.kernel.floats_mut(), pass.scratch);
            vectorize(pass.dy.len(), || {
                for dy in pass.dy.chunks_exact(UNITS) {
                    d.bias.iter_mut().zip(dy).for_each(|(d, dy)| *d += dy);
                }
            });
        }
        if let Some(dx) = pass.dx {
            dx.fill(0.0);
            product(dy, Matrix::new(self.kernel.floats(), INPUTS, UNITS).transposed(), dx, pass.scratch);
        }
    }
}

struct OwnRelu;
activation! { OwnRelu }

impl Activation for OwnRelu {
    fn apply(values: &mut [f32], _width: usize) {
        vectorize(values.len(), || values.iter_mut().for_each(|x| *x = if *x <= 0.0 { 0.0 } else { *x }));
    }

    fn backward(_sums: &[f32], outputs: &[f32], d: &mut [f32], _width: usize) {
        vectorize(d.len(), || {
            d.iter_mut().zip(outputs).for_each(|(d, y)| *d = if *y <= 0.0 { 0.0 } else { *d });
        });
    }
}

/// −Σ tᵢ·ln pᵢ for one-hot targets.
struct OwnCrossentropy;

impl<const N: usize> Loss<Softmax, [f32; N]> for OwnCrossentropy {
    type Target = [f32; N];

    fn evaluate(&self, logits: &mut [f32], targets: &[[f32; N]], mut d: Option<&mut [f32]>) -> f64 {
        let share = 1.0 / targets.len() as f32;
        let mut loss = 0.0;
        for (place, (row, target)) in logits.chunks_exact_mut(N).zip(targets).enumerate() {
            let chosen: f32 = row.iter().zip(target).map(|(z, t)| z * t).sum();
            let maximum = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            row.iter_mut().for_each(|z| *z = math::exp(*z - maximum));
            let sum: f32 = row.iter().sum();
            row.iter_mut().for_each(|z| *z /= sum);
            loss += f64::from(maximum + math::ln(sum) - chosen);
            if let Some(d) = &mut d {
                for ((d, p), t) in d[place * N..][..N].iter_mut().zip(&*row).zip(target) {
                    *d = share * (p - t);
                }
            }
        }
        loss
    }
}

/// With the settings of `Adam::new(LEARNING_RATE)`.
struct OwnAdam;

impl Optimizer for OwnAdam {
    fn moments(&self) -> usize {
        2
    }

    fn update(&self, step: u64, parameters: &mut [f32], d: &[f32], moments: &mut [&mut [f32]]) {
        let bias = |beta: f32| 1.0 - f64::from(beta).powf(step as f64);
        let rate = (f64::from(LEARNING_RATE) * bias(0.999).sqrt() / bias(0.9)) as f32;
        let [m, v] = moments else { return };
        vectorize(parameters.len(), || {
            for (((p, &d), m), v) in parameters.iter_mut().zip(d).zip(m.iter_mut()).zip(v.iter_mut()) {
                *m += (d - *m) * (1.0 - 0.9);
                *v += (d * d - *v) * (1.0 - 0.999);
                *p -= rate * *m / (math::sqrt(*v) + 1e-7);
            }
        });
    }
}
