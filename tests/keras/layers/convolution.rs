use super::{File, compare, train};
use cornu::prelude::*;

pub(super) fn conv1d(file: &mut File) {
    train! { file,
        "causal, dilation 2": [Input<6, 2>, Conv1D<2, 2, 3> { padding: Causal, dilation_rate: 2 }],
    }
    compare! { file,
        "valid": [Input<6, 2>, Conv1D<2, 3, 3>],
        "same": [Input<6, 2>, Conv1D<2, 2, 3> { padding: Same }],
        "same, even kernel": [Input<6, 2>, Conv1D<2, 2, 2> { padding: Same }],
        "valid, stride 2": [Input<6, 2>, Conv1D<2, 2, 3> { strides: 2 }],
        "same, stride 2": [Input<6, 2>, Conv1D<2, 2, 3> { padding: Same, strides: 2 }],
        "valid, dilation 2": [Input<6, 2>, Conv1D<2, 2, 3> { dilation_rate: 2 }],
        "same, dilation 2": [Input<6, 2>, Conv1D<2, 2, 3> { padding: Same, dilation_rate: 2 }],
        "causal": [Input<6, 2>, Conv1D<2, 2, 3> { padding: Causal }],
        "causal, stride 2": [Input<6, 2>, Conv1D<2, 2, 3> { padding: Causal, strides: 2 }],
        "no bias": [Input<6, 2>, Conv1D<2, 2, 3> { use_bias: false }],
        "relu": [Input<6, 2>, Conv1D<2, 2, 3, Relu> { padding: Same }],
    }
}

pub(super) fn conv1d_groups(file: &mut File) {
    compare! { file,
        "groups 2": [Input<5, 4>, Conv1D<4, 4, 3> { groups: 2 }],
        "groups 2, no bias": [Input<5, 4>, Conv1D<4, 4, 3> { groups: 2, use_bias: false }],
        "groups 2, same, stride 2": [Input<5, 4>, Conv1D<4, 4, 3> { groups: 2, padding: Same, strides: 2 }],
        "groups 2, causal, dilation 2":
            [Input<5, 4>, Conv1D<4, 2, 3> { groups: 2, padding: Causal, dilation_rate: 2 }],
        "groups 2, two filters": [Input<5, 4>, Conv1D<4, 2, 2> { groups: 2 }],
        "groups 3": [Input<5, 6>, Conv1D<6, 3, 3> { groups: 3 }],
        "groups 3, no bias, same, dilation 2":
            [Input<5, 6>, Conv1D<6, 3, 3> { groups: 3, padding: Same, dilation_rate: 2, use_bias: false }],
        "groups 3, stride 2": [Input<5, 6>, Conv1D<6, 6, 2> { groups: 3, strides: 2 }],
        "groups 3, relu": [Input<4, 3>, Conv1D<3, 6, 2, Relu> { groups: 3 }],
    }
}

pub(super) fn conv2d(file: &mut File) {
    train! { file,
        "same, strides 2 and 3": [Input<4, 5, 2>, Conv2D<2, 2, (2, 3)> { padding: Same, strides: (2, 3) }],
        "relu": [Input<4, 3, 2>, Conv2D<2, 2, (3, 2), Relu> { padding: Same }],
    }
    compare! { file,
        "valid": [Input<5, 4, 2>, Conv2D<2, 3, (3, 2)>],
        "same": [Input<4, 3, 2>, Conv2D<2, 2, (3, 2)> { padding: Same }],
        "valid, stride 2": [Input<5, 4, 2>, Conv2D<2, 2, (3, 2)> { strides: 2 }],
        "same, stride 2": [Input<5, 4, 2>, Conv2D<2, 2, (2, 3)> { padding: Same, strides: 2 }],
        "valid, dilation 2": [Input<6, 4, 2>, Conv2D<2, 2, (3, 2)> { dilation_rate: 2 }],
        "same, dilation 2": [Input<4, 3, 2>, Conv2D<2, 2, (3, 2)> { padding: Same, dilation_rate: 2 }],
        "kernel 1 x 1": [Input<3, 3, 4>, Conv2D<4, 3, 1>],
        "no bias": [Input<4, 3, 2>, Conv2D<2, 2, (3, 2)> { use_bias: false }],
    }
}

