use super::{File, compare, train};
use cornu::prelude::*;

pub(super) fn embedding(file: &mut File) {
    train! { file,
        "a sequence of words": [Tokens<5, 6>, Embedding<6, 3>],
    }
    compare! { file,
        "one word": [Tokens<1, 6>, Embedding<6, 2>],
    }
}
