use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let encoder = Dense<4, 8, Relu>;
        Dense<4, 1>(x)
    }
}

fn main() {}
