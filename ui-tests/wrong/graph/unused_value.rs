use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let a = Dense<4, 8, Relu>(x);
        let b = Dense<4, 8, Relu>(x);
        Dense<8, 1>(b)
    }
}

fn main() {}
