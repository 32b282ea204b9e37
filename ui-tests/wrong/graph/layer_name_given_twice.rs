use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let encoder = Dense<4, 8, Relu>;
        let h = encoder(x);
        let encoder = Dense<8, 8, Relu>;
        Dense<8, 1>(encoder(h))
    }
}

fn main() {}
