use super::{File, compare, train};
use cornu::prelude::*;

/// As layers. Keras's strings: `relu` is what its layer `ReLU` is without arguments; but `leaky_relu` has the
/// slope 0.2, its layer 0.3, which is written here.
pub(super) fn activation(file: &mut File) {
    train! { file,
        "Softmax": [Input<6>, Softmax],
    }
    compare! { file,
        "linear": [Input<6>, Linear],
        "ReLU": [Input<6>, Relu],
        "ELU": [Input<6>, Elu],
        "softmax": [Input<6>, Softmax],
        "gelu": [Input<6>, Gelu],
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
        "PReLU": [Input<6>, PRelu<6>],
        "PReLU of an image": [Input<2, 3, 2>, PRelu<12>],
        "PReLU shared": [Input<2, 3, 2>, PRelu<2>],
        "log_softmax": [Input<6>, LogSoftmax],
        "mish": [Input<6>, Mish],
        "exponential": [Input<6>, Exponential],
        "hard_silu": [Input<6>, HardSilu],
        "relu6": [Input<6>, Relu6],
        "log_sigmoid": [Input<6>, LogSigmoid],
        "ReLU cut": [Input<6>, Relu { max_value: 1.0, negative_slope: 0.125, threshold: 0.5 }],
        "LeakyReLU": [Input<6>, LeakyRelu { negative_slope: 0.3 }],
        "LeakyReLU 0.125": [Input<6>, LeakyRelu { negative_slope: 0.125 }],
        "ELU 0.5": [Input<6>, Elu { alpha: 0.5 }],
        "softmax of a sequence": [Input<2, 4>, Softmax],
        "tanh of an image": [Input<2, 2, 2>, Tanh],
    }
}

pub(super) fn activation_layers(file: &mut File) {
    train! { file,
        "PReLU, alpha NonNeg": [Input<6>, PRelu<6> { alpha_constraint: NonNeg }],
    }
    compare! { file,
        "ReLU, max_value": [Input<6>, Relu { max_value: 1.505 }],
        "ReLU, negative_slope": [Input<6>, Relu { negative_slope: 0.1 }],
        "ReLU, threshold": [Input<6>, Relu { threshold: 0.755 }],
        "ReLU, max_value and negative_slope": [Input<6>, Relu { max_value: 1.505, negative_slope: 0.1 }],
        "ReLU, max_value and threshold": [Input<6>, Relu { max_value: 1.505, threshold: 0.755 }],
        "ReLU, negative_slope and threshold": [Input<6>, Relu { negative_slope: 0.1, threshold: 0.755 }],
        "ReLU, all": [Input<6>, Relu { max_value: 1.505, negative_slope: 0.1, threshold: 0.755 }],
        "ReLU, max_value 6, a sequence": [Input<2, 4>, Relu { max_value: 6.0 }],
        "LeakyReLU, default 0.3": [Input<6>, LeakyRelu { negative_slope: 0.3 }],
        "LeakyReLU 0.1": [Input<6>, LeakyRelu { negative_slope: 0.1 }],
        "LeakyReLU 0, an image": [Input<2, 3, 2>, LeakyRelu { negative_slope: 0.0 }],
        "ELU 0.5": [Input<6>, Elu { alpha: 0.5 }],
        "ELU 2, a sequence": [Input<2, 3>, Elu { alpha: 2.0 }],
        "PReLU": [Input<6>, PRelu<6>],
        "PReLU, a sequence": [Input<2, 3>, PRelu<6>],
        "PReLU, steps shared": [Input<2, 3>, PRelu<3>],
        "PReLU, an image": [Input<2, 3, 2>, PRelu<12>],
        "PReLU, pixels shared": [Input<2, 3, 2>, PRelu<2>],
        "PReLU, all shared": [Input<2, 3, 2>, PRelu<1>],
        "PReLU, alpha's initializer": [Input<6>, PRelu<6> { alpha_initializer: Constant(0.25) }],
        "PReLU, alpha L2": [Input<6>, PRelu<6> { alpha_regularizer: L2(0.1) }],
        "Softmax, axis -1, an image": [Input<3, 2, 3>, Softmax],
    }
}
