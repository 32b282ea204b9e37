use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let h = Dense<4, 4, Relu>(x);
        Dense<4, 1>(h + x)
    }
}

fn main() {}
