use super::{File, compare, train};
use cornu::{NoBias, Sequence, prelude::*};

pub(super) fn multi_head_attention(file: &mut File) {
    train! { file,
        "one head, causal": [Input<4, 3>, MultiHeadAttention<3, 1, 2, CausalMask>],
        "two heads": [Input<4, 3>, MultiHeadAttention<3, 2, 2>],
    }
    compare! { file,
        "one head": [Sequence<4, 3>, MultiHeadAttention<3, 1, 2>],
        "two heads, causal": [Sequence<4, 3>, MultiHeadAttention<3, 2, 2, CausalMask>],
        "no bias": [Sequence<4, 3>, MultiHeadAttention<3, 2, 2, Unmasked, NoBias>],
    }
}
