//! The number of threads changes no bit.

use cornu::{Loss, prelude::*, threads, view_floats_mut, zeroed_vec};
use std::fmt::Debug;

// Large enough that products, convolutions and updates are shared: each thread takes two million
// multiply-accumulates, or 16,384 parameters.
model! {
    struct Images <
        Input<16, 16, 3>, Conv2D<3, 16, 3, Relu> { padding: Same }, BatchNorm<16>,
        Conv2D<16, 32, 3, Relu> { padding: Same }, MaxPool2D<2>,
        SpatialDropout, Flatten, Dense<_, 64, Gelu>, Dropout, Dense<64, 3, Softmax>
    >;
}

model! {
    struct Readings <
        Input<20, 64>, LSTM<64, 64> { return_sequences: true }, Dropout, Bidirectional<GRU<64, 64>>,
        Dense<128, 3, Softmax>
    >;
}

/// The bits of the weights and of all outputs after some steps.
fn trained<N: Train<Head = Softmax>>(samples: usize) -> Vec<u32>
where
    SparseCategoricalCrossentropy: Loss<Softmax, N::Output, Target = Class<3>>,
{
    let mut x = zeroed_vec::<N::Input>(samples);
    for (place, value) in view_floats_mut(&mut x).iter_mut().enumerate() {
        *value = (place * place % 101) as f32 / 101.0 - 0.5;
    }
    let y: Vec<Class<3>> = (0..samples).map(|n| Class::new(n % 3).unwrap()).collect();
    let mut model = N::new(7).compile(Adam::new(0.01), SparseCategoricalCrossentropy);
    // The last batch is shorter.
    model.fit(&x, &y).epochs(2).batch_size(samples * 2 / 3).verbose(Verbose::Silent).run().unwrap();
    let outputs = model.predict_batch(&x);
    let bits = |values: &[f32]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    [bits(model.floats()), bits(cornu::view_floats(&outputs))].concat()
}

fn same_on_any_number<R: PartialEq + Debug + Send>(work: fn() -> R) {
    let on = |number| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(number).build().unwrap();
        pool.install(|| {
            assert_eq!(threads(), number);
            work()
        })
    };
    let alone = on(1);
    for number in 2..=4 {
        assert!(on(number) == alone, "{number} threads give other bits than one");
    }
}

#[test]
fn a_convolutional_network_is_the_same_on_any_number_of_threads() {
    same_on_any_number(|| trained::<Images>(12));
}

#[test]
fn a_recurrent_network_is_the_same_on_any_number_of_threads() {
    same_on_any_number(|| trained::<Readings>(48));
}