pub(super) fn conv2d_groups(file: &mut File) {
    train! { file,
        "groups 2, same, strides 2 and 1":
            [Input<4, 3, 4>, Conv2D<4, 2, (3, 2)> { groups: 2, padding: Same, strides: (2, 1) }],
    }
    compare! { file,
        "groups 2": [Input<4, 3, 4>, Conv2D<4, 4, (3, 2)> { groups: 2 }],
        "groups 2, no bias": [Input<4, 3, 4>, Conv2D<4, 4, 2> { groups: 2, use_bias: false }],
        "groups 2, same, dilation 1 and 2":
            [Input<4, 3, 4>, Conv2D<4, 2, (3, 2)> { groups: 2, padding: Same, dilation_rate: (1, 2) }],
        "groups 2, stride 2": [Input<5, 3, 2>, Conv2D<2, 4, 2> { groups: 2, strides: 2 }],
        "groups 3": [Input<3, 3, 6>, Conv2D<6, 3, 2> { groups: 3 }],
        "groups 3, no bias, same":
            [Input<4, 3, 3>, Conv2D<3, 3, (3, 2)> { groups: 3, padding: Same, use_bias: false }],
        "groups 3, relu": [Input<4, 3, 3>, Conv2D<3, 6, (2, 1), Relu> { groups: 3 }],
        "groups as channels": [Input<4, 3, 3>, Conv2D<3, 3, 2> { groups: 3 }],
    }
}

pub(super) fn conv2d_rectangles(file: &mut File) {
    compare! { file,
        "valid, strides 2 and 1": [Input<5, 4, 2>, Conv2D<2, 2, (3, 2)> { strides: (2, 1) }],
        "same, strides 2 and 1": [Input<5, 4, 2>, Conv2D<2, 2, (3, 2)> { strides: (2, 1), padding: Same }],
        "same, strides 1 and 2": [Input<4, 5, 2>, Conv2D<2, 2, (3, 2)> { strides: (1, 2), padding: Same }],
        "valid, strides 1 and 3, kernel 1 x 2": [Input<3, 5, 2>, Conv2D<2, 2, (1, 2)> { strides: (1, 3) }],
        "valid, dilation 1 and 2": [Input<4, 5, 2>, Conv2D<2, 2, (3, 2)> { dilation_rate: (1, 2) }],
        "same, dilation 1 and 2":
            [Input<4, 3, 2>, Conv2D<2, 2, (3, 2)> { dilation_rate: (1, 2), padding: Same }],
        "same, dilation 2 and 1":
            [Input<5, 3, 2>, Conv2D<2, 2, (3, 2)> { dilation_rate: (2, 1), padding: Same }],
        "same, kernel 1 x 4": [Input<3, 5, 2>, Conv2D<2, 2, (1, 4)> { padding: Same }],
        "same, kernel 4 x 1": [Input<5, 3, 2>, Conv2D<2, 2, (4, 1)> { padding: Same }],
    }
}

