//! Graphs, in a crate that allows nothing: several inputs and outputs, a shared layer, settings, frozen layers, a model
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

/// What comes in by another name, and merges with settings.
pub mod configured {
    use cornu::{layers::Input as Entrance, prelude::*};

    model! {
        /// Attention.
        #[derive(Clone, Debug)]
        pub struct Attention {
            let asked = Entrance<4, 16>;
            let keys = Input<9, 16>;
            let pairs = Dot { axes: 2, normalize: true };
            let weights = Softmax(pairs(asked, keys));
            let found = Dot { axes: (2, 1) }(weights, keys);
            let both = Concatenate { axis: 1 }(found, Reshape<-1, 16>(asked));
            let slope = LeakyRelu { negative_slope: 0.3 };
            let sums = slope(Conv1D<16, 8, 3> { strides: 2, padding: Causal, use_bias: false }(both));
            Dense<8, 1, Elu { alpha: 0.5 }>(GlobalAveragePool(slope(sums)))
        }
    }
}

fn main() {
    let _ = configured::Attention::new(7);
    let loss = (SparseCategoricalCrossentropy, BinaryCrossentropy);
    let mut twins = Twins::new(7).compile(Adam::default(), loss);
    let input = TwinsInput { left: [0.0; 4], right: [1.0; 4] };
    let targets = [(Class::new(1).unwrap(), [1.0])];
    twins.fit(&[input], &targets).verbose(Verbose::Silent).run().unwrap();
    let TwinsOutput { kind: _, same: _ } = twins.predict(&input);
    let _: [f32; 1] = Steps::new(7).predict(&[[0.0; 3]; 24]);
}
