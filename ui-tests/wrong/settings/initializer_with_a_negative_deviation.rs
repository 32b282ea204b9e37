use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { kernel_initializer: RandomNormal { mean: 0.0, stddev: -1.0 } }, Dense<8, 1> >; }

fn main() {}
