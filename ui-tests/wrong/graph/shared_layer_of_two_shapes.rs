use cornu::prelude::*;

model! {
    pub struct Net {
        let left = Input<4>;
        let right = Input<6>;
        let encoder = Dense<4, 8, Tanh>;
        let a = encoder(left);
        let b = encoder(right);
        Dense<8, 1>(Add(a, b))
    }
}

fn main() {}
