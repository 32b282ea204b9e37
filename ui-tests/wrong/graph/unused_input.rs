use cornu::prelude::*;

model! {
    pub struct Net {
        let left = Input<4>;
        let right = Input<4>;
        Dense<4, 1>(left)
    }
}

fn main() {}