pub(super) fn conv2d_transpose(file: &mut File) {
    train! { file,
        "square, same, stride 2": [Input<2, 3, 2>, Conv2DTranspose<2, 1, 3> { strides: 2, padding: Same }],
    }
    compare! { file,
        "valid": [Input<2, 3, 2>, Conv2DTranspose<2, 3, (3, 2)>],
        "same": [Input<2, 3, 2>, Conv2DTranspose<2, 3, (3, 2)> { padding: Same }],
        "valid, stride 2": [Input<2, 2, 2>, Conv2DTranspose<2, 2, (3, 2)> { strides: 2 }],
        "same, stride 2": [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 2)> { strides: 2, padding: Same }],
        "same, stride 2, kernel 4": [Input<2, 2, 2>, Conv2DTranspose<2, 1, 4> { strides: 2, padding: Same }],
        "same, stride 2, kernel 5 x 3":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (5, 3)> { strides: 2, padding: Same }],
        "valid, stride 3, kernel 2": [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 3 }],
        "same, stride 3, kernel 2": [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 3, padding: Same }],
        "same, stride 3, kernel 1": [Input<2, 2, 2>, Conv2DTranspose<2, 1, 1> { strides: 3, padding: Same }],
        "same, stride 3, kernel 4": [Input<2, 2, 2>, Conv2DTranspose<2, 1, 4> { strides: 3, padding: Same }],
        "valid, strides 1 and 3": [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 4)> { strides: (1, 3) }],
        "no bias": [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 2)> { strides: 2, use_bias: false }],
        "relu": [Input<2, 2, 2>, Conv2DTranspose<2, 3, (3, 2), Relu>],
        "square, valid": [Input<2, 3, 2>, Conv2DTranspose<2, 3, 2>],
        "square, same": [Input<2, 3, 2>, Conv2DTranspose<2, 3, 3> { padding: Same }],
        "square, valid, stride 2": [Input<2, 3, 2>, Conv2DTranspose<2, 1, 3> { strides: 2 }],
        "square, no bias": [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 2, use_bias: false }],
        "square, relu": [Input<2, 2, 2>, Conv2DTranspose<2, 3, 2, Relu>],
    }
}

pub(super) fn conv2d_transpose_output_padding(file: &mut File) {
    compare! { file,
        "valid, kernel 3, stride 2, output padding 0":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 3> { strides: 2, output_padding: 0 }],
        "valid, kernel 3, stride 2, output padding 1":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 3> { strides: 2, output_padding: 1 }],
        "valid, kernel 2, stride 2, output padding 1":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 2, output_padding: 1 }],
        "valid, kernel 2, stride 3, output padding 0":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 3, output_padding: 0 }],
        "valid, kernel 2, stride 3, output padding 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 3, output_padding: 2 }],
        "valid, kernel 3 x 4, strides 3 and 2, output padding 2 and 0":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 4)> { strides: (3, 2), output_padding: (2, 0) }],
        "valid, kernel 4 x 1, strides 2 and 3, output padding 1 and 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (4, 1)> { strides: (2, 3), output_padding: (1, 2) }],
        "valid, kernel 3 x 2, strides 1 and 2, output padding 0 and 1":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 2)> { strides: (1, 2), output_padding: (0, 1) }],
        "same, kernel 3, stride 2, output padding 0":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 3> { strides: 2, output_padding: 0, padding: Same }],
        "same, kernel 3, stride 2, output padding 1":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 3> { strides: 2, output_padding: 1, padding: Same }],
        "same, kernel 2, stride 2, output padding 1":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 2, output_padding: 1, padding: Same }],
        "same, kernel 2, stride 3, output padding 0":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 3, output_padding: 0, padding: Same }],
        "same, kernel 2, stride 3, output padding 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { strides: 3, output_padding: 2, padding: Same }],
        "same, kernel 3 x 4, strides 3 and 2, output padding 2 and 0":
            [
                Input<2, 2, 2>,
                Conv2DTranspose<2, 1, (3, 4)> { strides: (3, 2), output_padding: (2, 0), padding: Same }
            ],
        "same, kernel 4 x 1, strides 2 and 3, output padding 1 and 2":
            [
                Input<2, 2, 2>,
                Conv2DTranspose<2, 1, (4, 1)> { strides: (2, 3), output_padding: (1, 2), padding: Same }
            ],
        "same, kernel 3 x 2, strides 1 and 2, output padding 0 and 1":
            [
                Input<2, 2, 2>,
                Conv2DTranspose<2, 1, (3, 2)> { strides: (1, 2), output_padding: (0, 1), padding: Same }
            ],
        "no bias, two filters":
            [Input<3, 2, 2>, Conv2DTranspose<2, 2, 3> { strides: 2, output_padding: 1, use_bias: false }],
        "relu": [Input<3, 2, 2>, Conv2DTranspose<2, 2, 2, Relu> { strides: 2, output_padding: 1 }],
    }
}

