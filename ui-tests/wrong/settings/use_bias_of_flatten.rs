use cornu::prelude::*;

model! { pub struct Net < Input<28, 28>, Flatten { use_bias: false }, Dense<784, 10, Softmax> >; }

fn main() {}
