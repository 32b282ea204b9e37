use cornu::prelude::*;

model! {
    pub struct Net {
        let a = Input<4>;
        let b = Input<4>;
        let c = Input<4>;
        Dense<4, 1>(Subtract(a, b, c))
    }
}

fn main() {}
