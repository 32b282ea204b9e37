use super::{File, compare, train};
use cornu::{MergeMode, prelude::*};

pub(super) fn simple_rnn(file: &mut File) {
    train! { file,
        "last state": [Input<4, 2>, SimpleRNN<2, 3>],
        "backwards, sequences":
            [Input<4, 2>, SimpleRNN<2, 3> { go_backwards: true, return_sequences: true }],
    }
    compare! { file,
        "sequences": [Input<4, 2>, SimpleRNN<2, 3> { return_sequences: true }],
        "no bias": [Input<4, 2>, SimpleRNN<2, 3> { use_bias: false }],
        "backwards": [Input<4, 2>, SimpleRNN<2, 3> { go_backwards: true }],
        "linear": [Input<4, 2>, SimpleRNN<2, 3, Linear>],
    }
}

pub(super) fn lstm(file: &mut File) {
    train! { file,
        "last state": [Input<4, 2>, LSTM<2, 3>],
        "backwards, sequences": [Input<4, 2>, LSTM<2, 3> { go_backwards: true, return_sequences: true }],
    }
    compare! { file,
        "sequences": [Input<4, 2>, LSTM<2, 3> { return_sequences: true }],
        "no bias": [Input<4, 2>, LSTM<2, 3> { use_bias: false }],
        "backwards": [Input<4, 2>, LSTM<2, 3> { go_backwards: true }],
    }
}

pub(super) fn gru(file: &mut File) {
    train! { file,
        "reset after, sequences": [Input<4, 2>, GRU<2, 3> { return_sequences: true }],
        "reset before, last state": [Input<4, 2>, GRU<2, 3> { reset_after: false }],
    }
    compare! { file,
        "reset after, last state": [Input<4, 2>, GRU<2, 3>],
        "reset after, no bias": [Input<4, 2>, GRU<2, 3> { use_bias: false }],
        "reset after, backwards": [Input<4, 2>, GRU<2, 3> { go_backwards: true }],
        "reset after, backwards, sequences":
            [Input<4, 2>, GRU<2, 3> { return_sequences: true, go_backwards: true }],
        "reset before, sequences": [Input<4, 2>, GRU<2, 3> { return_sequences: true, reset_after: false }],
        "reset before, no bias": [Input<4, 2>, GRU<2, 3> { reset_after: false, use_bias: false }],
        "reset before, backwards":
            [Input<4, 2>, GRU<2, 3> { go_backwards: true, reset_after: false }],
        "reset before, backwards, sequences":
            [Input<4, 2>, GRU<2, 3> { return_sequences: true, go_backwards: true, reset_after: false }],
    }
}

pub(super) fn bidirectional(file: &mut File) {
    train! { file,
        "SimpleRNN, mul, sequences":
            [Input<4, 2>, Bidirectional<SimpleRNN<2, 2>> { return_sequences: true, merge_mode: MergeMode::Mul }],
        "LSTM, concat": [Input<4, 2>, Bidirectional<LSTM<2, 2>>],
        "GRU, concat, sequences": [Input<4, 2>, Bidirectional<GRU<2, 2>> { return_sequences: true }],
    }
    compare! { file,
        "SimpleRNN, concat": [Input<4, 2>, Bidirectional<SimpleRNN<2, 2>>],
        "SimpleRNN, concat, sequences":
            [Input<4, 2>, Bidirectional<SimpleRNN<2, 2>> { return_sequences: true }],
        "SimpleRNN, sum, sequences":
            [Input<4, 2>, Bidirectional<SimpleRNN<2, 2>> { return_sequences: true, merge_mode: MergeMode::Sum }],
        "SimpleRNN, ave, sequences":
            [Input<4, 2>, Bidirectional<SimpleRNN<2, 2>> { return_sequences: true, merge_mode: MergeMode::Ave }],
        "LSTM, concat, sequences": [Input<4, 2>, Bidirectional<LSTM<2, 2>> { return_sequences: true }],
        "GRU, concat": [Input<4, 2>, Bidirectional<GRU<2, 2>>],
        "GRU, ave": [Input<4, 2>, Bidirectional<GRU<2, 2>> { merge_mode: MergeMode::Ave }],
        "GRU, reset before, no bias, concat":
            [Input<4, 2>, Bidirectional<GRU<2, 2>> { reset_after: false, use_bias: false }],
    }
}
