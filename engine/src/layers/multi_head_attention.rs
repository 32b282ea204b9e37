use super::attention::Head;
use crate::{
    Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Initializer, Layer, Linear, Random, Setup,
    Shape, ShapeRule,
    bias::{add_rows, start_rows, use_bias},
    math::{self, larger},
    parameters,
    product::{Matrix, product, training_scratch},
    settings,
};

/// Each step reads the others, as much of each as `HEADS` comparisons say: self-attention over a sequence.
///
/// Keras's `MultiHeadAttention`, called with one value as query, key and value
/// (`keras/src/layers/attention/multi_head_attention.py`), of Vaswani and others, 2017. Of a sequence x, and for
/// each head:
///
/// q = x·query_kernel + query_bias, and k and v alike; p = softmax(q·kᵀ / √KEY), over the steps that are read;
/// z = p·v. Then y = z·output_kernel + output_bias, where z has all heads side by side.
///
/// `STEPS` × `FEATURES` become `STEPS` × `FEATURES`; `FEATURES` may be written as `_`. `KEY` is Keras's `key_dim`, the
/// size of a head, and its `value_dim`, too. With `{ use_causal_mask: true }`, an argument of the call in Keras, no step
/// reads a later one. Attention to another sequence is left out, as are `dropout`, `output_shape`, `sliding_window`,
/// `use_gate` and masks of the data.
///
/// ```
/// use cornu_engine::{Dims, MultiHeadAttention, Sequence, ShapeRule};
///
/// type Encoder = MultiHeadAttention<64, 4, 16>;
/// assert_eq!(<Encoder as ShapeRule<Sequence<100, 64>>>::OUTPUT, Dims::sequence(100, 64));
/// ```
///
/// What may stand in braces: [`MultiHeadAttentionSettings`].
#[repr(C)]
#[derive(Clone)]
pub struct MultiHeadAttention<const FEATURES: usize, const HEADS: usize, const KEY: usize, B: BiasTerm = Bias>
{
    /// What makes queries: features × heads × key.
    pub query_kernel: [[[f32; KEY]; HEADS]; FEATURES],
    /// What is added to them.
    pub query_bias: B::Of<[[f32; KEY]; HEADS]>,
    /// What makes keys: features × heads × key.
    pub key_kernel: [[[f32; KEY]; HEADS]; FEATURES],
    /// What is added to them.
    pub key_bias: B::Of<[[f32; KEY]; HEADS]>,
    /// What makes values: features × heads × key.
    pub value_kernel: [[[f32; KEY]; HEADS]; FEATURES],
    /// What is added to them.
    pub value_bias: B::Of<[[f32; KEY]; HEADS]>,
    /// What makes the output of all heads: heads × key × features.
    pub output_kernel: [[[f32; FEATURES]; KEY]; HEADS],
    /// What is added to it.
    pub output_bias: B::Of<[f32; FEATURES]>,
}

