use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>
        let h = Dense<4, 8, Relu>(x);
        Dense<8, 1>(h)
    }
}

fn main() {}
