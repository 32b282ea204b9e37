//! After the first step nothing allocates, whatever the layers are.

use super::allocations::allocations;
use cornu::{
    Block, InstructionSet, Loss, StepError, Stream, Token, Training, inference_floats, prelude::*,
    training_floats,
};

model! {
    struct Images <
        Input<12, 12, 3>, Conv2D<3, 8, 3, Relu> { padding: Same }, BatchNorm<8>, MaxPool2D<2>, SpatialDropout,
        DepthwiseConv2D<8, 3, Gelu>, AveragePool2D<2>, Flatten, Dropout, Dense<_, 3, Softmax>
    >;
}

model! {
    struct Words <
        Tokens<10, 50>, Embedding<50, 8>, Bidirectional<GRU<8, 6>> { return_sequences: true }, LayerNorm<12>,
        MultiHeadAttention<12, 2, 4>, GlobalAveragePool, Dense<12, 3, Softmax>
    >;
}

model! {
    struct Twins {
        let left = Input<4>;
        let right = Input<4>;
        let encoder = Dense<4, 8, Tanh> { l2: 1e-3 };
        let a = encoder(left);
        let b = encoder(right);
        let kind = Dense<8, 3, Softmax>(Add(a, b));
        let same = Dense<_, 1, Sigmoid>(Concatenate(a, b));
        (kind, same)
    }
}

model! { struct Encoder < Dense<8, 20, Gelu>, RMSNorm<20>, Dense<20, 6, Tanh> >; }
model! { struct Outer < Encoder, Dropout, Dense<6, 3, Softmax> >; }

model! {
    struct Readings <
        Input<20, 3>, LSTM<3, 16> { return_sequences: true }, LayerNorm<16>, GRU<16, 8>, Dense<8, 3, Softmax>
    >;
}

fn nothing_allocates<N: Train, L: Loss<N::Head, N::Output>>(loss: L, x: &[N::Input], y: &[L::Target]) {
    let batch = x.len();
    let mut network = N::new(7);
    let optimizer = Adam::default();
    let memory = vec![0.0; training_floats::<N>(batch, optimizer.moments())];
    let mut training = Training::new(optimizer, loss, memory);
    training.step(&mut *network, x, y).unwrap();
    for samples in [batch, 1, batch - 1] {
        let step = || training.step(&mut *network, &x[..samples], &y[..samples]).unwrap();
        assert_eq!(allocations(step), 0, "a step of {} with {samples} samples", N::NAME);
        let evaluate = || training.evaluate(&*network, &x[..samples], &y[..samples]).unwrap();
        assert_eq!(allocations(evaluate), 0, "an evaluation of {} with {samples} samples", N::NAME);
    }
    // The memory of a large model is made once a thread.
    let mut output = cornu::zeroed_vec::<N::Output>(batch);
    network.predict_into(&x[0], &mut output[0]);
    assert_eq!(allocations(|| network.predict_into(&x[0], &mut output[0])), 0, "a prediction of {}", N::NAME);
    let mut memory = vec![0.0; inference_floats::<N>(batch)];
    let mut predict = || -> Result<(), StepError> { network.predict_batch_into(x, &mut output, &mut memory) };
    assert_eq!(allocations(|| predict().unwrap()), 0, "a batch of {}", N::NAME);
}

const BATCH: usize = 5;

fn samples<I: Block>() -> Vec<I> {
    let mut samples = cornu::zeroed_vec::<I>(BATCH);
    for (place, value) in cornu::view_floats_mut(&mut samples).iter_mut().enumerate() {
        *value = (place * 7 % 11) as f32 / 11.0;
    }
    samples
}

fn kinds() -> Vec<Class<3>> {
    (0..BATCH).map(|n| Class::new(n % 3).unwrap()).collect()
}

#[test]
fn no_family_of_layers_allocates() {
    // Without kernels of Cornu's own, large products fall to matrixmultiply, which allocates.
    if InstructionSet::detect() == InstructionSet::Portable {
        return;
    }
    nothing_allocates::<Images, _>(SparseCategoricalCrossentropy, &samples(), &kinds());
    nothing_allocates::<Outer, _>(SparseCategoricalCrossentropy, &samples(), &kinds());
    nothing_allocates::<Readings, _>(SparseCategoricalCrossentropy, &samples(), &kinds());

    let words: Vec<[Token<50>; 10]> =
        (0..BATCH).map(|n| std::array::from_fn(|i| Token::new((n * 13 + i * 7) % 50).unwrap())).collect();
    nothing_allocates::<Words, _>(SparseCategoricalCrossentropy, &words, &kinds());

    let twins: Vec<TwinsInput> = samples();
    let targets: Vec<_> = kinds().into_iter().map(|kind| (kind, [1.0])).collect();
    let losses = (SparseCategoricalCrossentropy, Weighted(0.5, BinaryCrossentropy));
    nothing_allocates::<Twins, _>(losses, &twins, &targets);
}

#[test]
fn a_stream_allocates_nothing() {
    let readings = Readings::new(7);
    let mut stream = Stream::new(&*readings);
    let mut last = [0.0; 3];
    assert_eq!(allocations(|| (0..30).for_each(|n| last = stream.push(&[0.1 * n as f32, 0.2, 0.3]))), 0);
    assert!((last.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    assert_eq!(allocations(|| stream.reset()), 0);
}
