use cornu::prelude::*;

model! {
    pub struct Net {
        let left = Input<4>;
        let a = Dense<4, 8, Relu>(left);
        let right = Input<8>;
        Dense<8, 1>(Add(a, right))
    }
}

fn main() {}
