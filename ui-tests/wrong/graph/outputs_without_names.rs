use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        (Dense<4, 3, Softmax>(x), Dense<4, 1>(x))
    }
}

fn main() {}
