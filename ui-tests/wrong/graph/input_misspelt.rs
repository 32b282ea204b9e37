use cornu::prelude::*;

model! {
    pub struct Net {
        let left = Input<4>;
        let right = Input<4>;
        Dense<4, 1>(Add(left, rigth))
    }
}

fn main() {}
