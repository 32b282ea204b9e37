use super::{File, compare, train};
use cornu::{NoBias, Sequence, prelude::*};

pub(super) fn simple_rnn(file: &mut File) {
    train! { file,
        "last state": [Input<4, 2>, SimpleRNN<2, 3>],
        "backwards, sequences":
            [Input<4, 2>, SimpleRNN<2, 3> { go_backwards: true, return_sequences: true }],
    }
    compare! { file,
        "sequences": [Sequence<4, 2>, SimpleRNN<2, 3, Tanh, true>],
        "no bias": [Sequence<4, 2>, SimpleRNN<2, 3, Tanh, false, NoBias>],
        "backwards": [Sequence<4, 2>, SimpleRNN<2, 3>] { go_backwards: true },
        "linear": [Sequence<4, 2>, SimpleRNN<2, 3, Linear>],
    }
}

pub(super) fn lstm(file: &mut File) {
    train! { file,
        "last state": [Input<4, 2>, LSTM<2, 3>],
        "backwards, sequences": [Input<4, 2>, LSTM<2, 3> { go_backwards: true, return_sequences: true }],
    }
    compare! { file,
        "sequences": [Sequence<4, 2>, LSTM<2, 3, Tanh, Sigmoid, true>],
        "no bias": [Sequence<4, 2>, LSTM<2, 3, Tanh, Sigmoid, false, NoBias>],
        "backwards": [Sequence<4, 2>, LSTM<2, 3>] { go_backwards: true },
    }
}

pub(super) fn gru(file: &mut File) {
    train! { file,
        "reset after, sequences": [Input<4, 2>, GRU<2, 3> { return_sequences: true }],
        "reset before, last state": [Input<4, 2>, GRU<2, 3> { reset_after: false }],
    }
    compare! { file,
        "reset after, last state": [Sequence<4, 2>, GRU<2, 3>],
        "reset after, no bias": [Sequence<4, 2>, GRU<2, 3, Tanh, Sigmoid, false, AfterProduct, NoBias>],
        "reset after, backwards": [Sequence<4, 2>, GRU<2, 3>] { go_backwards: true },
        "reset after, backwards, sequences":
            [Sequence<4, 2>, GRU<2, 3, Tanh, Sigmoid, true>] { go_backwards: true },
        "reset before, sequences": [Sequence<4, 2>, GRU<2, 3, Tanh, Sigmoid, true, BeforeProduct>],
        "reset before, no bias": [Sequence<4, 2>, GRU<2, 3, Tanh, Sigmoid, false, BeforeProduct, NoBias>],
        "reset before, backwards":
            [Sequence<4, 2>, GRU<2, 3, Tanh, Sigmoid, false, BeforeProduct>] { go_backwards: true },
        "reset before, backwards, sequences":
            [Sequence<4, 2>, GRU<2, 3, Tanh, Sigmoid, true, BeforeProduct>] { go_backwards: true },
    }
}

pub(super) fn bidirectional(file: &mut File) {
    train! { file,
        "SimpleRNN, mul, sequences": [Input<4, 2>, Bidirectional<SimpleRNN<2, 2, Tanh, true>, Mul>],
        "LSTM, concat": [Input<4, 2>, Bidirectional<LSTM<2, 2>>],
        "GRU, concat, sequences": [Input<4, 2>, Bidirectional<GRU<2, 2>> { return_sequences: true }],
    }
    compare! { file,
        "SimpleRNN, concat": [Sequence<4, 2>, Bidirectional<SimpleRNN<2, 2>>],
        "SimpleRNN, concat, sequences": [Sequence<4, 2>, Bidirectional<SimpleRNN<2, 2, Tanh, true>>],
        "SimpleRNN, sum, sequences": [Sequence<4, 2>, Bidirectional<SimpleRNN<2, 2, Tanh, true>, Sum>],
        "SimpleRNN, ave, sequences": [Sequence<4, 2>, Bidirectional<SimpleRNN<2, 2, Tanh, true>, Ave>],
        "LSTM, concat, sequences": [Sequence<4, 2>, Bidirectional<LSTM<2, 2, Tanh, Sigmoid, true>>],
        "GRU, concat": [Sequence<4, 2>, Bidirectional<GRU<2, 2>>],
        "GRU, ave": [Sequence<4, 2>, Bidirectional<GRU<2, 2>, Ave>],
        "GRU, reset before, no bias, concat":
            [Sequence<4, 2>, Bidirectional<GRU<2, 2, Tanh, Sigmoid, false, BeforeProduct, NoBias>>],
    }
}
