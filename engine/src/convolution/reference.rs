//! The definition of a convolution, for the tests.

use crate::{Dims, Padding, padding::slides};
use std::vec::Vec;

/// One sample's sums, as plainly as can be.
#[expect(clippy::too_many_arguments, reason = "a test names each of them once")]
pub(crate) fn reference(
    mode: Padding,
    image: Dims,
    window: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    kernel: &[f64],
    bias: &[f64],
    x: &[f64],
) -> Vec<f64> {
    let [rows, columns] = slides(mode, image, window, stride, dilation);
    let (channels, filters) = (image.sizes[2], bias.len());
    let mut y = Vec::new();
    for row in 0..rows.output {
        for column in 0..columns.output {
            for (filter, bias) in bias.iter().enumerate() {
                let mut sum = *bias;
                for i in 0..window[0] {
                    for j in 0..window[1] {
                        let (Some(r), Some(c)) = (rows.place(row, i), columns.place(column, j)) else {
                            continue;
                        };
                        for channel in 0..channels {
                            let x = x[(r * image.sizes[1] + c) * channels + channel];
                            sum += x * kernel[((i * window[1] + j) * channels + channel) * filters + filter];
                        }
                    }
                }
                y.push(sum);
            }
        }
    }
    y
}

/// The same of each channel by itself.
#[expect(clippy::too_many_arguments, reason = "a test names each of them once")]
pub(crate) fn depthwise_reference(
    mode: Padding,
    image: Dims,
    window: usize,
    stride: usize,
    dilation: usize,
    kernel: &[f64],
    bias: &[f64],
    x: &[f64],
) -> Vec<f64> {
    let [rows, columns] = slides(mode, image, [window; 2], [stride; 2], [dilation; 2]);
    let (channels, width) = (image.sizes[2], bias.len());
    let mut y = Vec::new();
    for row in 0..rows.output {
        for column in 0..columns.output {
            for (filter, bias) in bias.iter().enumerate() {
                let channel = filter / (width / channels);
                let taps = (0..window * window).filter_map(|tap| {
                    let (r, c) = (rows.place(row, tap / window)?, columns.place(column, tap % window)?);
                    Some(x[(r * image.sizes[1] + c) * channels + channel] * kernel[tap * width + filter])
                });
                y.push(bias + taps.sum::<f64>());
            }
        }
    }
    y
}
