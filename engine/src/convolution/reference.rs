//! The definition of a convolution, for the tests.

use crate::{Dims, Padding, padding::slides};
use std::vec::Vec;

/// A padding as a type, for generic tests.
pub(crate) trait Mode: 'static {
    const PADDING: Padding;
}

pub(crate) struct Valid;
pub(crate) struct Same;
pub(crate) struct Causal;

impl Mode for Valid {
    const PADDING: Padding = Padding::Valid;
}

impl Mode for Same {
    const PADDING: Padding = Padding::Same;
}

impl Mode for Causal {
    const PADDING: Padding = Padding::Causal;
}

/// One sample's sums, as plainly as can be.
#[expect(clippy::too_many_arguments, reason = "a test names each of them once")]
pub(crate) fn reference(
    mode: Padding,
    image: Dims,
    window: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    groups: usize,
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
                        let taken = channels / groups;
                        for channel in 0..taken {
                            let first = filter / (filters / groups) * taken;
                            let x = x[(r * image.sizes[1] + c) * channels + first + channel];
                            sum += x * kernel[((i * window[1] + j) * taken + channel) * filters + filter];
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
    window: [usize; 2],
    stride: [usize; 2],
    dilation: [usize; 2],
    kernel: &[f64],
    bias: &[f64],
    x: &[f64],
) -> Vec<f64> {
    let [rows, columns] = slides(mode, image, window, stride, dilation);
    let (channels, width) = (image.sizes[2], bias.len());
    let mut y = Vec::new();
    for row in 0..rows.output {
        for column in 0..columns.output {
            for (filter, bias) in bias.iter().enumerate() {
                let channel = filter / (width / channels);
                let taps = (0..window[0] * window[1]).filter_map(|tap| {
                    let (r, c) = (rows.place(row, tap / window[1])?, columns.place(column, tap % window[1])?);
                    Some(x[(r * image.sizes[1] + c) * channels + channel] * kernel[tap * width + filter])
                });
                y.push(bias + taps.sum::<f64>());
            }
        }
    }
    y
}