settings! {
    /// What may stand in braces behind a [`MultiHeadAttention`].
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! {
    ///     struct Decoder <
    ///         Input<100, 64>,
    ///         MultiHeadAttention<64, 4, 16> { use_causal_mask: true, use_bias: false, l2: 1e-4 },
    ///         Dense<64, 64>
    ///     >;
    /// }
    /// ```
    ///
    /// The penalty of the output is that of the layer's alone, where Keras also has one of the queries, the keys and
    /// the values.
    pub struct MultiHeadAttentionSettings {
        /// Whether something is added to queries, keys, values and outputs. Default: `true`.
        pub use_bias: bool = true,
        /// Whether a step reads itself and those before it only. Default: `false`.
        pub use_causal_mask: bool = false,
    }
    weights {
        kernel (query_kernel, key_kernel, value_kernel, output_kernel):
            kernel_initializer = Initializer::GlorotUniform, kernel_regularizer, kernel_constraint, l1, l2;
        bias (query_bias, key_bias, value_bias, output_bias):
            bias_initializer = Initializer::Zeros, bias_regularizer, bias_constraint, bias_l1, bias_l2;
    }
    activity { activity_regularizer, activity_l1, activity_l2 }
}

parameters! {
    impl [const FEATURES: usize, const HEADS: usize, const KEY: usize, B: BiasTerm]
    MultiHeadAttention<FEATURES, HEADS, KEY, B>: MultiHeadAttentionSettings, variants {
        query_kernel, query_bias, key_kernel, key_bias, value_kernel, value_bias, output_kernel, output_bias
    }
}

use_bias! {
    impl [const FEATURES: usize, const HEADS: usize, const KEY: usize] MultiHeadAttention<FEATURES, HEADS, KEY>:
        MultiHeadAttentionSettings
}

impl<
    In: Shape,
    S: Setup<Settings = MultiHeadAttentionSettings>,
    const FEATURES: usize,
    const HEADS: usize,
    const KEY: usize,
    B: BiasTerm,
> ShapeRule<In, S> for MultiHeadAttention<FEATURES, HEADS, KEY, B>
{
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = if HEADS == 0 || KEY == 0 {
        Fit::Zero
    } else {
        Fit::sequence(In::DIMS).and(Fit::last(FEATURES, In::DIMS))
    };
}

impl<const FEATURES: usize, const HEADS: usize, const KEY: usize, B: BiasTerm>
    MultiHeadAttention<FEATURES, HEADS, KEY, B>
{
    /// The width of all heads side by side.
    const WIDTH: usize = HEADS * KEY;

    const fn head<In: Shape, S: Setup<Settings = MultiHeadAttentionSettings>>() -> Head {
        Head { steps: In::DIMS.sizes[0], key: KEY, causal: S::SETTINGS.use_causal_mask }
    }

    /// The most scratch that any of the products takes.
    const fn product_scratch(steps: usize) -> usize {
        let kernels =
            larger(training_scratch(FEATURES, Self::WIDTH), training_scratch(Self::WIDTH, FEATURES));
        larger(kernels, larger(training_scratch(steps, KEY), training_scratch(KEY, steps)))
    }

    /// What the products and a head's parts of four values take.
    const fn forward_scratch(head: Head) -> usize {
        Self::product_scratch(head.steps) + head.columns() + 4 * head.steps * KEY
    }

    /// Besides, a block's weights, and a sample's queries, keys, values and heads.
    const fn inference_scratch(head: Head) -> usize {
        Self::forward_scratch(head) + head.block_weights() + 4 * head.steps * Self::WIDTH
    }

    /// Queries, keys and values: x·kernel + bias.
    #[inline]
    fn project(&self, x: &[f32], [q, k, v]: [&mut [f32]; 3], scratch: &mut [f32]) {
        let (width, rows) = (Self::WIDTH, x.len() / FEATURES);
        start_rows(q, &self.query_bias, width);
        start_rows(k, &self.key_bias, width);
        start_rows(v, &self.value_bias, width);
        for (kernel, y) in [(&self.query_kernel, q), (&self.key_kernel, k), (&self.value_kernel, v)] {
            let kernel = Matrix::new(kernel.floats(), FEATURES, width);
            product(Matrix::new(x, rows, FEATURES), kernel, y, scratch);
        }
    }

    /// y = z·output_kernel + output_bias
    #[inline]
    fn project_back(&self, z: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        start_rows(y, &self.output_bias, FEATURES);
        let kernel = Matrix::new(self.output_kernel.floats(), Self::WIDTH, FEATURES);
        product(Matrix::new(z, z.len() / Self::WIDTH, Self::WIDTH), kernel, y, scratch);
    }

    /// One sample's heads. Each keeps its weights if there is room for those of all.
    fn attend(head: Head, [q, k, v]: [&[f32]; 3], z: &mut [f32], weights: &mut [f32], memory: &mut [f32]) {
        let ([one_q, one_k, one_v, one_z], memory) = cut(memory, head.steps * KEY);
        let (columns, scratch) = memory.split_at_mut(head.columns());
        let keep = weights.len() >= HEADS * head.weights();
        for place in 0..HEADS {
            Self::copy_head(place, q, one_q, scale::<KEY>());
            Self::copy_head(place, k, one_k, 1.0);
            Self::copy_head(place, v, one_v, 1.0);
            let weights = match keep {
                true => &mut weights[place * head.weights()..][..head.weights()],
                false => &mut weights[..],
            };
            head.attend(one_q, one_k, one_v, one_z, weights, columns, scratch);
            Self::put_head(place, one_z, z, 1.0);
        }
    }

    /// One sample's heads on the way back, from the gradient `dz`: those of q, k and v take their places.
    fn attend_back(head: Head, [q, k, v]: [&mut [f32]; 3], weights: &[f32], dz: &[f32], memory: &mut [f32]) {
        let ([one_q, one_k, one_v, one_dz, dq, dk, dv], memory) = cut(memory, head.steps * KEY);
        let (block_weights, memory) = memory.split_at_mut(head.block_weights());
        let (columns, scratch) = memory.split_at_mut(head.columns());
        for place in 0..HEADS {
            Self::copy_head(place, q, one_q, scale::<KEY>());
            Self::copy_head(place, k, one_k, 1.0);
            Self::copy_head(place, v, one_v, 1.0);
            Self::copy_head(place, dz, one_dz, 1.0);
            let weights = &weights[place * head.weights()..][..head.weights()];
            let gradients = [&mut *dq, dk, dv];
            head.attend_back(
                [one_q, one_k, one_v],
                weights,
                one_dz,
                gradients,
                block_weights,
                columns,
                scratch,
            );
            Self::put_head(place, dq, q, scale::<KEY>());
            Self::put_head(place, dk, k, 1.0);
            Self::put_head(place, dv, v, 1.0);
        }
    }

    /// Copies one head's part of each step.
    fn copy_head(place: usize, all: &[f32], head: &mut [f32], scale: f32) {
        for (head, all) in head.chunks_exact_mut(KEY).zip(all.chunks_exact(Self::WIDTH)) {
            head.iter_mut().zip(&all[place * KEY..]).for_each(|(head, all)| *head = all * scale);
        }
    }

    /// Writes it back.
    fn put_head(place: usize, head: &[f32], all: &mut [f32], scale: f32) {
        for (head, all) in head.chunks_exact(KEY).zip(all.chunks_exact_mut(Self::WIDTH)) {
            all[place * KEY..].iter_mut().zip(head).for_each(|(all, head)| *all = head * scale);
        }
    }
}

/// 1 / √KEY
fn scale<const KEY: usize>() -> f32 {
    1.0 / math::sqrt(KEY as f32)
}

/// Four or more parts of one length, and the rest.
fn cut<const PARTS: usize>(memory: &mut [f32], length: usize) -> ([&mut [f32]; PARTS], &mut [f32]) {
    let (parts, rest) = memory.split_at_mut(PARTS * length);
    let mut parts = parts.chunks_exact_mut(larger(1, length));
    (core::array::from_fn(|_| parts.next().unwrap_or_default()), rest)
}

#[diagnostic::do_not_recommend]
impl<
    In: Shape,
    S: Setup<Settings = MultiHeadAttentionSettings>,
    const FEATURES: usize,
    const HEADS: usize,
    const KEY: usize,
    B: BiasTerm,
> Layer<In, S> for MultiHeadAttention<FEATURES, HEADS, KEY, B>
{
    type Activation = Linear;
    const COST: usize = {
        let steps = In::DIMS.sizes[0];
        let pairs = if S::SETTINGS.use_causal_mask { steps * (steps + 1) / 2 } else { steps * steps };
        4 * In::DIMS.len() * Self::WIDTH + 2 * pairs * Self::WIDTH
    };
    /// Queries, keys, values and heads, and the weights.
    const TRACE: Floats =
        Floats::each(4 * In::DIMS.sizes[0] * Self::WIDTH + HEADS * Self::head::<In, S>().weights());
    /// As inference, or on the way back a head's parts of seven values, and a block's weights.
    const SCRATCH: Floats = {
        let head = Self::head::<In, S>();
        let back = Self::forward_scratch(head) + 3 * head.steps * KEY + head.block_weights();
        Floats::once(larger(Self::inference_scratch(head), back))
    };
    const INFERENCE_SCRATCH: usize = Self::inference_scratch(Self::head::<In, S>());

    fn build(&mut self, random: &mut Random) {
        let MultiHeadAttentionSettings { kernel_initializer, bias_initializer, .. } = S::SETTINGS;
        // As Keras counts here: a head's kernel leads to the units of all heads.
        let inwards = Dims::flat(Self::WIDTH).times(FEATURES);
        let outwards = Dims::flat(FEATURES).times(Self::WIDTH);
        for kernel in [&mut self.query_kernel, &mut self.key_kernel, &mut self.value_kernel] {
            kernel_initializer.fill(kernel.floats_mut(), inwards, random);
        }
        kernel_initializer.fill(self.output_kernel.floats_mut(), outwards, random);
        for bias in [&mut self.query_bias, &mut self.key_bias, &mut self.value_bias] {
            bias_initializer.write(bias, random);
        }
        bias_initializer.write(&mut self.output_bias, random);
    }

    /// A sample at a time.
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let head = Self::head::<In, S>();
        let ([q, k, v, z], scratch) = cut(scratch, head.steps * Self::WIDTH);
        let (weights, scratch) = scratch.split_at_mut(head.block_weights());
        for (y, x) in y.chunks_exact_mut(In::DIMS.len()).zip(x.chunks_exact(In::DIMS.len())) {
            self.project(x, [q, k, v], scratch);
            Self::attend(head, [q, k, v], z, weights, scratch);
            self.project_back(z, y, scratch);
        }
    }

    fn forward(&self, pass: Forward<'_>) {
        let Forward { x, y, trace, scratch, .. } = pass;
        let (head, batch) = (Self::head::<In, S>(), x.len() / In::DIMS.len());
        let sample = head.steps * Self::WIDTH;
        let ([q, k, v, z], weights) = cut(trace, batch * sample);
        self.project(x, [q, k, v], scratch);
        for (n, z) in z.chunks_exact_mut(sample).enumerate() {
            let each = weights.len() / batch;
            let weights = &mut weights[n * each..][..each];
            let [q, k, v] = [&*q, k, v].map(|all| &all[n * sample..][..sample]);
            Self::attend(head, [q, k, v], z, weights, scratch);
        }
        self.project_back(z, y, scratch);
    }

    /// The gradients of queries, keys, values and heads take their places in the trace.
    fn backward(&self, pass: Backward<'_>, mut d: Option<&mut Self>) {
        let Backward { x, dy, dx, trace, scratch, .. } = pass;
        let (head, batch) = (Self::head::<In, S>(), x.len() / In::DIMS.len());
        let (width, rows, sample) = (Self::WIDTH, batch * head.steps, head.steps * Self::WIDTH);
        let ([q, k, v, z], weights) = cut(trace, batch * sample);

        let of_y = Matrix::new(dy, rows, FEATURES);
        if let Some(d) = &mut d {
            product(Matrix::new(z, rows, width).transposed(), of_y, d.output_kernel.floats_mut(), scratch);
            add_rows(&mut d.output_bias, dy, FEATURES);
        }
        z.fill(0.0);
        let kernel = Matrix::new(self.output_kernel.floats(), width, FEATURES);
        product(of_y, kernel.transposed(), z, scratch);

        let each = weights.len() / batch;
        for (n, weights) in weights.chunks_exact(each).enumerate() {
            let [q, k, v, z] = [&mut *q, k, v, z].map(|all| &mut all[n * sample..][..sample]);
            Self::attend_back(head, [q, k, v], weights, z, scratch);
        }

        let x = Matrix::new(x, rows, FEATURES);
        if let Some(d) = d {
            for (d, dy) in [(&mut d.query_kernel, &*q), (&mut d.key_kernel, k), (&mut d.value_kernel, v)] {
                product(x.transposed(), Matrix::new(dy, rows, width), d.floats_mut(), scratch);
            }
            add_rows(&mut d.query_bias, q, width);
            add_rows(&mut d.key_bias, k, width);
            add_rows(&mut d.value_bias, v, width);
        }
        if let Some(dx) = dx {
            dx.fill(0.0);
            for (kernel, dy) in [(&self.query_kernel, &*q), (&self.key_kernel, k), (&self.value_kernel, v)] {
                let kernel = Matrix::new(kernel.floats(), FEATURES, width);
                product(Matrix::new(dy, rows, width), kernel.transposed(), dx, scratch);
            }
        }
    }
}

