use super::{File, compare, train};
use cornu::{Image, Sequence, prelude::*};

pub(super) fn max_pooling1d(file: &mut File) {
    compare! { file,
        "valid": [Sequence<7, 2>, MaxPool1D<2>],
        "valid, stride 2": [Sequence<7, 2>, MaxPool1D<3, 2>],
        "valid, stride 3": [Sequence<7, 2>, MaxPool1D<2, 3>],
        "same": [Sequence<7, 2>, MaxPool1D<2, 2, Same>],
        "same, stride 1": [Sequence<7, 2>, MaxPool1D<2, 1, Same>],
        "same, stride 2": [Sequence<7, 2>, MaxPool1D<3, 2, Same>],
        "same, pool 4, stride 3": [Sequence<8, 2>, MaxPool1D<4, 3, Same>],
    }
}

pub(super) fn average_pooling1d(file: &mut File) {
    train! { file,
        "valid": [Input<7, 2>, AveragePool1D<2>],
    }
    compare! { file,
        "valid, stride 2": [Sequence<7, 2>, AveragePool1D<3, 2>],
        "valid, stride 3": [Sequence<7, 2>, AveragePool1D<2, 3>],
        "same": [Sequence<7, 2>, AveragePool1D<2, 2, Same>],
        "same, stride 1": [Sequence<7, 2>, AveragePool1D<2, 1, Same>],
        "same, stride 2": [Sequence<7, 2>, AveragePool1D<3, 2, Same>],
        "same, pool 4, stride 3": [Sequence<8, 2>, AveragePool1D<4, 3, Same>],
    }
}

pub(super) fn max_pooling2d(file: &mut File) {
    train! { file,
        "valid": [Input<5, 4, 2>, MaxPool2D],
    }
    compare! { file,
        "valid, 3 x 2, strides 2 and 1": [Image<5, 4, 2>, RectangularMaxPool2D<3, 2, 2, 1>],
        "valid, stride 3": [Image<5, 4, 2>, MaxPool2D<2, 3>],
        "same": [Image<5, 3, 2>, MaxPool2D<2, 2, Same>],
        "same, 3 x 2, stride 2": [Image<6, 5, 2>, RectangularMaxPool2D<3, 2, 2, 2, Same>],
        "same, 3 x 2, stride 1": [Image<4, 3, 2>, RectangularMaxPool2D<3, 2, 1, 1, Same>],
        "same, 2 x 3, strides 3 and 2": [Image<5, 4, 2>, RectangularMaxPool2D<2, 3, 3, 2, Same>],
    }
}

pub(super) fn average_pooling2d(file: &mut File) {
    compare! { file,
        "valid": [Image<5, 4, 2>, AveragePool2D],
        "valid, 3 x 2, strides 2 and 1": [Image<5, 4, 2>, RectangularAveragePool2D<3, 2, 2, 1>],
        "valid, stride 3": [Image<5, 4, 2>, AveragePool2D<2, 3>],
        "same": [Image<5, 3, 2>, AveragePool2D<2, 2, Same>],
        "same, 3 x 2, stride 2": [Image<6, 5, 2>, RectangularAveragePool2D<3, 2, 2, 2, Same>],
        "same, 3 x 2, stride 1": [Image<4, 3, 2>, RectangularAveragePool2D<3, 2, 1, 1, Same>],
        "same, 2 x 3, strides 3 and 2": [Image<5, 4, 2>, RectangularAveragePool2D<2, 3, 3, 2, Same>],
    }
}

pub(super) fn global_pooling(file: &mut File) {
    train! { file,
        "Average 1D": [Input<5, 2>, GlobalAveragePool],
    }
    compare! { file,
        "Max 1D": [Sequence<5, 2>, GlobalMaxPool],
        "Max 2D": [Image<4, 3, 2>, GlobalMaxPool],
        "Average 2D": [Image<4, 3, 2>, GlobalAveragePool],
    }
}
