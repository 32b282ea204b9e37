use super::{File, compare, train};
use cornu::prelude::*;

pub(super) fn max_pooling1d(file: &mut File) {
    compare! { file,
        "valid": [Input<7, 2>, MaxPool1D<2>],
        "valid, stride 2": [Input<7, 2>, MaxPool1D<3> { strides: 2 }],
        "valid, stride 3": [Input<7, 2>, MaxPool1D<2> { strides: 3 }],
        "same": [Input<7, 2>, MaxPool1D<2> { padding: Same }],
        "same, stride 1": [Input<7, 2>, MaxPool1D<2> { strides: 1, padding: Same }],
        "same, stride 2": [Input<7, 2>, MaxPool1D<3> { strides: 2, padding: Same }],
        "same, pool 4, stride 3": [Input<8, 2>, MaxPool1D<4> { strides: 3, padding: Same }],
    }
}

pub(super) fn average_pooling1d(file: &mut File) {
    train! { file,
        "valid": [Input<7, 2>, AveragePool1D<2>],
    }
    compare! { file,
        "valid, stride 2": [Input<7, 2>, AveragePool1D<3> { strides: 2 }],
        "valid, stride 3": [Input<7, 2>, AveragePool1D<2> { strides: 3 }],
        "same": [Input<7, 2>, AveragePool1D<2> { padding: Same }],
        "same, stride 1": [Input<7, 2>, AveragePool1D<2> { strides: 1, padding: Same }],
        "same, stride 2": [Input<7, 2>, AveragePool1D<3> { strides: 2, padding: Same }],
        "same, pool 4, stride 3": [Input<8, 2>, AveragePool1D<4> { strides: 3, padding: Same }],
    }
}

pub(super) fn max_pooling2d(file: &mut File) {
    train! { file,
        "valid": [Input<5, 4, 2>, MaxPool2D],
    }
    compare! { file,
        "valid, 3 x 2, strides 2 and 1": [Input<5, 4, 2>, MaxPool2D<(3, 2)> { strides: (2, 1) }],
        "valid, stride 3": [Input<5, 4, 2>, MaxPool2D { strides: 3 }],
        "same": [Input<5, 3, 2>, MaxPool2D { padding: Same }],
        "same, 3 x 2, stride 2": [Input<6, 5, 2>, MaxPool2D<(3, 2)> { strides: 2, padding: Same }],
        "same, 3 x 2, stride 1": [Input<4, 3, 2>, MaxPool2D<(3, 2)> { strides: 1, padding: Same }],
        "same, 2 x 3, strides 3 and 2":
            [Input<5, 4, 2>, MaxPool2D<(2, 3)> { strides: (3, 2), padding: Same }],
    }
}

pub(super) fn average_pooling2d(file: &mut File) {
    compare! { file,
        "valid": [Input<5, 4, 2>, AveragePool2D],
        "valid, 3 x 2, strides 2 and 1": [Input<5, 4, 2>, AveragePool2D<(3, 2)> { strides: (2, 1) }],
        "valid, stride 3": [Input<5, 4, 2>, AveragePool2D { strides: 3 }],
        "same": [Input<5, 3, 2>, AveragePool2D { padding: Same }],
        "same, 3 x 2, stride 2": [Input<6, 5, 2>, AveragePool2D<(3, 2)> { strides: 2, padding: Same }],
        "same, 3 x 2, stride 1": [Input<4, 3, 2>, AveragePool2D<(3, 2)> { strides: 1, padding: Same }],
        "same, 2 x 3, strides 3 and 2":
            [Input<5, 4, 2>, AveragePool2D<(2, 3)> { strides: (3, 2), padding: Same }],
    }
}

pub(super) fn global_pooling(file: &mut File) {
    train! { file,
        "Average 1D": [Input<5, 2>, GlobalAveragePool],
    }
    compare! { file,
        "Max 1D": [Input<5, 2>, GlobalMaxPool],
        "Max 2D": [Input<4, 3, 2>, GlobalMaxPool],
        "Average 2D": [Input<4, 3, 2>, GlobalAveragePool],
    }
}
