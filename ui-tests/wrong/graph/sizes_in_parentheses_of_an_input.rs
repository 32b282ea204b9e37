use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let h = Dense<784, 64, Relu>(x);
        Dense<64, 10, Softmax>(h)
    }
}

fn main() {}
