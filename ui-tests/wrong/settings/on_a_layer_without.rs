use cornu::prelude::*;

model! { pub struct Digits < Input<28, 28>, Flatten { kernel_initializer: Zeros }, Dense<784, 10, Softmax> >; }

fn main() {}
