use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        Dense<4, 1>(Plus(x, x))
    }
}

fn main() {}
