use cornu::prelude::*;

model! {
    pub struct Net {
        let left = Input<24, 3>;
        let right = Input<12, 3>;
        Dense<_, 1>(Flatten(Add(left, right)))
    }
}

fn main() {}
