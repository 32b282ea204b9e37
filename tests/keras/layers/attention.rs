use super::{File, compare, train};
use cornu::prelude::*;

pub(super) fn multi_head_attention(file: &mut File) {
    train! { file,
        "one head, causal": [Input<4, 3>, MultiHeadAttention<3, 1, 2> { use_causal_mask: true }],
        "two heads": [Input<4, 3>, MultiHeadAttention<3, 2, 2>],
    }
    compare! { file,
        "one head": [Input<4, 3>, MultiHeadAttention<3, 1, 2>],
        "two heads, causal": [Input<4, 3>, MultiHeadAttention<3, 2, 2> { use_causal_mask: true }],
        "no bias": [Input<4, 3>, MultiHeadAttention<3, 2, 2> { use_bias: false }],
    }
}
