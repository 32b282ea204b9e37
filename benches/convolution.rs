//! Convolutions beside plain products of the same arithmetic: `cargo bench --bench convolution`.
//!
//! The product has a row for each window of the batch and a column for each filter; its windows are written down
//! already. All is measured by turns in one run, one thread, and medians are compared.

mod common;

use common::{REPETITIONS, by_turns};
use cornu::engine::{
    Backward, Conv2D, Conv2DSettings, DefaultsOf, Floats, Image, InstructionSet, Layer,
    Padding::Same,
    Setup, Shape, boxed,
    product::{Matrix, product, training_scratch},
    setup,
};
use std::hint::black_box;

const BATCH: usize = 32;

setup! { struct Padded: Conv2DSettings { padding: Same } }
setup! { struct ByTwo: Conv2DSettings { padding: Same, strides: 2 } }

type Defaults = DefaultsOf<Conv2D<1, 1, 1>>;

fn main() {
    println!("instruction set {}, batch {BATCH}, medians of {REPETITIONS}", InstructionSet::detect());
    println!("GFLOP/s, and of those of the product: forward, the kernel's gradient, that and the input's\n");
    println!("{:28} {:>14} {:>14} {:>14}", "layer", "forward", "dkernel", "dkernel, dx");
    measure::<Image<32, 32, 3>, Conv2D<3, 32, 3>, Defaults>("32×32×3 → 32, 3×3", [3, 32]);
    measure::<Image<28, 28, 1>, Conv2D<1, 32, 3>, Defaults>("28×28×1 → 32, 3×3", [1, 32]);
    measure::<Image<15, 15, 32>, Conv2D<32, 64, 3>, Defaults>("15×15×32 → 64, 3×3", [32, 64]);
    measure::<Image<6, 6, 64>, Conv2D<64, 128, 3>, Defaults>("6×6×64 → 128, 3×3", [64, 128]);
    measure::<Image<15, 15, 32>, Conv2D<32, 64, 1>, Defaults>("15×15×32 → 64, 1×1", [32, 64]);
    measure::<Image<28, 28, 1>, Conv2D<1, 32, 3>, Padded>("28×28×1 → 32, 3×3, same", [1, 32]);
    measure::<Image<15, 15, 32>, Conv2D<32, 64, 3>, Padded>("15×15×32 → 64, 3×3, same", [32, 64]);
    measure::<Image<6, 6, 64>, Conv2D<64, 128, 3>, Padded>("6×6×64 → 128, 3×3, same", [64, 128]);
    measure::<Image<15, 15, 32>, Conv2D<32, 64, 3>, ByTwo>("15×15×32 → 64, 3×3, by 2", [32, 64]);
}

fn values(count: usize) -> Vec<f32> {
    (0..count).map(|i| (i * 7 % 13) as f32 - 6.0).collect()
}

fn measure<In: Shape, L: Layer<In, S>, S: Setup>(name: &str, [channels, filters]: [usize; 2]) {
    let rows = BATCH * L::OUTPUT.len() / filters;
    let depth = (L::LENGTH - filters) / filters;
    let mut layer = boxed::<L>();
    layer.floats_mut().copy_from_slice(&values(L::LENGTH));
    let mut d = boxed::<L>();
    let x = values(BATCH * In::DIMS.len());
    assert_eq!(In::DIMS.last(), channels);
    let dy = values(rows * filters);
    let scratch = || vec![0.0; Floats::of(L::SCRATCH, BATCH).max(training_scratch(depth, filters))];
    let (mut y, mut dx, mut own) = (vec![0.0; dy.len()], vec![0.0; x.len()], scratch());

    let windows = values(rows * depth);
    let kernel = values(depth * filters);
    let (mut c, mut memory) = (vec![0.0; dy.len()], scratch());
    let [forward, other_forward] =
        by_turns([&mut || layer.infer(black_box(&x), black_box(&mut y), &mut own), &mut || {
            let (a, b) = (Matrix::new(&windows, rows, depth), Matrix::new(&kernel, depth, filters));
            product(black_box(a), black_box(b), black_box(&mut c), &mut memory);
        }]);

    let mut own_back = |d: &mut L, dx: Option<&mut [f32]>| {
        let pass =
            Backward { x: black_box(&x), y: &y, dy: black_box(&dy), dx, trace: &mut [], scratch: &mut own };
        layer.backward(pass, Some(d));
    };
    let (a, b) = (Matrix::new(&windows, rows, depth), Matrix::new(&kernel, depth, filters));
    let out = Matrix::new(&dy, rows, filters);
    let mut dkernel = vec![0.0; kernel.len()];
    let [gradient, other_gradient] = by_turns([&mut || own_back(&mut d, None), &mut || {
        product(black_box(a).transposed(), black_box(out), black_box(&mut dkernel), &mut memory);
    }]);
    let mut dwindows = vec![0.0; windows.len()];
    let [both, other_both] = by_turns([&mut || own_back(&mut d, Some(&mut dx)), &mut || {
        product(black_box(a).transposed(), black_box(out), black_box(&mut dkernel), &mut memory);
        product(black_box(out), black_box(b).transposed(), black_box(&mut dwindows), &mut memory);
    }]);
    let operations = 2.0 * (rows * depth * filters) as f64;
    let cell = |times: f64, seconds: f64, other: f64| {
        format!("{:6.1} {:5.0} %", times * operations / seconds / 1e9, 100.0 * other / seconds)
    };
    println!(
        "{name:28} {:>14} {:>14} {:>14}",
        cell(1.0, forward, other_forward),
        cell(1.0, gradient, other_gradient),
        cell(2.0, both, other_both)
    );
}
