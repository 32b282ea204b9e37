use super::{File, compare, train};
use cornu::prelude::*;

pub(super) fn reshaping(file: &mut File) {
    train! { file,
        "a sequence": [Input<4, 2>, Flatten],
        "a flat one into an image": [Input<12>, Reshape<2, 3, 2>],
        "one number": [Input<2, 3, 1>, ZeroPadding2D],
        "two numbers cropped": [Input<5, 4, 1>, Cropping2D<2, 2, 1>],
        "nearest": [Input<2, 2, 2>, UpSampling2D<2, 3>],
        "before and after": [Input<3, 2>, ZeroPadding1D<1, 2>],
        "cropped unevenly": [Input<6, 2>, Cropping1D<1, 2>],
        "three times": [Input<3, 2>, UpSampling1D<3>],
        "repeated": [Input<4>, RepeatVector<3>],
        "permuted": [Input<2, 3, 2>, Permute<3, 1, 2>],
    }
    compare! { file,
        "an image": [Input<2, 3, 2>, Flatten],
        "flat": [Input<4>, Flatten],
        "an image into a sequence": [Input<2, 3, 2>, Reshape<4, 3>],
        // Keras's -1 is written out here.
        "minus one": [Input<4, 3>, Reshape<6, 2>],
        "two numbers": [Input<1, 2, 2>, ZeroPadding2D<1, 1, 2>],
        "four numbers": [Input<2, 2, 2>, ZeroPadding2D<1, 2, 0, 3>],
        "four numbers cropped": [Input<5, 4, 2>, Cropping2D<1, 0, 0, 2>],
        "bilinear": [Input<2, 2, 2>, UpSampling2D<2, 2, Bilinear>],
        "bilinear 3 x 2": [Input<2, 3, 1>, UpSampling2D<3, 2, Bilinear>],
        "both": [Input<3, 2>, ZeroPadding1D<2>],
        "cropped": [Input<6, 2>, Cropping1D<1>],
    }
}

pub(super) fn time_distributed(file: &mut File) {
    train! { file,
        "Dense, relu": [Input<4, 3>, TimeDistributed<Dense<3, 2, Relu>>],
        // An image is read as steps of sequences.
        "Conv1D": [Input<2, 5, 2>, TimeDistributed<Conv1D<2, 3, 3>>],
    }
    compare! { file,
        "Dense": [Input<4, 3>, TimeDistributed<Dense<3, 2>>],
        "Flatten": [Input<2, 3, 2>, TimeDistributed<Flatten>],
    }
}
