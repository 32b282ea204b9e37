//! Penalties, constraints, and frozen layers.

use super::{File, data, whole};
use cornu::{Linear, Loss, prelude::*, view_blocks};
use serde_json::Value;

/// Compares networks of a file.
macro_rules! networks {
    ($file:ident, $($name:literal: [$($layers:tt)+],)+) => {
        $({
            cornu::model! { struct Subject < $($layers)+ >; }
            compare::<Subject>(&$file.case($name));
        })+
    };
}

fn compare<N>(case: &Value)
where
    N: Network<Head = Linear>,
    MeanSquaredError: Loss<Linear, N::Output, Target = N::Output>,
{
    whole::compare::<N, _>(case, MeanSquaredError, &[], view_blocks(&data(&case["target"])));
}

pub(super) fn regularizers(file: &mut File) {
    networks! { file,
        "none": [Dense<4, 3, Tanh>, Dense<3, 2>],
        "kernel L1": [Dense<4, 3, Tanh> { l1: 0.03 }, Dense<3, 2>],
        "kernel L2": [Dense<4, 3, Tanh> { l2: 0.03 }, Dense<3, 2>],
        "kernel L1L2": [Dense<4, 3, Tanh> { l1: 0.02, l2: 0.03 }, Dense<3, 2>],
        "bias L2": [Dense<4, 3, Tanh> { bias_l2: 0.1 }, Dense<3, 2>],
        "kernel L1, a weight of 0": [Dense<4, 3, Tanh> { l1: 0.03 }, Dense<3, 2>],
        "activity L2": [Dense<4, 3, Tanh> { activity_l2: 0.1 }, Dense<3, 2>],
        "activity L2 on a sequence":
            [Input<2, 4>, Dense<4, 3, Tanh> { activity_l2: 0.1 }, Dense<3, 2>],
        "activity L2 on relu": [Dense<4, 3, Relu> { activity_l2: 0.1 }, Dense<3, 2>],
        "activity L2 on the head": [Dense<4, 3, Tanh>, Dense<3, 2> { activity_l2: 0.1 }],
        "all": [Dense<4, 3, Tanh> { l1: 0.02, l2: 0.03, bias_l2: 0.1, activity_l2: 0.1 }, Dense<3, 2>],
        "MaxNorm":
            [Dense<4, 3, Tanh> { kernel_constraint: MaxNorm(0.8), bias_constraint: MaxNorm(0.3) }, Dense<3, 2>],
        // Keras's default is 2; here it is always written.
        "MaxNorm, default": [Dense<4, 3, Tanh> { kernel_constraint: MaxNorm(2.0) }, Dense<3, 2>],
        "NonNeg": [Dense<4, 3, Tanh> { kernel_constraint: NonNeg, bias_constraint: NonNeg }, Dense<3, 2>],
        "kernel L2 and MaxNorm": [Dense<4, 3, Tanh> { l2: 0.03, kernel_constraint: MaxNorm(0.8) }, Dense<3, 2>],
        "frozen": [Dense<4, 3, Tanh>, Dense<3, 3, Tanh> { trainable: false }, Dense<3, 2>],
        "frozen, with a penalty and a constraint": [
            Dense<4, 3, Tanh>,
            Dense<3, 3, Tanh> { trainable: false, l2: 0.1, activity_l2: 0.1, kernel_constraint: NonNeg },
            Dense<3, 2>
        ],
        "frozen first": [Dense<4, 3, Tanh> { trainable: false }, Dense<3, 2>],
    }
}

pub(super) fn rules(file: &mut File) {
    networks! { file,
        "Orthogonal, rows": [Dense<4, 3, Tanh> { kernel_regularizer: OrthogonalRegularizer(0.1) }, Dense<3, 2>],
        "Orthogonal, columns":
            [Dense<4, 3, Tanh> { kernel_regularizer: OrthogonalColumnsRegularizer(0.1) }, Dense<3, 2>],
        "UnitNorm": [Dense<4, 3, Tanh> { kernel_constraint: UnitNorm, bias_constraint: UnitNorm }, Dense<3, 2>],
        "MinMaxNorm": [Dense<4, 3, Tanh> { kernel_constraint: MinMaxNorm(0.4, 0.8, 1.0) }, Dense<3, 2>],
        "Orthogonal and UnitNorm": [
            Dense<4, 3, Tanh> { kernel_regularizer: OrthogonalRegularizer(0.1), kernel_constraint: UnitNorm },
            Dense<3, 2>
        ],
    }
}
