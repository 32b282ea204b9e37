//! Long sums: what each kind of layer gives, and the gradients that it adds up, where there are many terms.
//!
//! All terms are equal. No others are as hard: every addition of a plain sum rounds the same way, until a million of
//! them are off by percents. And what they come to is one product.

use crate::recording::record;
use cornu::prelude::*;
use cornu::{Array, Block, Loss, Network, Train, view_blocks};

/// What comes in, and the gradient of each value that comes out: a number of full length.
const TERM: f32 = 0.7;

/// The sum of all that comes out, times [`TERM`].
struct Sum;

impl<Output: Array> Loss<Linear, Output> for Sum {
    type Target = ();

    fn evaluate(&self, logits: &mut [f32], _: &[()], d: Option<&mut [f32]>) -> f64 {
        if let Some(d) = d {
            d.fill(TERM);
        }
        logits.iter().map(|&y| f64::from(TERM * y)).sum()
    }
}

/// The outputs and the gradient for one sample, all [`TERM`], of a network with the parameters given.
fn outputs_and_gradient<N: Network<Head = Linear> + Train>(set: impl FnOnce(&mut N)) -> (Vec<f32>, Vec<f32>) {
    let mut network = N::new(7);
    network.floats_mut().fill(0.0);
    set(&mut network);
    let x = vec![TERM; N::Input::LENGTH];
    let (_, outputs, gradient) = record(&mut *network, Sum, view_blocks(&x), &[()]);
    (outputs, gradient)
}

/// Asserts that values are those wanted. The tolerance holds for a few tens of roundings that all go the same way,
/// each of 6e-8 at most and of half that as a rule: of partial sums of 16 terms, of a few sums of those, and of what
/// is done beside adding.
#[track_caller]
fn near(what: &str, got: &[f32], want: f64) {
    within(1e-6, what, got, want);
}

/// The same for a product, whose sums are of up to 256 terms, and of as many blocks as that leaves: here of up to 300.
/// NumPy and PyTorch are off by 4e-4 where such a product is Dense's.
#[track_caller]
fn near_product(what: &str, got: &[f32], want: f64) {
    within(1.5e-5, what, got, want);
}

#[track_caller]
fn within(tolerance: f64, what: &str, got: &[f32], want: f64) {
    assert!(!got.is_empty());
    let off = got.iter().map(|&got| (f64::from(got) / want - 1.0).abs()).fold(0.0, f64::max);
    println!("{what}: {off:.1e}");
    assert!(off <= tolerance, "{what}: off by {off:e}, {} for {want}", got[0]);
}

fn term(power: i32) -> f64 {
    f64::from(TERM).powi(power)
}

#[test]
fn a_dense_layer() {
    const STEPS: usize = 60_000;
    model! { struct Net < Input<STEPS, 2>, Dense<2, 3> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Net| ());
    near_product("Dense, kernel", &d[..6], STEPS as f64 * term(2));
    near("Dense, bias", &d[6..], STEPS as f64 * term(1));

    model! { struct Wide < Dense<200_000, 1> >; }
    let (y, _) = outputs_and_gradient(|net: &mut Wide| net.floats_mut().fill(TERM));
    near("Dense, one unit", &y, 2e5 * term(2) + term(1));
    model! { struct Two < Dense<60_000, 2> >; }
    let (y, _) = outputs_and_gradient(|net: &mut Two| net.floats_mut().fill(TERM));
    near_product("Dense, two units", &y, 6e4 * term(2) + term(1));
}

#[test]
fn convolutions() {
    const SIDE: usize = 250;
    let pixels = (SIDE * SIDE) as f64;
    model! { struct Plain < Input<SIDE, SIDE, 1>, Conv2D<1, 3, 1> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Plain| ());
    near_product("Conv2D of pixels, kernel", &d[..3], pixels * term(2));
    near("Conv2D of pixels, bias", &d[3..], pixels * term(1));

    let inside = ((SIDE - 1) * (SIDE - 1)) as f64;
    model! { struct Square < Input<SIDE, SIDE, 1>, Conv2D<1, 2, 2> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Square| ());
    near_product("Conv2D, kernel", &d[..8], inside * term(2));
    near("Conv2D, bias", &d[8..], inside * term(1));

    model! { struct Line < Input<60_000, 1>, Conv1D<1, 3, 2> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Line| ());
    near_product("Conv1D, kernel", &d[..6], 59_999.0 * term(2));

    model! { struct Turned < Input<SIDE, SIDE, 1>, Conv2DTranspose<1, 2, 2> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Turned| ());
    near_product("Conv2DTranspose, kernel", &d[..8], pixels * term(2));
    near("Conv2DTranspose, bias", &d[8..], (SIDE + 1) as f64 * (SIDE + 1) as f64 * term(1));

    model! { struct Channels < Input<SIDE, SIDE, 1>, DepthwiseConv2D<1, 2> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Channels| ());
    near("DepthwiseConv2D, kernel", &d[..4], inside * term(2));
    near("DepthwiseConv2D, bias", &d[4..], inside * term(1));

    model! { struct Apart < Input<SIDE, SIDE, 1>, SeparableConv2D<1, 2, 1> >; }
    let (_, d) = outputs_and_gradient(|net: &mut Apart| net.floats_mut().fill(1.0));
    near("SeparableConv2D, depthwise kernel", &d[..1], pixels * 2.0 * term(2));
    near_product("SeparableConv2D, pointwise kernel", &d[1..3], pixels * term(2));
}