impl<const FEATURES: usize, const HEADS: usize, const KEY: usize, B: BiasTerm> core::fmt::Debug
    for MultiHeadAttention<FEATURES, HEADS, KEY, B>
{
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("MultiHeadAttention")
            .field("query_kernel", &self.query_kernel)
            .field("query_bias", &self.query_bias)
            .field("key_kernel", &self.key_kernel)
            .field("key_bias", &self.key_bias)
            .field("value_kernel", &self.value_kernel)
            .field("value_bias", &self.value_bias)
            .field("output_kernel", &self.output_kernel)
            .field("output_bias", &self.output_bias)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Array, Configure, DefaultsOf, Flat, NoBias, NonNeg, Parameters, Sequence, Settings, Variant, setup,
        testing::check_layer_with,
    };
    use std::{vec, vec::Vec};

    type Unmasked = DefaultsOf<MultiHeadAttention<1, 1, 1>>;
    setup! { struct Causal: MultiHeadAttentionSettings { use_causal_mask: true } }

    /// The plain formula. A left-out bias is 0.
    fn reference<const F: usize, const H: usize, const K: usize, S, B: BiasTerm>(
        mut parameters: &[f64],
        x: &[f64],
    ) -> Vec<f64>
    where
        S: Setup<Settings = MultiHeadAttentionSettings>,
    {
        let with_bias = <B::Of<f32> as Array>::DIMS.len() > 0;
        let mut take = |floats: usize, there: bool| {
            let (taken, rest) = parameters.split_at(if there { floats } else { 0 });
            parameters = rest;
            if there { taken.to_vec() } else { vec![0.0; floats] }
        };
        let [query, key, value] = [(); 3].map(|()| (take(F * H * K, true), take(H * K, with_bias)));
        let (kernel, bias) = (take(H * K * F, true), take(F, with_bias));
        let dense = |x: &[f64], (kernel, bias): &(Vec<f64>, Vec<f64>)| -> Vec<f64> {
            let units = bias.len();
            let sum =
                |unit: usize| x.iter().enumerate().map(|(n, x)| x * kernel[n * units + unit]).sum::<f64>();
            (0..units).map(|unit| sum(unit) + bias[unit]).collect()
        };
        let of = |projection| x.chunks(F).map(|x| dense(x, projection)).collect::<Vec<_>>();
        let [q, k, v] = [of(&query), of(&key), of(&value)];
        let z = |step: usize| -> Vec<f64> {
            let read = if S::SETTINGS.use_causal_mask { step + 1 } else { q.len() };
            let of_head = |head: usize| {
                let score =
                    |n: usize| (0..K).map(|i| q[step][head * K + i] * k[n][head * K + i]).sum::<f64>();
                let weights: Vec<f64> = (0..read).map(|n| (score(n) / (K as f64).sqrt()).exp()).collect();
                let sum: f64 = weights.iter().sum();
                let v = &v;
                (0..K)
                    .map(|i| weights.iter().zip(v).map(|(p, v)| p / sum * v[head * K + i]).sum::<f64>())
                    .collect::<Vec<_>>()
            };
            (0..H).flat_map(of_head).collect()
        };
        let output = (kernel, bias);
        (0..q.len()).flat_map(|step| dense(&z(step), &output)).collect()
    }

    fn check<In: Shape, const F: usize, const H: usize, const K: usize>() {
        check_layer_with::<In, MultiHeadAttention<F, H, K>, Unmasked>(reference::<F, H, K, Unmasked, Bias>);
        check_layer_with::<In, MultiHeadAttention<F, H, K>, Causal>(reference::<F, H, K, Causal, Bias>);
    }

    #[test]
    fn of_any_sequence() {
        check::<Sequence<1, 1>, 1, 1, 1>();
        check::<Sequence<1, 3>, 3, 2, 4>();
        check::<Sequence<4, 3>, 3, 1, 2>();
        check::<Sequence<5, 4>, 4, 3, 2>();
    }

    #[test]
    fn of_several_blocks() {
        check::<Sequence<35, 2>, 2, 2, 1>();
        check::<Sequence<32, 1>, 1, 1, 3>();
    }

    #[test]
    fn without_biases() {
        type Unbiased = <MultiHeadAttention<3, 2, 4> as Variant<1>>::Layer;
        type Steps = Sequence<5, 3>;
        check_layer_with::<Steps, Unbiased, Unmasked>(reference::<3, 2, 4, Unmasked, NoBias>);
        check_layer_with::<Steps, Unbiased, Causal>(reference::<3, 2, 4, Causal, NoBias>);
        setup! { struct WithoutBiases: MultiHeadAttentionSettings { use_bias: false } }
        assert_eq!(<MultiHeadAttention<3, 2, 4> as Configure<WithoutBiases>>::VARIANT, 1);
    }

    #[test]
    fn with_a_causal_mask_no_step_reads_a_later_one() {
        const STEPS: usize = 70;
        type In = Sequence<STEPS, 3>;
        type Attention = MultiHeadAttention<3, 2, 4>;
        let mut layer = Attention::zeroed();
        Layer::<In, Causal>::build(&mut layer, &mut crate::random(7, 0));
        let infer = |x: &[f32]| {
            let mut y = vec![f32::NAN; x.len()];
            let mut scratch = vec![f32::NAN; <Attention as Layer<In, Causal>>::INFERENCE_SCRATCH];
            Layer::<In, Causal>::infer(&layer, x, &mut y, &mut scratch);
            y
        };
        let x: Vec<f32> = (0..STEPS * 3).map(|n| (n as f32).sin()).collect();
        let clean = infer(&x);
        for step in [0, 1, 31, 32, 40, 69] {
            for value in [f32::NAN, f32::INFINITY, 5.0] {
                let mut x = x.clone();
                x[step * 3 + 1] = value;
                let y = infer(&x);
                assert_eq!(y[..step * 3], clean[..step * 3]);
                assert!(y[step * 3..].iter().zip(&clean[step * 3..]).all(|(y, clean)| y != clean));
            }
        }
    }

    #[test]
    fn parameters_and_their_rules_are_those_of_keras() {
        type Two = MultiHeadAttention<3, 2, 4>;
        let table: Vec<_> = Two::PARAMETERS.iter().map(|p| (p.path.name(), p.dims.as_slice())).collect();
        let width: &[usize] = &[2, 4];
        assert_eq!(table[0], ("query_kernel", &[3, 2, 4][..]));
        assert_eq!(table[1], ("query_bias", width));
        assert_eq!(table[2..4], [("key_kernel", &[3, 2, 4][..]), ("key_bias", width)]);
        assert_eq!(table[4..6], [("value_kernel", &[3, 2, 4][..]), ("value_bias", width)]);
        assert_eq!(table[6..], [("output_kernel", &[2, 4, 3][..]), ("output_bias", &[3][..])]);

        setup! { struct Ruled: MultiHeadAttentionSettings { kernel_constraint: NonNeg, bias_l2: 0.5 } }
        for (name, _) in table {
            let rule = Ruled::SETTINGS.rule(name);
            let bias = name.ends_with("bias");
            assert_eq!((rule.l2, rule.constraint.is_none()), (if bias { 0.5 } else { 0.0 }, bias), "{name}");
        }
    }

    #[test]
    fn kernels_start_with_keras_fans() {
        type Wide = MultiHeadAttention<30, 5, 7>;
        let mut layer = Wide::zeroed();
        Layer::<Sequence<4, 30>>::build(&mut layer, &mut crate::random(7, 0));
        // Keras: 30 inputs and 5 × 7 outputs, and turned; its largest weight of 1050 is 0.3038.
        let limit = (6.0_f32 / 65.0).sqrt();
        for kernel in [layer.query_kernel.floats(), layer.value_kernel.floats(), layer.output_kernel.floats()]
        {
            let largest = kernel.iter().fold(0.0, |largest: f32, weight| largest.max(weight.abs()));
            assert!(largest <= limit && largest > 0.99 * limit, "{largest} of {limit}");
        }
    }

    #[test]
    fn only_a_sequence_of_its_features_fits() {
        type Two = MultiHeadAttention<3, 2, 4>;
        assert_eq!(<Two as ShapeRule<Sequence<5, 3>>>::FIT, Fit::Ok);
        assert_eq!(<Two as ShapeRule<Flat<3>>>::FIT, Fit::sequence(Dims::flat(3)));
        assert_eq!(<Two as ShapeRule<Sequence<5, 4>>>::FIT, Fit::last(3, Dims::sequence(5, 4)));
        assert_eq!(<MultiHeadAttention<3, 0, 4> as ShapeRule<Sequence<5, 3>>>::FIT, Fit::Zero);
    }
}