pub(super) fn conv2d_transpose_dilation(file: &mut File) {
    compare! { file,
        "valid, dilation 2, kernel 2": [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { dilation_rate: 2 }],
        "valid, dilation 2, kernel 3 x 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 2)> { dilation_rate: 2 }],
        "valid, dilation 1 and 2": [Input<2, 2, 2>, Conv2DTranspose<2, 2, (3, 2)> { dilation_rate: (1, 2) }],
        "valid, dilation 3 and 1": [Input<2, 2, 2>, Conv2DTranspose<2, 1, (2, 3)> { dilation_rate: (3, 1) }],
        "valid, dilation 2, output padding 0":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 2)> { dilation_rate: 2, output_padding: 0 }],
        "same, dilation 2, kernel 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, 2> { dilation_rate: 2, padding: Same }],
        "same, dilation 2, kernel 3 x 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 2)> { dilation_rate: 2, padding: Same }],
        "same, dilation 1 and 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 2, (3, 2)> { dilation_rate: (1, 2), padding: Same }],
        "same, dilation 3 and 1":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (2, 3)> { dilation_rate: (3, 1), padding: Same }],
        "same, dilation 2, output padding 0":
            [
                Input<2, 2, 2>,
                Conv2DTranspose<2, 1, (3, 2)> { dilation_rate: 2, output_padding: 0, padding: Same }
            ],
    }
}

pub(super) fn conv2d_transpose_rectangles(file: &mut File) {
    compare! { file,
        "valid, kernel 3 x 2, strides 2 and 1":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 2)> { strides: (2, 1) }],
        "valid, kernel 2 x 3, strides 1 and 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (2, 3)> { strides: (1, 2) }],
        "valid, kernel 1 x 4, strides 2 and 3":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (1, 4)> { strides: (2, 3) }],
        "valid, kernel 5 x 2, strides 2 and 3":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (5, 2)> { strides: (2, 3) }],
        "same, kernel 3 x 2, strides 2 and 1":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (3, 2)> { strides: (2, 1), padding: Same }],
        "same, kernel 2 x 3, strides 1 and 2":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (2, 3)> { strides: (1, 2), padding: Same }],
        "same, kernel 1 x 4, strides 2 and 3":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (1, 4)> { strides: (2, 3), padding: Same }],
        "same, kernel 5 x 2, strides 2 and 3":
            [Input<2, 2, 2>, Conv2DTranspose<2, 1, (5, 2)> { strides: (2, 3), padding: Same }],
    }
}

