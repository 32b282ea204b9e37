use super::{File, compare, train};
use cornu::prelude::*;

pub(super) fn batch_normalization(file: &mut File) {
    train! { file,
        "sequence": [Input<4, 3>, BatchNorm<3>],
        "momentum and epsilon": [Input<4, 3>, BatchNorm<3> { momentum: 0.7, epsilon: 0.01 }],
        "frozen, flat": [Input<4>, BatchNorm<4> { trainable: false }],
        "frozen, sequence": [Input<4, 3>, BatchNorm<3> { trainable: false }],
        "frozen, image": [Input<3, 2, 3>, BatchNorm<3> { trainable: false }],
    }
    compare! { file,
        "flat": [Input<4>, BatchNorm<4>],
        "image": [Input<3, 2, 3>, BatchNorm<3>],
        "no center": [Input<4, 3>, BatchNorm<3> { center: false }],
        "no scale": [Input<4, 3>, BatchNorm<3> { scale: false }],
    }
}

pub(super) fn batch_normalization_arguments(file: &mut File) {
    train! { file,
        "no center, flat": [Input<4>, BatchNorm<4> { center: false }],
        "no scale, flat": [Input<4>, BatchNorm<4> { scale: false }],
    }
    compare! { file,
        "no center, no scale, flat": [Input<4>, BatchNorm<4> { center: false, scale: false }],
        "no center, sequence": [Input<4, 3>, BatchNorm<3> { center: false }],
        "no scale, sequence": [Input<4, 3>, BatchNorm<3> { scale: false }],
        "no center, no scale, sequence": [Input<4, 3>, BatchNorm<3> { center: false, scale: false }],
        "no center, image": [Input<3, 2, 3>, BatchNorm<3> { center: false }],
        "no scale, image": [Input<3, 2, 3>, BatchNorm<3> { scale: false }],
        "no center, no scale, image": [Input<3, 2, 3>, BatchNorm<3> { center: false, scale: false }],
        "momentum 0.5, epsilon 0.1, no scale":
            [Input<4>, BatchNorm<4> { momentum: 0.5, epsilon: 0.1, scale: false }],
        "frozen, no center": [Input<4>, BatchNorm<4> { center: false, trainable: false }],
        "frozen, no scale": [Input<4>, BatchNorm<4> { scale: false, trainable: false }],
    }
}

pub(super) fn batch_normalization_rules(file: &mut File) {
    train! { file,
        "constraints": [Input<4>, BatchNorm<4> { beta_constraint: MaxNorm(0.5), gamma_constraint: NonNeg }],
        "UnitNorm, MinMaxNorm":
            [
                Input<4>,
                BatchNorm<4> { beta_constraint: UnitNorm, gamma_constraint: MinMaxNorm(0.5, 1.0, 0.5) }
            ],
        "penalty and constraint":
            [Input<4>, BatchNorm<4> { gamma_regularizer: L2(0.03), gamma_constraint: MaxNorm(1.5) }],
    }
    compare! { file,
        "initializers":
            [Input<4>, BatchNorm<4> { beta_initializer: Constant(0.25), gamma_initializer: Constant(1.5) }],
        "beta's initializer": [Input<4>, BatchNorm<4> { beta_initializer: Ones }],
        "beta L1": [Input<4>, BatchNorm<4> { beta_regularizer: L1(0.03) }],
        "gamma L2": [Input<4>, BatchNorm<4> { gamma_regularizer: L2(0.03) }],
        "both L1L2":
            [
                Input<4>,
                BatchNorm<4> { beta_regularizer: L1L2(0.02, 0.03), gamma_regularizer: L1L2(0.01, 0.04) }
            ],
    }
}

pub(super) fn layer_normalization(file: &mut File) {
    train! { file,
        "sequence": [Input<4, 3>, LayerNorm<3>],
    }
    compare! { file,
        "flat": [Input<4>, LayerNorm<4>],
        "image": [Input<3, 2, 3>, LayerNorm<3>],
        "epsilon": [Input<4>, LayerNorm<4> { epsilon: 0.1 }],
        "no center": [Input<4>, LayerNorm<4> { center: false }],
        "no scale": [Input<4>, LayerNorm<4> { scale: false }],
    }
}

pub(super) fn layer_normalization_arguments(file: &mut File) {
    compare! { file,
        "no center, flat": [Input<4>, LayerNorm<4> { center: false }],
        "no scale, flat": [Input<4>, LayerNorm<4> { scale: false }],
        "no center, no scale, flat": [Input<4>, LayerNorm<4> { center: false, scale: false }],
        "no center, sequence": [Input<4, 3>, LayerNorm<3> { center: false }],
        "no scale, sequence": [Input<4, 3>, LayerNorm<3> { scale: false }],
        "no center, no scale, sequence": [Input<4, 3>, LayerNorm<3> { center: false, scale: false }],
        "no center, image": [Input<3, 2, 3>, LayerNorm<3> { center: false }],
        "no scale, image": [Input<3, 2, 3>, LayerNorm<3> { scale: false }],
        "no center, no scale, image": [Input<3, 2, 3>, LayerNorm<3> { center: false, scale: false }],
    }
}

