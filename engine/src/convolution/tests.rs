//! Convolutions of batches that are cut, and of kernels that are deeper than a panel: with whole numbers, of which
//! every sum is exact in any order. What is small stands with the layers.

use super::*;
use std::{vec, vec::Vec};

/// Whole numbers from −3 to 3.
fn values(count: usize, seed: usize) -> Vec<f32> {
    (0..count).map(|i| ((i * 7919 + seed * 104_729) % 97 % 7) as f32 - 3.0).collect()
}

fn wide(values: &[f32]) -> Vec<f64> {
    values.iter().map(|&value| f64::from(value)).collect()
}

/// Each product of a value that comes in, a weight and a value that goes out, by their places.
fn each_product(of: Convolution, mut work: impl FnMut(usize, usize, usize)) {
    let Convolution { rows, columns, channels, filters } = of;
    for place in 0..of.places() {
        for tap in 0..rows.window * columns.window {
            let row = rows.place(place / columns.output, tap / columns.window);
            let column = columns.place(place % columns.output, tap % columns.window);
            let (Some(row), Some(column)) = (row, column) else { continue };
            for channel in 0..channels {
                for filter in 0..filters {
                    let pixel = row * columns.size + column;
                    work(
                        pixel * channels + channel,
                        (tap * channels + channel) * filters + filter,
                        place * filters + filter,
                    );
                }
            }
        }
    }
}

fn check<const FILTERS: usize>(of: Convolution, batch: usize) {
    let (sample, output) = (of.input().len(), of.output().len());
    let (x, dy) = (values(batch * sample, 1), values(batch * output, 2));
    let kernel = values(of.depth() * FILTERS, 3);
    let bias: [f32; FILTERS] = values(FILTERS, 4).try_into().unwrap();
    let mut want_y: Vec<f64> = vec![wide(&bias); batch * of.places()].concat();
    let (mut want_d, mut want_dx) = (wide(&kernel), vec![0.0; x.len()]);
    for n in 0..batch {
        each_product(of, |from, weight, to| {
            let (from, to) = (n * sample + from, n * output + to);
            let [x, weight_value, dy] = [x[from], kernel[weight], dy[to]].map(f64::from);
            want_y[to] += x * weight_value;
            want_d[weight] += x * dy;
            want_dx[from] += weight_value * dy;
        });
    }
    for floats in [of.scratch(), larger(of.inference_scratch(), of.input_gradient_inference_scratch())] {
        let mut scratch = vec![f32::NAN; floats];
        let mut y = vec![f32::NAN; dy.len()];
        of.forward(&x, &kernel, &bias, &mut y, &mut scratch);
        assert!(wide(&y) == want_y, "y of {of:?} with {floats} floats");
        let mut dx = vec![f32::NAN; x.len()];
        of.input_gradient(&dy, &kernel, &NO_BIAS, &mut dx, &mut scratch);
        assert!(wide(&dx) == want_dx, "dx of {of:?} with {floats} floats");
    }
    let mut d = kernel.clone();
    of.kernel_gradient(&x, &dy, &mut d, &mut { NO_BIAS }, &mut vec![f32::NAN; of.scratch()]);
    assert!(wide(&d) == want_d, "the kernel's gradient of {of:?}");
}

/// The same in groups: each is a convolution of its own.
fn check_groups<const FILTERS: usize>(of: Convolution, groups: usize, batch: usize) {
    let Convolution { channels, filters, .. } = of;
    let grouped = Grouped { whole: of, groups };
    let part = Convolution { channels: channels / groups, filters: filters / groups, ..of };
    let (sample, output) = (of.input().len(), of.output().len());
    let (x, dy) = (values(batch * sample, 1), values(batch * output, 2));
    let kernel = values(part.depth() * FILTERS, 3);
    let bias: [f32; FILTERS] = values(FILTERS, 4).try_into().unwrap();
    let mut want_y: Vec<f64> = vec![wide(&bias); batch * of.places()].concat();
    let (mut want_d, mut want_dx) = (wide(&kernel), vec![0.0; x.len()]);
    for (n, group) in (0..batch).flat_map(|n| (0..groups).map(move |group| (n, group))) {
        each_product(part, |from, weight, to| {
            let place = |at: usize, part: usize, all: usize| at / part * all + group * part + at % part;
            let from = n * sample + place(from, part.channels, channels);
            let weight = place(weight, part.filters, filters);
            let to = n * output + place(to, part.filters, filters);
            let [x, weight_value, dy] = [x[from], kernel[weight], dy[to]].map(f64::from);
            want_y[to] += x * weight_value;
            want_d[weight] += x * dy;
            want_dx[from] += weight_value * dy;
        });
    }
    let mut scratch = vec![f32::NAN; grouped.scratch()];
    let mut y = vec![f32::NAN; dy.len()];
    grouped.forward(&x, &kernel, &bias, &mut y, &mut scratch);
    assert!(wide(&y) == want_y, "y of {grouped:?}");
    let (mut d, mut dbias) = (kernel.clone(), [0.0; FILTERS]);
    grouped.kernel_gradient(&x, &dy, &mut d, &mut dbias, &mut scratch);
    assert!(wide(&d) == want_d, "the kernel's gradient of {grouped:?}");
    let mut dx = vec![f32::NAN; x.len()];
    grouped.input_gradient(&dy, &kernel, &mut dx, &mut scratch);
    assert!(wide(&dx) == want_dx, "dx of {grouped:?}");
    let mut scratch = vec![f32::NAN; grouped.inference_scratch()];
    y.fill(f32::NAN);
    grouped.forward(&x[..sample], &kernel, &bias, &mut y[..output], &mut scratch);
    assert!(wide(&y[..output]) == want_y[..output], "y of one sample of {grouped:?}");
}

