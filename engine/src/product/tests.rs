//! One suite for every backend: whatever computes a product, it gives what the definition gives.

use super::{Backend, Matrix, TINY, blocks, product, scratch};
use crate::InstructionSet;
use std::{format, iter, vec, vec::Vec};

/// Runs `test` on every backend of this machine, and tells which those are and which it lacks.
fn on_each_backend(test: impl Fn(Backend)) {
    for set in [InstructionSet::Portable, InstructionSet::Avx2, InstructionSet::Avx512] {
        if set <= InstructionSet::detect() {
            std::println!("tested on {set}");
            test(Backend::Kernels(set));
        } else {
            std::eprintln!("NOT TESTED on {set}: this machine lacks it");
        }
    }
    #[cfg(feature = "matrixmultiply")]
    {
        std::println!("tested on matrixmultiply");
        test(Backend::MatrixMultiply);
    }
}

/// A product to be computed: two matrices, either of which may be stored transposed.
struct Case {
    sizes: [usize; 3],
    transposed: [bool; 2],
    a: Vec<f32>,
    b: Vec<f32>,
    c: Vec<f32>,
}

impl Case {
    fn new(sizes: [usize; 3], transposed: [bool; 2], mut value: impl FnMut() -> f32) -> Self {
        let [m, k, n] = sizes;
        let mut values = |count| iter::repeat_with(&mut value).take(count).collect();
        Self { sizes, transposed, a: values(m * k), b: values(k * n), c: values(m * n) }
    }

    fn matrices(&self) -> [Matrix<'_>; 2] {
        let [m, k, n] = self.sizes;
        let matrix = |values, rows, columns, transposed| match transposed {
            false => Matrix::new(values, rows, columns),
            true => Matrix::new(values, columns, rows).transposed(),
        };
        [matrix(&self.a, m, k, self.transposed[0]), matrix(&self.b, k, n, self.transposed[1])]
    }

    /// Every product of the sum at (row, column), the value before it among them.
    fn terms(&self, row: usize, column: usize) -> impl Iterator<Item = f64> {
        let [a, b] = self.matrices();
        let before = f64::from(self.c[row * b.columns + column]);
        let products = (0..a.columns).map(move |step| {
            let left = a.values[row * a.row_stride + step * a.column_stride];
            let right = b.values[step * b.row_stride + column * b.column_stride];
            f64::from(left) * f64::from(right)
        });
        iter::once(before).chain(products)
    }

    /// The product, computed between guards and with a scratch of NaN: neither may show.
    fn compute(&self, backend: Backend, scratch: usize) -> Vec<f32> {
        const GUARD: f32 = 12345.0;
        let mut guarded = vec![GUARD; self.c.len() + 64];
        let inner = 32..32 + self.c.len();
        guarded[inner.clone()].copy_from_slice(&self.c);
        let mut scratch = vec![f32::NAN; scratch];
        let [a, b] = self.matrices();
        let tiny = self.b.len() <= TINY;
        backend.add_product(tiny, a, b, &mut guarded[inner.clone()], &mut scratch);
        let outer = guarded[..32].iter().chain(&guarded[inner.end..]);
        assert!(outer.copied().all(|value| value == GUARD), "{} wrote beside the result", self.name());
        guarded[inner].to_vec()
    }

    fn name(&self) -> std::string::String {
        format!("{:?} stored transposed {:?}", self.sizes, self.transposed)
    }
}

const ALL_STORAGES: [[bool; 2]; 4] = [[false, false], [false, true], [true, false], [true, true]];

/// Every size near zero and near a tile's edges, and a few beyond the blocks.
fn sizes() -> impl Iterator<Item = [usize; 3]> {
    let small = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 15, 16, 17, 20];
    let cubes = small
        .into_iter()
        .flat_map(move |m| small.into_iter().flat_map(move |k| small.into_iter().map(move |n| [m, k, n])));
    cubes.chain([
        [1, 784, 33],
        [1, 129, 300],
        [2, 65, 129],
        [7, 257, 31],
        [17, 31, 33],
        [31, 17, 63],
        [33, 63, 65],
        [40, 300, 70],
        [63, 129, 17],
        [65, 784, 10],
        [129, 33, 127],
        [257, 257, 65],
        [300, 2, 1],
        [784, 40, 10],
    ])
}

/// Whole numbers from -4 to 4: with these every sum here is exact, in any order and rounding.
fn whole_numbers() -> impl FnMut() -> f32 {
    let mut random = numbers();
    move || (random() * 4.0).round()
}

/// Evenly spread in -1..1, the same every time.
fn numbers() -> impl FnMut() -> f32 {
    let mut state = 1_u64;
    move || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    }
}

#[test]
fn whole_numbers_are_exact() {
    on_each_backend(|backend| {
        for sizes in sizes() {
            for transposed in ALL_STORAGES {
                let case = Case::new(sizes, transposed, whole_numbers());
                let [m, k, n] = sizes;
                let expected: Vec<f32> =
                    (0..m * n).map(|index| case.terms(index / n, index % n).sum::<f64>() as f32).collect();
                for scratch in [scratch(k, n), 0] {
                    assert!(
                        case.compute(backend, scratch) == expected,
                        "{} with scratch {scratch} on {backend:?}",
                        case.name()
                    );
                }
            }
        }
    });
}

