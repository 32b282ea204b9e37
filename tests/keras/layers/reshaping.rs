use super::{File, compare, train};
use cornu::{Flat, Image, Sequence, prelude::*};

pub(super) fn reshaping(file: &mut File) {
    train! { file,
        "a sequence": [Input<4, 2>, Flatten],
        "one number": [Input<2, 3, 1>, ZeroPadding2D],
        "three times": [Input<3, 2>, UpSampling1D<3>],
        "permuted": [Input<2, 3, 2>, Permute<3, 1, 2>],
    }
    compare! { file,
        "a flat one into an image": [Flat<12>, Reshape<2, 3, 2>],
        "two numbers cropped": [Image<5, 4, 1>, Cropping2D<2, 2, 1>],
        "nearest": [Image<2, 2, 2>, UpSampling2D<2, 3>],
        "before and after": [Sequence<3, 2>, ZeroPadding1D<1, 2>],
        "cropped unevenly": [Sequence<6, 2>, Cropping1D<1, 2>],
        "repeated": [Flat<4>, RepeatVector<3>],
        "an image": [Image<2, 3, 2>, Flatten],
        "flat": [Flat<4>, Flatten],
        "an image into a sequence": [Image<2, 3, 2>, Reshape<4, 3>],
        // Keras's -1 is written out here.
        "minus one": [Sequence<4, 3>, Reshape<6, 2>],
        "two numbers": [Image<1, 2, 2>, ZeroPadding2D<1, 1, 2>],
        "four numbers": [Image<2, 2, 2>, ZeroPadding2D<1, 2, 0, 3>],
        "four numbers cropped": [Image<5, 4, 2>, Cropping2D<1, 0, 0, 2>],
        "bilinear": [Image<2, 2, 2>, UpSampling2D<2, 2, Bilinear>],
        "bilinear 3 x 2": [Image<2, 3, 1>, UpSampling2D<3, 2, Bilinear>],
        "both": [Sequence<3, 2>, ZeroPadding1D<2>],
        "cropped": [Sequence<6, 2>, Cropping1D<1>],
    }
}

pub(super) fn time_distributed(file: &mut File) {
    train! { file,
        "Dense, relu": [Input<4, 3>, TimeDistributed<Dense<3, 2, Relu>>],
        // An image is read as steps of sequences.
        "Conv1D": [Input<2, 5, 2>, TimeDistributed<Conv1D<2, 3, 3>>],
    }
    compare! { file,
        "Dense": [Sequence<4, 3>, TimeDistributed<Dense<3, 2>>],
        "Flatten": [Image<2, 3, 2>, TimeDistributed<Flatten>],
    }
}