fn of(
    mode: Padding,
    image: [usize; 3],
    window: usize,
    stride: usize,
    dilation: usize,
    filters: usize,
) -> Convolution {
    let image = Dims::image(image[0], image[1], image[2]);
    Convolution::new(mode, image, [window; 2], [stride; 2], [dilation; 2], filters)
}

#[test]
fn a_batch_is_cut_between_samples() {
    for mode in [Padding::Valid, Padding::Same] {
        // More places than are taken at a time, of small samples and of one large one.
        check::<5>(of(mode, [9, 8, 2], 3, 1, 1, 5), 23);
        check::<5>(of(mode, [9, 8, 9], 3, 1, 1, 5), 23);
        check::<5>(of(mode, [9, 8, 9], 3, 2, 1, 5), 50);
        check::<5>(of(mode, [31, 30, 1], 3, 1, 2, 5), 2);
    }
}

#[test]
fn a_large_image_is_cut_between_rows() {
    let large = of(Padding::Same, [40, 40, 24], 3, 1, 1, 5);
    // What the copy takes is less than an image with zeros around.
    assert!(large.band().floats(large) < 42 * 42 * 24);
    check::<5>(large, 2);
    check::<5>(of(Padding::Same, [40, 40, 24], 3, 2, 1, 5), 1);
}

#[test]
fn a_kernel_is_deeper_than_a_panel_and_wider_than_a_tile() {
    for mode in [Padding::Valid, Padding::Same] {
        for stride in [1, 2] {
            check::<50>(of(mode, [7, 6, 37], 3, stride, 1, 50), 5);
        }
        // A row of taps at a time, and all at once.
        check::<50>(of(mode, [7, 6, 15], 3, 3, 1, 50), 5);
        check::<5>(of(mode, [7, 6, 3], 3, 1, 1, 5), 5);
    }
}

#[test]
fn inference_takes_little_memory() {
    let inside = of(Padding::Valid, [28, 28, 1], 3, 1, 1, 32);
    assert_eq!(inside.inference_scratch(), 0);
    // The three rows that a window takes part in, with a zero at each end.
    let beyond = of(Padding::Same, [28, 28, 1], 3, 1, 1, 32);
    assert_eq!(beyond.inference_scratch(), 3 * 30);
}

#[test]
fn groups_are_convolutions_of_their_own() {
    for mode in [Padding::Valid, Padding::Same] {
        // More samples than are copied at a time, and a large one.
        check_groups::<6>(of(mode, [9, 8, 4], 3, 1, 1, 6), 2, 23);
        check_groups::<6>(of(mode, [9, 8, 4], 3, 2, 1, 6), 2, 50);
        check_groups::<50>(of(mode, [31, 30, 2], 3, 1, 2, 50), 2, 2);
        check_groups::<36>(of(mode, [5, 6, 27], 3, 1, 1, 36), 9, 30);
        check_groups::<6>(of(mode, [9, 8, 4], 1, 1, 1, 6), 2, 23);
        check_groups::<6>(of(mode, [9, 8, 4], 3, 1, 1, 6), 1, 23);
    }
}

/// Shapes are a safe trait's, so their sizes may be any. These wrap around to those of the few values that there are,
/// or reach so far that a place would.
#[test]
fn sizes_that_wrap_around_panic_before_a_kernel_runs() {
    const WIDE: usize = 1 << (usize::BITS - 10);
    let image = Dims::image(1024, 2 + 511 * WIDE, 1);
    let refused = |work: fn(Convolution, &mut [f32]), of: Convolution| {
        std::panic::catch_unwind(|| work(of, &mut [1.0; 2048])).is_err()
    };
    let forward =
        |of: Convolution, x: &mut [f32]| of.forward(x, &[1.0; 2], &NO_BIAS, &mut [0.0; 1024], &mut []);
    let kernel_gradient = |of: Convolution, x: &mut [f32]| {
        of.kernel_gradient(x, &[1.0; 1024], &mut [0.0; 2], &mut { NO_BIAS }, &mut []);
    };
    let input_gradient = |of: Convolution, dx: &mut [f32]| {
        of.input_gradient(&[1.0; 1024], &[1.0; 2], &NO_BIAS, dx, &mut [0.0; 4096]);
    };
    for mode in [Padding::Valid, Padding::Same] {
        for (image, window, stride, dilation) in [
            (image, [1, 2], [1, 511], [1, 1]),
            (image, [1, 2], [1, 511], [1, 2]),
            (Dims::image(16, (WIDE << 7) + 8, 1), [9, 1], [100, WIDE << 8], [1, 1]),
            (Dims::image(16, (WIDE << 7) + 8, 1), [9, 1], [1, WIDE << 8], [2, 1]),
            (Dims::image(WIDE, WIDE, WIDE), [2, 2], [1, 1], [1, 1]),
        ] {
            let of = Convolution::new(mode, image, window, stride, dilation, 1);
            assert!(refused(forward, of), "{of:?}");
            assert!(refused(kernel_gradient, of), "{of:?}");
            assert!(refused(input_gradient, of), "{of:?}");
        }
    }
}

/// A step longer than the image is never taken.
#[test]
fn a_stride_may_be_longer_than_any_image() {
    let image = Dims::image(3, 3, 2);
    for mode in [Padding::Valid, Padding::Same] {
        let of = Convolution::new(mode, image, [2, 2], [usize::MAX, usize::MAX / 2], [1, 1], 5);
        assert_eq!(of.output(), Dims::image(1, 1, 5));
        check::<5>(of, 3);
    }
}
