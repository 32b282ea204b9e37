use cornu::prelude::*;

model! {
    pub struct Digits <
        Dense<784, 512, Relu>,
        Dense<500, 100, Relu>,
        Dense<100, 50, Relu>,
        Dense<60, 10, Softmax>,
    >;
}

fn main() {}
