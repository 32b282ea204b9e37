use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let y = Input<5>;
        Dense<_, 1>(Dot(x, y))
    }
}

fn main() {}
