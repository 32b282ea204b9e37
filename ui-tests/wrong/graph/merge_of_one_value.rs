use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        Dense<4, 1>(Add(x))
    }
}

fn main() {}
