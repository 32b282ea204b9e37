use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let h = Dense<4, 4, Relu>(x);
        Dense<4, 1>(Add([x, h]))
    }
}

fn main() {}
