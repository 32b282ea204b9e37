use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let encoder = Dense<4, 4, Relu>;
        let a = encoder(x);
        Dense<4, 1>(Add(a, encoder))
    }
}

fn main() {}
