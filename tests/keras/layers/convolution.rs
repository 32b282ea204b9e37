use super::{File, compare, train};
use cornu::{Image, NoBias, Sequence, prelude::*};

pub(super) fn conv1d(file: &mut File) {
    train! { file,
        "causal, dilation 2": [Input<6, 2>, Conv1D<2, 2, 3, Linear, Causal, 1, 2>],
    }
    compare! { file,
        "valid": [Sequence<6, 2>, Conv1D<2, 3, 3>],
        "relu": [Sequence<6, 2>, Conv1D<2, 2, 3, Relu, Same>],
        "same": [Sequence<6, 2>, Conv1D<2, 2, 3, Linear, Same>],
        "same, even kernel": [Sequence<6, 2>, Conv1D<2, 2, 2, Linear, Same>],
        "valid, stride 2": [Sequence<6, 2>, Conv1D<2, 2, 3, Linear, Valid, 2>],
        "same, stride 2": [Sequence<6, 2>, Conv1D<2, 2, 3, Linear, Same, 2>],
        "valid, dilation 2": [Sequence<6, 2>, Conv1D<2, 2, 3, Linear, Valid, 1, 2>],
        "same, dilation 2": [Sequence<6, 2>, Conv1D<2, 2, 3, Linear, Same, 1, 2>],
        "causal": [Sequence<6, 2>, Conv1D<2, 2, 3, Linear, Causal>],
        "causal, stride 2": [Sequence<6, 2>, Conv1D<2, 2, 3, Linear, Causal, 2>],
        "no bias": [Sequence<6, 2>, Conv1D<2, 2, 3, Linear, Valid, 1, 1, NoBias>],
    }
}

pub(super) fn conv2d(file: &mut File) {
    train! { file,
        "same, strides 2 and 3": [Input<4, 5, 2>, RectangularConv2D<2, 2, 2, 3, Linear, Same, 2, 3>],
        "relu": [Input<4, 3, 2>, RectangularConv2D<2, 2, 3, 2, Relu, Same>],
    }
    compare! { file,
        "valid": [Image<5, 4, 2>, RectangularConv2D<2, 3, 3, 2>],
        "same": [Image<4, 3, 2>, RectangularConv2D<2, 2, 3, 2, Linear, Same>],
        "valid, stride 2": [Image<5, 4, 2>, RectangularConv2D<2, 2, 3, 2, Linear, Valid, 2, 2>],
        "same, stride 2": [Image<5, 4, 2>, RectangularConv2D<2, 2, 2, 3, Linear, Same, 2, 2>],
        "valid, dilation 2": [Image<6, 4, 2>, RectangularConv2D<2, 2, 3, 2, Linear, Valid, 1, 1, 2, 2>],
        "same, dilation 2": [Image<4, 3, 2>, RectangularConv2D<2, 2, 3, 2, Linear, Same, 1, 1, 2, 2>],
        "kernel 1 x 1": [Image<3, 3, 4>, Conv2D<4, 3, 1>],
        "no bias": [Image<4, 3, 2>, RectangularConv2D<2, 2, 3, 2, Linear, Valid, 1, 1, 1, 1, NoBias>],
    }
}

pub(super) fn conv2d_transpose(file: &mut File) {
    train! { file,
        "square, same, stride 2": [Input<2, 3, 2>, Conv2DTranspose<2, 1, 3, Linear, Same, 2>],
    }
    compare! { file,
        "square, relu": [Image<2, 2, 2>, Conv2DTranspose<2, 3, 2, Relu>],
        "square, valid, stride 2": [Image<2, 3, 2>, Conv2DTranspose<2, 1, 3, Linear, Valid, 2>],
        "same, stride 2, kernel 4": [Image<2, 2, 2>, Conv2DTranspose<2, 1, 4, Linear, Same, 2>],
        "valid, stride 3, kernel 2": [Image<2, 2, 2>, Conv2DTranspose<2, 1, 2, Linear, Valid, 3>],
        "same, stride 3, kernel 2": [Image<2, 2, 2>, Conv2DTranspose<2, 1, 2, Linear, Same, 3>],
        "same, stride 3, kernel 1": [Image<2, 2, 2>, Conv2DTranspose<2, 1, 1, Linear, Same, 3>],
        "same, stride 3, kernel 4": [Image<2, 2, 2>, Conv2DTranspose<2, 1, 4, Linear, Same, 3>],
        "square, valid": [Image<2, 3, 2>, Conv2DTranspose<2, 3, 2>],
        "square, same": [Image<2, 3, 2>, Conv2DTranspose<2, 3, 3, Linear, Same>],
        "square, no bias": [Image<2, 2, 2>, Conv2DTranspose<2, 1, 2, Linear, Valid, 2, NoBias>],
    }
}

pub(super) fn depthwise_conv2d(file: &mut File) {
    train! { file,
        "square, same, multiplier 2": [Input<3, 4, 2>, DepthwiseConv2D<2, 2, Linear, Same, 1, 2>],
    }
    compare! { file,
        "square, same, stride 2": [Image<5, 4, 2>, DepthwiseConv2D<2, 3, Linear, Same, 2>],
        "square, relu": [Image<4, 3, 2>, DepthwiseConv2D<2, 2, Relu, Valid, 1, 2>],
        "square, valid": [Image<4, 3, 2>, DepthwiseConv2D<2, 2>],
        "square, valid, stride 2, multiplier 2": [Image<5, 4, 2>, DepthwiseConv2D<2, 2, Linear, Valid, 2, 2>],
        "square, same, dilation 2": [Image<4, 3, 2>, DepthwiseConv2D<2, 2, Linear, Same, 1, 1, 2>],
        "square, no bias": [Image<4, 3, 2>, DepthwiseConv2D<2, 3, Linear, Valid, 1, 1, 1, NoBias>],
    }
}

pub(super) fn separable_conv2d(file: &mut File) {
    train! { file,
        "square, same, multiplier 2": [Input<3, 4, 2>, SeparableConv2D<2, 3, 2, Linear, Same, 1, 2>],
    }
    compare! { file,
        "square, same, stride 2": [Image<5, 4, 2>, SeparableConv2D<2, 2, 3, Linear, Same, 2>],
        "square, relu": [Image<4, 3, 2>, SeparableConv2D<2, 2, 2, Relu>],
        "square, valid": [Image<4, 3, 2>, SeparableConv2D<2, 3, 2>],
        "square, valid, dilation 2": [Image<4, 5, 2>, SeparableConv2D<2, 2, 2, Linear, Valid, 1, 1, 2>],
        "square, no bias": [Image<4, 3, 2>, SeparableConv2D<2, 2, 3, Linear, Valid, 1, 1, 1, NoBias>],
    }
}
