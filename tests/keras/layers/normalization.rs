use super::{File, compare, train};
use cornu::{Flat, Image, prelude::*};

pub(super) fn batch_normalization(file: &mut File) {
    train! { file,
        "sequence": [Input<4, 3>, BatchNorm<3>],
        "momentum and epsilon": [Input<4, 3>, BatchNorm<3> { momentum: 0.7, epsilon: 0.01 }],
        "frozen, sequence": [Input<4, 3>, BatchNorm<3> { trainable: false }],
        "frozen, flat": [Input<4>, BatchNorm<4> { trainable: false }],
        "frozen, image": [Input<3, 2, 3>, BatchNorm<3> { trainable: false }],
    }
    compare! { file,
        "image": [Image<3, 2, 3>, BatchNorm<3>],
        "flat": [Flat<4>, BatchNorm<4>],
    }
}

pub(super) fn layer_normalization(file: &mut File) {
    train! { file,
        "sequence": [Input<4, 3>, LayerNorm<3>],
    }
    compare! { file,
        "image": [Image<3, 2, 3>, LayerNorm<3>],
        "flat": [Flat<4>, LayerNorm<4>],
        "epsilon": [Flat<4>, LayerNorm<4>] { epsilon: 0.1 },
    }
}
