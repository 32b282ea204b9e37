use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4, 3>;
        let y = Input<2, 3>;
        Dense<_, 1>(Flatten(Multiply(x, y)))
    }
}

fn main() {}
