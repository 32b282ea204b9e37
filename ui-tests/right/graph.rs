//! Graphs, in a crate that allows nothing: several inputs and outputs, a shared layer, settings, switches, a model
//! inside, and names that a graph may hold.

#![deny(
    warnings, missing_docs, unused, unreachable_pub, missing_debug_implementations, rust_2018_idioms,
    trivial_casts, unused_qualifications
)]
#![forbid(unsafe_code)]

use cornu::prelude::*;

model! {
    /// A model that is a layer of another.
    #[derive(Clone, Debug)]
    pub struct Encoder < Dense<8, 8, Relu> { use_bias: false, trainable: false }, LayerNorm<8> >;
}

model! {
    /// Two inputs, two outputs.
    #[derive(Clone, Debug)]
    pub struct Twins {
        let left = Input<4>;
        let right = Input<4>;
        // Its name is that of a field; the layers without a name are numbered past it.
        let dense_1 = Dense<_, 8, Tanh> { l2: 1e-3, use_bias: false };
        let a = dense_1(left);
        let b = dense_1(right);
        // A name may be given anew, as in Rust.
        let a = Encoder(a);
        let r#type = Concatenate(a, b);
        let kind = Dense<_, 3, Softmax>(r#type);
        let same = Dense<_, 1, Sigmoid>(Dense<_, 4, Relu>(Add(a, b, Subtract(a, b))),);
        (kind, same,)
    }
}

model! {
    struct Steps {
        let x = Input<24, 3>;
        let h = GRU<3, 8> { return_sequences: true, reset_after: false }(x);
        let h = Add(h, Dense<3, 8>(x));
        LSTM<8, 1>(h)
    }
}

fn main() {
    let loss = (SparseCategoricalCrossentropy, BinaryCrossentropy);
    let mut twins = Twins::new(7).compile(Adam::default(), loss);
    let input = TwinsInput { left: [0.0; 4], right: [1.0; 4] };
    let targets = [(Class::new(1).unwrap(), [1.0])];
    twins.fit(&[input], &targets).verbose(Verbose::Silent).run().unwrap();
    let TwinsOutput { kind: _, same: _ } = twins.predict(&input);
    let _: [f32; 1] = Steps::new(7).predict(&[[0.0; 3]; 24]);
}