pub(super) fn depthwise_conv2d(file: &mut File) {
    train! { file,
        "square, same, multiplier 2":
            [Input<3, 4, 2>, DepthwiseConv2D<2, 2> { padding: Same, depth_multiplier: 2 }],
    }
    compare! { file,
        "valid": [Input<5, 4, 2>, DepthwiseConv2D<2, (3, 2)>],
        "valid, multiplier 2": [Input<4, 3, 2>, DepthwiseConv2D<2, (3, 2)> { depth_multiplier: 2 }],
        "same, multiplier 2":
            [Input<4, 3, 2>, DepthwiseConv2D<2, (3, 2)> { padding: Same, depth_multiplier: 2 }],
        "same, stride 2": [Input<5, 4, 2>, DepthwiseConv2D<2, (2, 3)> { padding: Same, strides: 2 }],
        "valid, stride 2": [Input<5, 4, 2>, DepthwiseConv2D<2, (3, 2)> { strides: 2, depth_multiplier: 2 }],
        "same, dilation 2": [Input<4, 3, 2>, DepthwiseConv2D<2, (3, 2)> { padding: Same, dilation_rate: 2 }],
        "no bias": [Input<4, 3, 2>, DepthwiseConv2D<2, (3, 2)> { use_bias: false }],
        "relu": [Input<4, 3, 2>, DepthwiseConv2D<2, (3, 2), Relu> { depth_multiplier: 2 }],
        "square, valid": [Input<4, 3, 2>, DepthwiseConv2D<2, 2>],
        "square, valid, stride 2, multiplier 2":
            [Input<5, 4, 2>, DepthwiseConv2D<2, 2> { strides: 2, depth_multiplier: 2 }],
        "square, same, stride 2": [Input<5, 4, 2>, DepthwiseConv2D<2, 3> { padding: Same, strides: 2 }],
        "square, same, dilation 2":
            [Input<4, 3, 2>, DepthwiseConv2D<2, 2> { padding: Same, dilation_rate: 2 }],
        "square, no bias": [Input<4, 3, 2>, DepthwiseConv2D<2, 3> { use_bias: false }],
        "square, relu": [Input<4, 3, 2>, DepthwiseConv2D<2, 2, Relu> { depth_multiplier: 2 }],
    }
}

pub(super) fn depthwise_conv2d_rectangles(file: &mut File) {
    compare! { file,
        "valid, kernel 2 x 3": [Input<4, 3, 2>, DepthwiseConv2D<2, (2, 3)>],
        "same, kernel 1 x 4, multiplier 2":
            [Input<4, 3, 2>, DepthwiseConv2D<2, (1, 4)> { padding: Same, depth_multiplier: 2 }],
        "same, kernel 4 x 1": [Input<4, 3, 2>, DepthwiseConv2D<2, (4, 1)> { padding: Same }],
        "valid, kernel 3 x 2, stride 2": [Input<5, 4, 2>, DepthwiseConv2D<2, (3, 2)> { strides: 2 }],
        "same, kernel 3 x 2, stride 2, multiplier 2":
            [Input<5, 4, 2>, DepthwiseConv2D<2, (3, 2)> { strides: 2, padding: Same, depth_multiplier: 2 }],
        "same, kernel 2 x 3, stride 3":
            [Input<5, 4, 2>, DepthwiseConv2D<2, (2, 3)> { strides: 3, padding: Same }],
        "valid, strides 2 and 1": [Input<5, 4, 2>, DepthwiseConv2D<2, (3, 2)> { strides: (2, 1) }],
        "same, strides 1 and 2, multiplier 2":
            [
                Input<4, 3, 2>,
                DepthwiseConv2D<2, (2, 3)> { strides: (1, 2), padding: Same, depth_multiplier: 2 }
            ],
        "valid, dilation 2, multiplier 2":
            [Input<5, 3, 2>, DepthwiseConv2D<2, (3, 2)> { dilation_rate: 2, depth_multiplier: 2 }],
        "valid, dilation 1 and 2": [Input<4, 3, 2>, DepthwiseConv2D<2, (3, 2)> { dilation_rate: (1, 2) }],
        "same, dilation 1 and 2, multiplier 2":
            [
                Input<4, 3, 2>,
                DepthwiseConv2D<2, (3, 2)> { dilation_rate: (1, 2), padding: Same, depth_multiplier: 2 }
            ],
        "same, dilation 2 and 1":
            [Input<4, 3, 2>, DepthwiseConv2D<2, (2, 3)> { dilation_rate: (2, 1), padding: Same }],
        "no bias, multiplier 2":
            [Input<4, 3, 2>, DepthwiseConv2D<2, (3, 2)> { use_bias: false, depth_multiplier: 2 }],
        "one channel": [Input<4, 3, 1>, DepthwiseConv2D<1, (3, 2)> { depth_multiplier: 3 }],
    }
}

