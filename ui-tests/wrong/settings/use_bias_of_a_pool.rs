use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, MaxPool2D<2> { use_bias: false, trainable: false }, Flatten, Dense<_, 10, Softmax> >; }

fn main() {}
