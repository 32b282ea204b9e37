//! How each kernel of each kind of layer starts.

use super::{cases, number, text};
use cornu::prelude::*;

/// A layer's name, then it stands behind what it takes; its settings, and those for the start of its kernels.
macro_rules! layers {
    ($($name:literal: [$($model:tt)*] $(settings { $($setting:tt)* })? { $($start:tt)* })+) => {
        /// The network that consists of the layer, as it starts by default; or with all kernels uniform with a limit
        /// by their inputs alone, which tells those apart from the outputs.
        fn start(layer: &str, by_inputs: bool) -> Vec<(String, Vec<f32>)> {
            match layer {
                $($name => {
                    model! { struct Plain < $($model)* $({ $($setting)* })? >; }
                    model! { struct ByInputs < $($model)* { $($($setting)*,)? $($start)* } >; }
                    if by_inputs { parameters(&*ByInputs::new(7)) } else { parameters(&*Plain::new(7)) }
                })+
                other => unreachable!("{other}"),
            }
        }
    };
}

layers! {
    "Dense": [Dense<40, 24>] { kernel_initializer: LecunUniform }
    "Conv1D": [Input<9, 8>, Conv1D<8, 24, 5>] { kernel_initializer: LecunUniform }
    "Conv2D": [Input<6, 5, 8>, Conv2D<8, 16, 3>] { kernel_initializer: LecunUniform }
    "Conv2DTranspose": [Input<6, 5, 8>, Conv2DTranspose<8, 16, 3>] { kernel_initializer: LecunUniform }
    "DepthwiseConv2D": [Input<6, 6, 12>, DepthwiseConv2D<12, 5>] settings { depth_multiplier: 4 } {
        depthwise_initializer: LecunUniform
    }
    "SeparableConv2D": [Input<6, 6, 12>, SeparableConv2D<12, 24, 5>] settings { depth_multiplier: 4 } {
        depthwise_initializer: LecunUniform, pointwise_initializer: LecunUniform
    }
    "SimpleRNN": [Input<3, 24>, SimpleRNN<24, 32>] { kernel_initializer: LecunUniform }
    "LSTM": [Input<3, 16>, LSTM<16, 24>] { kernel_initializer: LecunUniform }
    "GRU": [Input<3, 16>, GRU<16, 24>] { kernel_initializer: LecunUniform }
    "MultiHeadAttention": [Input<4, 28>, MultiHeadAttention<28, 3, 10>] { kernel_initializer: LecunUniform }
    "Embedding": [Tokens<3, 60>, Embedding<60, 16>] { embeddings_initializer: LecunUniform }
}

/// The names and values of a network's parameters.
fn parameters<N: Network>(network: &N) -> Vec<(String, Vec<f32>)> {
    let own = |parameter: &cornu::Parameter| {
        let values = &network.floats()[parameter.offset..][..parameter.dims.len()];
        (parameter.path.name().to_owned(), values.to_vec())
    };
    N::PARAMETERS.iter().map(own).collect()
}

#[test]
fn kernels_start_as_in_keras() {
    for case in cases(include_str!("../golden/kernels.json")) {
        for (limit, by_inputs) in [("limit", false), ("lecun_limit", true)] {
            let all = start(text(&case["layer"]), by_inputs);
            let (_, kernel) = all.iter().find(|(name, _)| name == text(&case["parameter"])).unwrap();
            if case[limit].is_null() {
                recurrent_kernels_are_orthogonal(kernel, case["shape"][1].as_u64().unwrap() as usize);
                continue;
            }
            // Of 768 draws, the fewest, the largest is within 2 % of the limit but for once in five million; and it
            // is above the limit by no more than the rounding to f32.
            let limit = number(&case[limit]);
            let largest = kernel.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
            let share = largest / limit;
            assert!((0.98..=1.0 + 1e-6).contains(&share), "{largest} of {limit}: {case}");
            // Spread evenly: the mean square is a third of the limit's, and its deviation for n draws √(4 / 45n).
            let square = kernel.iter().map(|weight| f64::from(weight / limit).powi(2)).sum::<f64>();
            let deviation = (4.0 / 45.0 / kernel.len() as f64).sqrt();
            let off = square / kernel.len() as f64 - 1.0 / 3.0;
            assert!(off.abs() < 5.0 * deviation, "{off} with a deviation of {deviation}: {case}");
        }
    }
}

/// Rows, which are fewer than the columns or as many, of length 1 and at right angles.
fn recurrent_kernels_are_orthogonal(kernel: &[f32], columns: usize) {
    for (place, row) in kernel.chunks_exact(columns).enumerate() {
        for (other_place, other) in kernel.chunks_exact(columns).enumerate() {
            let product: f32 = row.iter().zip(other).map(|(a, b)| a * b).sum();
            let want = if place == other_place { 1.0 } else { 0.0 };
            assert!((product - want).abs() < 1e-5, "{product} of the rows {place} and {other_place}");
        }
    }
}
