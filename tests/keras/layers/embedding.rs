use super::{File, compare};
use cornu::prelude::*;

pub(super) fn embedding(file: &mut File) {
    compare! { file,
        "a sequence of words": [Tokens<5, 6>, Embedding<6, 3>],
        "one word": [Tokens<1, 6>, Embedding<6, 2>],
    }
}
