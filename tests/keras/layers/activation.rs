use super::{File, compare};
use cornu::prelude::*;

/// As layers. Keras's strings: `relu` is what its layer `ReLU` is without arguments; but `leaky_relu` has the
/// slope 0.2, its layer 0.3.
pub(super) fn activation(file: &mut File) {
    compare! { file,
        "linear": [Input<6>, Linear],
        "relu": [Input<6>, Relu],
        "sigmoid": [Input<6>, Sigmoid],
        "tanh": [Input<6>, Tanh],
        "softmax": [Input<6>, Softmax],
        "elu": [Input<6>, Elu],
        "selu": [Input<6>, Selu],
        "gelu": [Input<6>, Gelu],
        "softplus": [Input<6>, Softplus],
        "softsign": [Input<6>, Softsign],
        "silu": [Input<6>, Silu],
        "hard_sigmoid": [Input<6>, HardSigmoid],
        "leaky_relu": [Input<6>, LeakyRelu],
        "softmax of a sequence": [Input<2, 4>, Softmax],
        "tanh of an image": [Input<2, 2, 2>, Tanh],
        "ReLU": [Input<6>, Relu],
        "ELU": [Input<6>, Elu],
        "Softmax": [Input<6>, Softmax],
    }
}
