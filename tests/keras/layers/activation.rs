use super::{File, compare, train};
use cornu::{Flat, Image, Sequence, prelude::*};

/// As layers. Keras's strings: `relu` is what its layer `ReLU` is without arguments; but `leaky_relu` has the
/// slope 0.2, its layer 0.3.
pub(super) fn activation(file: &mut File) {
    train! { file,
        "Softmax": [Input<6>, Softmax],
    }
    compare! { file,
        "linear": [Flat<6>, Linear],
        "ReLU": [Flat<6>, Relu],
        "ELU": [Flat<6>, Elu],
        "softmax": [Flat<6>, Softmax],
        "gelu": [Flat<6>, Gelu],
        "relu": [Flat<6>, Relu],
        "sigmoid": [Flat<6>, Sigmoid],
        "tanh": [Flat<6>, Tanh],
        "elu": [Flat<6>, Elu],
        "selu": [Flat<6>, Selu],
        "softplus": [Flat<6>, Softplus],
        "softsign": [Flat<6>, Softsign],
        "silu": [Flat<6>, Silu],
        "hard_sigmoid": [Flat<6>, HardSigmoid],
        "leaky_relu": [Flat<6>, LeakyRelu],
        "softmax of a sequence": [Sequence<2, 4>, Softmax],
        "tanh of an image": [Image<2, 2, 2>, Tanh],
    }
}
