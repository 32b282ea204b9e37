//! How the parameters of each layer are distributed when it is built.

use super::{
    alone::{first, parameters, plain},
    cases, numbers, shape, text,
};
use cornu::{Network, prelude::*};
use serde_json::Value;

/// So many draws at least, pooled from as many starts of a layer as it takes.
const DRAWS: usize = 20_000;

/// Compares the first layer of each model with the next of the file.
macro_rules! starts {
    ($groups:ident, $($layer:literal: [$($layers:tt)+],)+) => {
        $({
            model! { struct Subject < $($layers)+ >; }
            let group = $groups.next().unwrap();
            assert_eq!(text(&group[0]["layer"]), $layer);
            compare::<Subject>(group);
        })+
    };
}

/// `group` are the cases of one layer: of each of its parameters, or of those that are drawn where an initializer is
/// among the arguments.
fn compare<N: Network>(group: &[Value]) {
    let table = parameters::<N>(first::<N>());
    if !group[0]["config"].to_string().contains("initializer") {
        assert_eq!(table.len(), group.len(), "{}", group[0]);
    }
    let parameter = |case: &Value| {
        let name = text(&case["variable"]);
        *table.iter().find(|parameter| plain(&parameter.to_string()) == name).unwrap()
    };
    let is_drawn = |case: &&Value| matches!(text(&case["distribution"]), "uniform" | "truncated_normal");
    let least = group.iter().filter(is_drawn).map(|case| parameter(case).dims.len()).min();
    let starts: Vec<_> = (0..least.map_or(1, |least| DRAWS.div_ceil(least) as u64))
        .map(|seed| {
            let mut network = N::zeroed();
            network.initialize(seed);
            network
        })
        .collect();
    for case in group {
        let parameter = parameter(case);
        // The alphas of a `PRelu` are shared by the sizes in front of theirs.
        let shared = |&size: &usize| size == 1 && parameter.path.name() == "alpha";
        let sizes: Vec<usize> = shape(case).into_iter().skip_while(shared).collect();
        assert_eq!(parameter.dims.as_slice(), sizes, "{case}");
        let values = |network: &N| -> Vec<f64> {
            parameter.of(network.floats()).iter().copied().map(f64::from).collect()
        };
        let draws = || starts.iter().flat_map(values).collect::<Vec<f64>>();
        match text(&case["distribution"]) {
            "uniform" => assert_drawn(case, &draws(), case["limit"].as_f64().unwrap()),
            "truncated_normal" => assert_drawn(case, &draws(), 2.0 * case["sigma"].as_f64().unwrap()),
            "orthogonal" => assert_orthogonal(case, &values(&starts[0])),
            "constant" => {
                let value = case["value"].as_f64().unwrap();
                assert!(values(&starts[0]).iter().all(|&w| w == value), "{case}");
            }
            "blocks" => {
                let (start, blocks) = (values(&starts[0]), numbers(&case["value"]));
                for (block, value) in start.chunks(start.len() / blocks.len()).zip(blocks) {
                    assert!(block.iter().all(|&w| w == f64::from(value)), "{case}");
                }
            }
            other => unreachable!("{other}"),
        }
    }
}

/// Of n draws the mean is off by σ/√n, the deviation by at most σ/√2n: 5 of those are allowed, which is 2.5 % of the
/// deviation. Limits are kept, but for the rounding to f32, and nearly reached: of a normal that is cut at 2σ, 43 of
/// 20,000 draws are within 1 % of it.
fn assert_drawn(case: &Value, draws: &[f64], limit: f64) {
    let n = draws.len() as f64;
    let want = case["std"].as_f64().unwrap();
    let mean = draws.iter().sum::<f64>() / n;
    let deviation = (draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / n).sqrt();
    assert!(mean.abs() <= 5.0 * want / n.sqrt(), "mean {mean}: {case}");
    assert!((deviation - want).abs() <= 5.0 * want / (2.0 * n).sqrt(), "deviation {deviation}: {case}");
    let (low, high) = (draws.iter().copied().fold(0.0, f64::min), draws.iter().copied().fold(0.0, f64::max));
    for share in [low / -limit, high / limit] {
        assert!((0.99..=1.0 + 1e-6).contains(&share), "{share} of {limit}: {case}");
    }
}

