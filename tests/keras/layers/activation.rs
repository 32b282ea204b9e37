use super::{File, compare, train};
use cornu::prelude::*;

/// As layers. Keras's strings: `relu` is what its layer `ReLU` is without arguments; but `leaky_relu` has the
/// slope 0.2, its layer 0.3.
pub(super) fn activation(file: &mut File) {
    train! { file,
        "linear": [Input<6>, Linear],
        "softmax": [Input<6>, Softmax],
        "gelu": [Input<6>, Gelu],
        "ReLU": [Input<6>, Relu],
    }
    compare! { file,
        "relu": [Input<6>, Relu],
        "sigmoid": [Input<6>, Sigmoid],
        "tanh": [Input<6>, Tanh],
        "elu": [Input<6>, Elu],
        "selu": [Input<6>, Selu],
        "softplus": [Input<6>, Softplus],
        "softsign": [Input<6>, Softsign],
        "silu": [Input<6>, Silu],
        "hard_sigmoid": [Input<6>, HardSigmoid],
        "leaky_relu": [Input<6>, LeakyRelu],
        "softmax of a sequence": [Input<2, 4>, Softmax],
        "tanh of an image": [Input<2, 2, 2>, Tanh],
        "ELU": [Input<6>, Elu],
        "Softmax": [Input<6>, Softmax],
    }
}