#[test]
fn pooling() {
    model! { struct All < Input<512, 512, 1>, GlobalAveragePool >; }
    near("GlobalAveragePool", &outputs_and_gradient(|_: &mut All| ()).0, term(1));
    model! { struct Large < Input<300, 300, 1>, AveragePool2D<150, 150> >; }
    near("AveragePool2D", &outputs_and_gradient(|_: &mut Large| ()).0, term(1));
    model! { struct Steps < Input<60_000, 1>, AveragePool1D<30_000> >; }
    near("AveragePool1D", &outputs_and_gradient(|_: &mut Steps| ()).0, term(1));
}

#[test]
fn normalization() {
    const STEPS: usize = 60_000;
    // Of one feature nothing is left but beta; of a root mean square, 1.
    model! { struct Layer < Input<STEPS, 1>, LayerNorm<1> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Layer| ());
    near("LayerNorm, beta", &d[1..], STEPS as f64 * term(1));
    model! { struct Rms < Input<STEPS, 1>, RMSNorm<1> { epsilon: 1e-20 } >; }
    let (_, d) = outputs_and_gradient(|_: &mut Rms| ());
    near("RMSNorm, scale", &d, STEPS as f64 * term(1));
    model! { struct Batch < Input<STEPS, 1>, BatchNorm<1> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Batch| ());
    near("BatchNorm, beta", &d[1..2], STEPS as f64 * term(1));

    model! { struct Row < Input<200_000>, RMSNorm<200_000> { epsilon: 1e-20 } >; }
    let (y, _) = outputs_and_gradient(|net: &mut Row| net.floats_mut().fill(1.0));
    near("RMSNorm, a long row", &y, 1.0);
    // Of equal values y is what the mean is off by, times 1 / √ε: 31.6; and beta, which is 1.
    model! { struct Far < Input<200_000>, LayerNorm<200_000> >; }
    let (y, _) = outputs_and_gradient(|net: &mut Far| net.floats_mut().fill(1.0));
    within(31.6 * 1e-6, "LayerNorm, a long row", &y[..1], 1.0);
}

#[test]
fn tokens_and_repetition() {
    const STEPS: usize = 60_000;
    model! { struct Words < Tokens<STEPS, 3>, Embedding<3, 2> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Words| ());
    // 0.7 is the token 0, or 1: the other's row stays 0.
    near("Embedding", d.chunks(2).find(|row| row[0] != 0.0).unwrap(), STEPS as f64 * term(1));

    model! { struct Repeated < Dense<1, 2>, RepeatVector<STEPS> >; }
    let (_, d) = outputs_and_gradient(|_: &mut Repeated| ());
    near("RepeatVector", &d[2..], STEPS as f64 * term(1));
}

#[test]
fn attention_and_softmax() {
    const STEPS: usize = 600;
    model! { struct Read < Input<STEPS, 1>, MultiHeadAttention<1, 1, 1> >; }
    let (y, d) = outputs_and_gradient(|net: &mut Read| net.floats_mut().fill(TERM));
    // Each step reads all of them alike: v = 0.7·0.7 + 0.7, and y = 0.7·v + 0.7.
    let v = term(2) + term(1);
    near_product("MultiHeadAttention", &y, v * term(1) + term(1));
    let d_of = |name: &str| {
        let parameter = Read::PARAMETERS.iter().find(|parameter| parameter.path.name() == name).unwrap();
        d[parameter.offset]
    };
    near_product("MultiHeadAttention, output kernel", &[d_of("output_kernel")], STEPS as f64 * v * term(1));
    near("MultiHeadAttention, output bias", &[d_of("output_bias")], STEPS as f64 * term(1));
    near_product("MultiHeadAttention, value kernel", &[d_of("value_kernel")], STEPS as f64 * term(3));
    near_product("MultiHeadAttention, value bias", &[d_of("value_bias")], STEPS as f64 * term(2));

    model! { struct Classes < Dense<1, 100_000, Softmax>, Flatten >; }
    let (y, d) = outputs_and_gradient(|_: &mut Classes| ());
    near("Softmax", &y, 1e-5);
    // dx = y·(dy − Σ dy·y): what is left of 0.7 − 0.7, beside 0.7.
    let left: Vec<f32> = d[100_000..].iter().map(|d| TERM + d * 1e5).collect();
    near("Softmax, back", &left, term(1));
}

#[test]
fn merging() {
    model! { struct Both { let x = Input<200_000>; Dot(x, x) } }
    near("Dot", &outputs_and_gradient(|_: &mut Both| ()).0, 2e5 * term(2));
}

#[test]
fn a_recurrent_layer() {
    const STEPS: usize = 20_000;
    // h = b: with a recurrent kernel of 0 each step is by itself, and all of them come out.
    model! { struct Net < Input<STEPS, 1>, SimpleRNN<1, 1, Linear> { return_sequences: true } >; }
    let (_, d) = outputs_and_gradient(|_: &mut Net| ());
    near_product("SimpleRNN, kernel", &d[..1], STEPS as f64 * term(2));
    near("SimpleRNN, bias", &d[2..], STEPS as f64 * term(1));
}