/// A sum of k products in f32, however it is ordered, is off by at most k rounding errors (each half of ε) of each
/// product, plus one for the product itself: Higham, Accuracy and Stability, 3.1. The bound has room for the
/// second-order terms, as it takes all of ε.
#[test]
fn rounding_stays_within_its_bound() {
    on_each_backend(|backend| {
        for sizes in [[3, 784, 20], [128, 300, 40], [33, 1000, 10]] {
            let case = Case::new(sizes, [true, true], numbers());
            let [_, k, n] = sizes;
            for (index, value) in case.compute(backend, scratch(k, n)).into_iter().enumerate() {
                let terms = || case.terms(index / n, index % n);
                let exact: f64 = terms().sum();
                let bound = (k + 1) as f64 * f64::from(f32::EPSILON) * terms().map(f64::abs).sum::<f64>();
                assert!(
                    (f64::from(value) - exact).abs() <= bound,
                    "{value} for {exact} at {index} of {} on {backend:?}",
                    case.name()
                );
            }
        }
    });
}

#[test]
fn bits_of_a_row_do_not_depend_on_other_rows_or_scratch() {
    on_each_backend(|backend| {
        for [m, k, n] in [[50, 10, 10], [50, 300, 140], [300, 784, 40], [50, 12, 11], [20, 300, 1]] {
            for transposed in [[false, false], [false, true]] {
                let case = Case::new([m, k, n], transposed, numbers());
                let whole = case.compute(backend, scratch(k, n));
                for (first, count) in [(0, 1), (3, 2), (5, 7), (m - 9, 9), (1, m - 1)] {
                    let part = Case {
                        sizes: [count, k, n],
                        transposed,
                        a: case.a[first * k..(first + count) * k].to_vec(),
                        b: case.b.clone(),
                        c: case.c[first * n..(first + count) * n].to_vec(),
                    };
                    assert_eq!(
                        part.compute(backend, scratch(k, n)),
                        whole[first * n..(first + count) * n],
                        "rows {first} and {count} more of {} on {backend:?}",
                        case.name()
                    );
                }
                for scratch in [0, 1, 100, 8000, 10_000, 20_000] {
                    assert_eq!(case.compute(backend, scratch), whole, "{} on {backend:?}", case.name());
                }
            }
        }
    });
}

#[test]
fn nan_and_infinity_flow_through() {
    on_each_backend(|backend| {
        for (left, right) in [(0.0, f32::NAN), (f32::NAN, 0.0), (0.0, f32::INFINITY), (f32::INFINITY, 0.0)] {
            let [m, k, n] = [9, 40, 35];
            let mut case = Case::new([m, k, n], [false, false], || 0.0);
            case.a.chunks_exact_mut(k).for_each(|row| row[7] = left);
            case.b[7 * n..8 * n].fill(right);
            let c = case.compute(backend, scratch(k, n));
            assert!(c.iter().all(|value| value.is_nan()), "{left} times {right} on {backend:?}");
        }
        let mut case = Case::new([2, 3, 4], [false, false], || 1.0);
        case.a[1] = f32::INFINITY;
        let inf = f32::INFINITY;
        assert_eq!(case.compute(backend, 0), [inf, inf, inf, inf, 4.0, 4.0, 4.0, 4.0]);
    });
}

/// The path without a backend: it has the bits of the many-rows path on every instruction set.
#[test]
fn a_tiny_row_has_the_bits_of_any_row() {
    on_each_backend(|backend| {
        for [k, n] in [[8, 10], [10, 10], [10, 1], [1, 10], [3, 40], [0, 3], [3, 0]] {
            for transposed in ALL_STORAGES {
                let case = Case::new([1, k, n], transposed, numbers());
                let ([a, b], mut c) = (case.matrices(), case.c.clone());
                product(a, b, &mut c, &mut []);
                if matches!(backend, Backend::Kernels(_)) {
                    assert_eq!(c, case.compute(backend, 0), "{} on {backend:?}", case.name());
                }
            }
        }
    });
}

/// A result of one column is computed as a row, which `product` decides.
#[test]
fn one_column_is_a_column() {
    for transposed in ALL_STORAGES {
        let case = Case::new([70, 200, 1], transposed, whole_numbers());
        let ([a, b], mut c) = (case.matrices(), case.c.clone());
        product(a, b, &mut c, &mut []);
        let expected: Vec<f32> = (0..70).map(|row| case.terms(row, 0).sum::<f64>() as f32).collect();
        assert_eq!(c, expected, "{}", case.name());
    }
}

#[test]
fn scratch_is_small_and_none_for_tiny_products() {
    assert_eq!(scratch(8, 10), 0);
    assert!(scratch(100_000, 100_000) == blocks::scratch(256, 64) && scratch(100_000, 100_000) < 80_000);
}

#[test]
#[should_panic(expected = "rows * columns")]
fn a_matrix_of_other_size_panics() {
    Matrix::new(&[0.0; 5], 2, 3);
}

#[test]
#[should_panic(expected = "a.columns == b.rows")]
fn matrices_that_do_not_fit_panic() {
    let values = [0.0; 6];
    product(Matrix::new(&values, 2, 3), Matrix::new(&values, 2, 3), &mut [0.0; 6], &mut []);
}
