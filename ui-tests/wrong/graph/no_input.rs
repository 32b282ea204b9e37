use cornu::prelude::*;

model! {
    pub struct Net {
        let h = Dense<784, 64, Relu>;
        Dense<64, 10, Softmax>(h)
    }
}

fn main() {}