pub(super) fn layer_normalization_rules(file: &mut File) {
    train! { file,
        "constraints": [Input<4>, LayerNorm<4> { beta_constraint: MaxNorm(0.5), gamma_constraint: NonNeg }],
        "UnitNorm, MinMaxNorm":
            [
                Input<4>,
                LayerNorm<4> { beta_constraint: UnitNorm, gamma_constraint: MinMaxNorm(0.5, 1.0, 0.5) }
            ],
        "penalty and constraint":
            [Input<4>, LayerNorm<4> { gamma_regularizer: L2(0.03), gamma_constraint: MaxNorm(1.5) }],
    }
    compare! { file,
        "initializers":
            [Input<4>, LayerNorm<4> { beta_initializer: Constant(0.25), gamma_initializer: Constant(1.5) }],
        "beta's initializer": [Input<4>, LayerNorm<4> { beta_initializer: Ones }],
        "beta L1": [Input<4>, LayerNorm<4> { beta_regularizer: L1(0.03) }],
        "gamma L2": [Input<4>, LayerNorm<4> { gamma_regularizer: L2(0.03) }],
        "both L1L2":
            [
                Input<4>,
                LayerNorm<4> { beta_regularizer: L1L2(0.02, 0.03), gamma_regularizer: L1L2(0.01, 0.04) }
            ],
    }
}

pub(super) fn rms_normalization(file: &mut File) {
    train! { file,
        "flat": [Input<4>, RMSNorm<4>],
    }
    compare! { file,
        "sequence": [Input<4, 3>, RMSNorm<3>],
        "image": [Input<3, 2, 3>, RMSNorm<3>],
        "epsilon 0.1": [Input<4>, RMSNorm<4> { epsilon: 0.1 }],
    }
}

pub(super) fn group_normalization(file: &mut File) {
    train! { file,
        "groups 2, image": [Input<3, 2, 4>, GroupNorm<4> { groups: 2 }],
        "groups 2, sequence, constraints":
            [
                Input<3, 4>,
                GroupNorm<4> { groups: 2, beta_constraint: MaxNorm(0.5), gamma_constraint: NonNeg }
            ],
    }
    compare! { file,
        "groups 1, flat": [Input<4>, GroupNorm<4> { groups: 1 }],
        "groups 2, flat": [Input<4>, GroupNorm<4> { groups: 2 }],
        "groups 1, sequence": [Input<3, 4>, GroupNorm<4> { groups: 1 }],
        "groups 2, sequence": [Input<3, 4>, GroupNorm<4> { groups: 2 }],
        "groups 1, image": [Input<3, 2, 4>, GroupNorm<4> { groups: 1 }],
        "groups 4, sequence": [Input<3, 4>, GroupNorm<4> { groups: 4 }],
        "groups -1, sequence": [Input<3, 4>, GroupNorm<4> { groups: -1 }],
        "groups 4, image": [Input<3, 2, 4>, GroupNorm<4> { groups: 4 }],
        "groups -1, image": [Input<3, 2, 4>, GroupNorm<4> { groups: -1 }],
        "no center, sequence": [Input<3, 4>, GroupNorm<4> { center: false, groups: 2 }],
        "no scale, sequence": [Input<3, 4>, GroupNorm<4> { scale: false, groups: 2 }],
        "no center, no scale, sequence":
            [Input<3, 4>, GroupNorm<4> { center: false, scale: false, groups: 2 }],
        "no center, image": [Input<3, 2, 4>, GroupNorm<4> { center: false, groups: 2 }],
        "no scale, image": [Input<3, 2, 4>, GroupNorm<4> { scale: false, groups: 2 }],
        "no center, no scale, image":
            [Input<3, 2, 4>, GroupNorm<4> { center: false, scale: false, groups: 2 }],
        "groups -1, image, no center, no scale":
            [Input<3, 2, 3>, GroupNorm<3> { groups: -1, center: false, scale: false }],
        "groups 3, image": [Input<2, 3, 6>, GroupNorm<6> { groups: 3 }],
        "groups 2, sequence, epsilon 0.1": [Input<3, 4>, GroupNorm<4> { groups: 2, epsilon: 0.1 }],
        "groups 2, sequence, penalties":
            [
                Input<3, 4>,
                GroupNorm<4> { groups: 2, beta_regularizer: L1(0.03), gamma_regularizer: L2(0.03) }
            ],
        "groups 2, sequence, initializers":
            [
                Input<3, 4>,
                GroupNorm<4> { groups: 2, beta_initializer: Constant(0.25), gamma_initializer: Constant(1.5) }
            ],
    }
}

pub(super) fn unit_normalization(file: &mut File) {
    compare! { file,
        "axis -1, flat": [Input<4>, UnitNorm],
        "axis -1, sequence": [Input<4, 3>, UnitNorm],
        "axis -1, image": [Input<3, 2, 3>, UnitNorm],
        "axis 1, sequence": [Input<4, 3>, UnitNorm { axis: 1 }],
        "axis 1, image": [Input<3, 2, 3>, UnitNorm { axis: 1 }],
    }
}
