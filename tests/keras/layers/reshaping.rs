use super::{File, compare, train};
use cornu::prelude::*;

pub(super) fn reshaping(file: &mut File) {
    train! { file,
        "a sequence": [Input<4, 2>, Flatten],
        "one number": [Input<2, 3, 1>, ZeroPadding2D],
        "three times": [Input<3, 2>, UpSampling1D<3>],
        "permuted": [Input<2, 3, 2>, Permute<3, 1, 2>],
    }
    compare! { file,
        "a flat one into an image": [Input<12>, Reshape<2, 3, 2>],
        "two numbers cropped": [Input<5, 4, 1>, Cropping2D<(2, 1)>],
        "nearest": [Input<2, 2, 2>, UpSampling2D<(2, 3)>],
        "before and after": [Input<3, 2>, ZeroPadding1D<1, 2>],
        "cropped unevenly": [Input<6, 2>, Cropping1D<1, 2>],
        "repeated": [Input<4>, RepeatVector<3>],
        "an image": [Input<2, 3, 2>, Flatten],
        "flat": [Input<4>, Flatten],
        "an image into a sequence": [Input<2, 3, 2>, Reshape<4, 3>],
        "minus one": [Input<4, 3>, Reshape<-1, 2>],
        "two numbers": [Input<1, 2, 2>, ZeroPadding2D<(1, 2)>],
        "four numbers": [Input<2, 2, 2>, ZeroPadding2D<1, 2, 0, 3>],
        "four numbers cropped": [Input<5, 4, 2>, Cropping2D<1, 0, 0, 2>],
        "bilinear": [Input<2, 2, 2>, UpSampling2D { interpolation: Bilinear }],
        "bilinear 3 x 2": [Input<2, 3, 1>, UpSampling2D<(3, 2)> { interpolation: Bilinear }],
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

/// Those of `tests/golden/arguments`.
pub(super) mod arguments {
    use super::*;

    pub(in super::super) fn reshaping(file: &mut File) {
        compare! { file,
            "flat, -1 behind": [Input<12>, Reshape<3, -1>],
            "flat, -1 between": [Input<12>, Reshape<2, -1, 3>],
            "flat, -1 before": [Input<12>, Reshape<-1, 2, 3>],
            "an image, -1 alone": [Input<2, 3, 2>, Reshape<-1>],
            "an image, -1 and channels": [Input<2, 3, 2>, Reshape<-1, 4>],
            "-1 that is 1": [Input<6>, Reshape<6, -1>],
            "rank 1": [Input<4>, Permute<1>],
            "rank 2": [Input<4, 3>, Permute<2, 1>],
            "rank 2, itself": [Input<2, 3>, Permute<1, 2>],
            "rank 3, 1 3 2": [Input<2, 3, 4>, Permute<1, 3, 2>],
            "rank 3, 2 1 3": [Input<2, 3, 4>, Permute<2, 1, 3>],
            "rank 3, 2 3 1": [Input<2, 3, 4>, Permute<2, 3, 1>],
            "rank 3, 3 1 2": [Input<2, 3, 4>, Permute<3, 1, 2>],
            "rank 3, 3 2 1": [Input<2, 3, 4>, Permute<3, 2, 1>],
        }
    }
}