pub(super) fn separable_conv2d(file: &mut File) {
    train! { file,
        "square, same, multiplier 2":
            [Input<3, 4, 2>, SeparableConv2D<2, 3, 2> { padding: Same, depth_multiplier: 2 }],
    }
    compare! { file,
        "valid": [Input<5, 4, 2>, SeparableConv2D<2, 3, (3, 2)>],
        "same, multiplier 2":
            [Input<4, 3, 2>, SeparableConv2D<2, 3, (3, 2)> { padding: Same, depth_multiplier: 2 }],
        "same, stride 2": [Input<5, 4, 2>, SeparableConv2D<2, 2, (2, 3)> { padding: Same, strides: 2 }],
        "valid, dilation 2": [Input<6, 4, 2>, SeparableConv2D<2, 2, (3, 2)> { dilation_rate: 2 }],
        "no bias": [Input<4, 3, 2>, SeparableConv2D<2, 2, (3, 2)> { use_bias: false }],
        "relu": [Input<4, 3, 2>, SeparableConv2D<2, 2, (3, 2), Relu>],
        "square, valid": [Input<4, 3, 2>, SeparableConv2D<2, 3, 2>],
        "square, same, stride 2": [Input<5, 4, 2>, SeparableConv2D<2, 2, 3> { padding: Same, strides: 2 }],
        "square, valid, dilation 2": [Input<4, 5, 2>, SeparableConv2D<2, 2, 2> { dilation_rate: 2 }],
        "square, no bias": [Input<4, 3, 2>, SeparableConv2D<2, 2, 3> { use_bias: false }],
        "square, relu": [Input<4, 3, 2>, SeparableConv2D<2, 2, 2, Relu>],
    }
}

pub(super) fn separable_conv2d_rectangles(file: &mut File) {
    compare! { file,
        "valid, kernel 2 x 3": [Input<4, 3, 2>, SeparableConv2D<2, 3, (2, 3)>],
        "same, kernel 1 x 4, multiplier 2":
            [Input<4, 3, 2>, SeparableConv2D<2, 2, (1, 4)> { padding: Same, depth_multiplier: 2 }],
        "same, kernel 4 x 1, no bias":
            [Input<4, 3, 2>, SeparableConv2D<2, 2, (4, 1)> { padding: Same, use_bias: false }],
        "valid, kernel 3 x 2, stride 2, multiplier 2":
            [Input<5, 4, 2>, SeparableConv2D<2, 2, (3, 2)> { strides: 2, depth_multiplier: 2 }],
        "same, kernel 3 x 2, stride 2, no bias":
            [Input<5, 4, 2>, SeparableConv2D<2, 2, (3, 2)> { strides: 2, padding: Same, use_bias: false }],
        "same, kernel 2 x 3, stride 3":
            [Input<5, 4, 2>, SeparableConv2D<2, 2, (2, 3)> { strides: 3, padding: Same }],
        "same, strides 2 and 1":
            [Input<5, 4, 2>, SeparableConv2D<2, 2, (3, 2)> { strides: (2, 1), padding: Same }],
        "valid, dilation 1 and 2": [Input<4, 3, 2>, SeparableConv2D<2, 2, (3, 2)> { dilation_rate: (1, 2) }],
        "same, dilation 1 and 2, multiplier 2":
            [
                Input<4, 3, 2>,
                SeparableConv2D<2, 2, (3, 2)> { dilation_rate: (1, 2), padding: Same, depth_multiplier: 2 }
            ],
        "same, dilation 2 and 1, no bias":
            [
                Input<4, 3, 2>,
                SeparableConv2D<2, 2, (2, 3)> { dilation_rate: (2, 1), padding: Same, use_bias: false }
            ],
        "same, dilation 2":
            [Input<4, 3, 2>, SeparableConv2D<2, 2, (3, 2)> { dilation_rate: 2, padding: Same }],
    }
}