/// The matrix of the last size and the others: its rows have length 1 and stand at right angles, since there are no
/// more of them than columns. So the deviation is Keras's, and no other: 1 / √columns.
fn assert_orthogonal(case: &Value, start: &[f64]) {
    let columns = *shape(case).last().unwrap();
    let rows: Vec<_> = start.chunks(columns).collect();
    assert!(rows.len() <= columns);
    assert!((1.0 / (columns as f64).sqrt() - case["std"].as_f64().unwrap()).abs() < 1e-12, "{case}");
    for (place, row) in rows.iter().enumerate() {
        for (other_place, other) in rows.iter().enumerate() {
            let product: f64 = row.iter().zip(*other).map(|(a, b)| a * b).sum();
            let want = if place == other_place { 1.0 } else { 0.0 };
            assert!((product - want).abs() < 1e-5, "rows {place} and {other_place}: {product}; {case}");
        }
    }
}

/// The values of Cornu's attention are as wide as its keys.
fn is_left_out(case: &Value) -> bool {
    case["config"].get("value_dim").is_some()
}

#[test]
fn starts_are_those_of_keras() {
    let mut all = cases(include_str!("../../golden/initial_distributions.json"));
    all.retain(|case| !is_left_out(case));
    let mut groups = all.chunk_by(|a, b| ["layer", "config", "input"].iter().all(|&name| a[name] == b[name]));
    starts! { groups,
        "Dense": [Input<30>, Dense<30, 20>],
        "Dense": [Input<64>, Dense<64, 100>],
        "Dense": [Input<30>, Dense<30, 20> { kernel_initializer: HeNormal }],
        "Dense": [Input<30>, Dense<30, 20> { kernel_initializer: LecunUniform }],
        "Conv1D": [Input<9, 12>, Conv1D<12, 20, 3>],
        "Conv1D": [Input<9, 32>, Conv1D<32, 24, 5>],
        "Conv1D": [Input<9, 12>, Conv1D<12, 20, 3> { kernel_initializer: HeNormal }],
        "Conv1D": [Input<9, 12>, Conv1D<12, 20, 3> { kernel_initializer: LecunUniform }],
        "Conv1D": [Input<9, 12>, Conv1D<12, 20, 3> { groups: 2 }],
        "Conv1D": [Input<9, 36>, Conv1D<36, 24, 5> { groups: 3 }],
        "Conv1D": [Input<9, 12>, Conv1D<12, 20, 3> { groups: 2, kernel_initializer: HeNormal }],
        "Conv1D": [Input<9, 12>, Conv1D<12, 20, 3> { groups: 2, kernel_initializer: LecunUniform }],
        "Conv2D": [Input<9, 9, 6>, Conv2D<6, 10, (3, 2)>],
        "Conv2D": [Input<9, 9, 16>, Conv2D<16, 24, (3, 5)>],
        "Conv2D": [Input<9, 9, 6>, Conv2D<6, 10, (3, 2)> { kernel_initializer: HeNormal }],
        "Conv2D": [Input<9, 9, 6>, Conv2D<6, 10, (3, 2)> { kernel_initializer: LecunUniform }],
        "Conv2D": [Input<9, 9, 12>, Conv2D<12, 20, (3, 2)> { groups: 2 }],
        "Conv2D": [Input<9, 9, 18>, Conv2D<18, 24, (3, 5)> { groups: 3 }],
        "Conv2D": [Input<9, 9, 12>, Conv2D<12, 20, (3, 2)> { groups: 2, kernel_initializer: HeNormal }],
        "Conv2D": [Input<9, 9, 12>, Conv2D<12, 20, (3, 2)> { groups: 2, kernel_initializer: LecunUniform }],
        "Conv2DTranspose": [Input<9, 9, 6>, Conv2DTranspose<6, 10, (3, 2)>],
        "Conv2DTranspose": [Input<9, 9, 16>, Conv2DTranspose<16, 24, (3, 5)>],
        "Conv2DTranspose": [Input<9, 9, 6>, Conv2DTranspose<6, 10, (3, 2)> { kernel_initializer: HeNormal }],
        "Conv2DTranspose":
            [Input<9, 9, 6>, Conv2DTranspose<6, 10, (3, 2)> { kernel_initializer: LecunUniform }],
        "DepthwiseConv2D": [Input<9, 9, 24>, DepthwiseConv2D<24, (3, 2)> { depth_multiplier: 2 }],
        "DepthwiseConv2D": [Input<9, 9, 64>, DepthwiseConv2D<64, (3, 5)>],
        "DepthwiseConv2D":
            [Input<9, 9, 24>, DepthwiseConv2D<24, (3, 2)> { depth_multiplier: 2, depthwise_initializer: HeNormal }],
        "DepthwiseConv2D":
            [Input<9, 9, 24>, DepthwiseConv2D<24, (3, 2)> { depth_multiplier: 2, depthwise_initializer: LecunUniform }],
        "SeparableConv2D": [Input<9, 9, 24>, SeparableConv2D<24, 20, (3, 2)> { depth_multiplier: 2 }],
        "SeparableConv2D": [Input<9, 9, 64>, SeparableConv2D<64, 10, (3, 5)>],
        "SeparableConv2D":
            [Input<9, 9, 24>, SeparableConv2D<24, 20, (3, 2)> { depth_multiplier: 2, depthwise_initializer: HeNormal }],
        "SeparableConv2D":
            [Input<9, 9, 24>, SeparableConv2D<24, 20, (3, 2)> { depth_multiplier: 2, depthwise_initializer: LecunUniform }],
        "SeparableConv2D":
            [Input<9, 9, 24>, SeparableConv2D<24, 20, (3, 2)> { depth_multiplier: 2, pointwise_initializer: HeNormal }],
        "Embedding": [Tokens<5, 50>, Embedding<50, 8>],
        "Embedding": [Tokens<5, 200>, Embedding<200, 32>],
        "SimpleRNN": [Input<4, 12>, SimpleRNN<12, 16>],
        "SimpleRNN": [Input<4, 30>, SimpleRNN<30, 25>],
        "SimpleRNN": [Input<4, 12>, SimpleRNN<12, 16> { kernel_initializer: HeNormal }],
        "SimpleRNN": [Input<4, 12>, SimpleRNN<12, 16> { kernel_initializer: LecunUniform }],
        "LSTM": [Input<4, 12>, LSTM<12, 16>],
        "LSTM": [Input<4, 30>, LSTM<30, 25>],
        "LSTM": [Input<4, 12>, LSTM<12, 16> { kernel_initializer: HeNormal }],
        "LSTM": [Input<4, 12>, LSTM<12, 16> { kernel_initializer: LecunUniform }],
        "GRU": [Input<4, 12>, GRU<12, 16>],
        "GRU": [Input<4, 30>, GRU<30, 25>],
        "GRU": [Input<4, 12>, GRU<12, 16> { kernel_initializer: HeNormal }],
        "GRU": [Input<4, 12>, GRU<12, 16> { kernel_initializer: LecunUniform }],
        "LSTM": [Input<4, 12>, LSTM<12, 16> { unit_forget_bias: false }],
        "GRU": [Input<4, 12>, GRU<12, 16> { reset_after: false }],
        "MultiHeadAttention": [Input<5, 12>, MultiHeadAttention<12, 2, 6>],
        "MultiHeadAttention": [Input<5, 30>, MultiHeadAttention<30, 3, 8>],
        "MultiHeadAttention": [Input<5, 12>, MultiHeadAttention<12, 2, 6> { kernel_initializer: HeNormal }],
        "MultiHeadAttention":
            [Input<5, 12>, MultiHeadAttention<12, 2, 6> { kernel_initializer: LecunUniform }],
        "PReLU": [Input<6>, PRelu<6>],
        "PReLU": [Input<4, 3, 5>, PRelu<5>],
        "BatchNormalization": [Input<4>, BatchNorm<4>],
        "BatchNormalization": [Input<3, 6>, BatchNorm<6>],
        "LayerNormalization": [Input<4>, LayerNorm<4>],
        "LayerNormalization": [Input<3, 6>, LayerNorm<6>],
        "RMSNormalization": [Input<4>, RMSNorm<4>],
        "RMSNormalization": [Input<3, 6>, RMSNorm<6>],
        "GroupNormalization": [Input<4>, GroupNorm<4> { groups: 2 }],
        "GroupNormalization": [Input<3, 6>, GroupNorm<6> { groups: -1 }],
    }
    assert!(groups.next().is_none());
}
