use cornu::prelude::*;

model! {
    pub struct Net {
        let left = Input<28, 28, 1>;
        let right = Input<14, 28, 1>;
        Dense<_, 1>(Flatten(Concatenate(left, right)))
    }
}

fn main() {}
