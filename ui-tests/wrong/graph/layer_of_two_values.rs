use cornu::prelude::*;

model! {
    pub struct Net {
        let a = Input<4>;
        let b = Input<4>;
        Dense<4, 8>(a, b)
    }
}

fn main() {}
