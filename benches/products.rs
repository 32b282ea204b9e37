//! The matrix products of a dense network on MNIST, beside the crate matrixmultiply and the machine's peak:
//! `cargo bench --bench products`.
//!
//! Everything is measured by turns in one run and the medians are compared, since on a shared machine the speed
//! changes from one moment to the next.

mod common;

use common::{REPETITIONS, by_turns};
use cornu::engine::{
    InstructionSet,
    product::{Matrix, product, scratch},
};
use std::hint::black_box;

/// (m × k) · (k × n), where the left matrix may be stored transposed.
struct Job {
    name: &'static str,
    sizes: [usize; 3],
    transposed: bool,
}

const JOBS: [Job; 4] = [
    Job { name: "forward, hidden layer", sizes: [128, 784, 512], transposed: false },
    Job { name: "gradient of its kernel", sizes: [784, 128, 512], transposed: true },
    Job { name: "forward, last layer", sizes: [128, 512, 10], transposed: false },
    Job { name: "inference of one sample", sizes: [1, 784, 512], transposed: false },
];

fn main() {
    println!("instruction set {}, one thread, medians of {REPETITIONS}\n", InstructionSet::detect());
    println!(
        "{:24} {:>15} {:>9} {:>8} {:>8} {:>15} {:>8}",
        "product", "m × k × n", "GFLOP/s", "peak", "of peak", "matrixmultiply", "ratio"
    );
    for job in JOBS {
        let [own, other, peak] = job.measure();
        let [m, k, n] = job.sizes;
        println!(
            "{:24} {:>15} {own:9.1} {peak:8.1} {:7.0}% {other:15.1} {:7.1}x",
            job.name,
            format!("{m} × {k} × {n}"),
            100.0 * own / peak,
            own / other
        );
    }
}

impl Job {
    /// GFLOP/s of Cornu, of matrixmultiply, and of multiply-adds on registers alone.
    fn measure(&self) -> [f64; 3] {
        let [m, k, n] = self.sizes;
        let values = |count: usize| (0..count).map(|i| (i * 7 % 13) as f32 - 6.0).collect::<Vec<_>>();
        let (a, b) = (values(m * k), values(k * n));
        let (mut c, mut other_c) = (vec![0.0; m * n], vec![0.0; m * n]);
        let mut scratch = vec![0.0; scratch(k, n)];
        let mut own = || {
            let left =
                if self.transposed { Matrix::new(&a, k, m).transposed() } else { Matrix::new(&a, m, k) };
            product(black_box(left), black_box(Matrix::new(&b, k, n)), black_box(&mut c), &mut scratch);
        };
        let mut other = || {
            let (down, across) = if self.transposed { (1, m as isize) } else { (k as isize, 1) };
            let (a, b, c) = (black_box(a.as_ptr()), black_box(b.as_ptr()), other_c.as_mut_ptr());
            let width = n as isize;
            // SAFETY: `a` has m × k values with these strides, `b` k × n and `c` m × n row by row.
            unsafe { matrixmultiply::sgemm(m, k, n, 1.0, a, down, across, b, width, 1, 1.0, c, width, 1) }
        };
        let mut sums = [[0.5; WIDTH]; CHAINS];
        let mut peak = || multiply_adds(black_box(&mut sums));
        let [own, other, peak] = by_turns([&mut own, &mut other, &mut peak]);
        let speed = |operations: usize, seconds: f64| operations as f64 / seconds / 1e9;
        [speed(2 * m * k * n, own), speed(2 * m * k * n, other), speed(2 * STEPS * CHAINS * WIDTH, peak)]
    }
}

/// A vector of any instruction set is a part of this many floats.
const WIDTH: usize = 16;
/// Enough independent chains that the latency of one does not matter, and few enough for 16 registers.
const CHAINS: usize = 12;
/// How many multiply-adds each value takes.
const STEPS: usize = 10_000;

/// Multiply-adds that touch no memory.
fn multiply_adds(sums: &mut [[f32; WIDTH]; CHAINS]) {
    let fused = InstructionSet::detect() != InstructionSet::Portable;
    InstructionSet::detect().run(|| {
        let (mut chains, factor) = (*sums, black_box(0.5));
        for _ in 0..STEPS {
            for value in chains.as_flattened_mut() {
                // Without the instruction, `mul_add` would be a slow function.
                *value = if fused { value.mul_add(factor, factor) } else { *value * factor + factor };
            }
        }
        *sums = chains;
    });
}
