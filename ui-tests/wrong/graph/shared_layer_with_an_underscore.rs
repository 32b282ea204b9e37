use cornu::prelude::*;

model! {
    pub struct Net {
        let left = Input<4>;
        let right = Input<6>;
        let encoder = Dense<_, 8, Tanh>;
        Dense<8, 1>(Add(encoder(left), encoder(right)))
    }
}

fn main() {}
