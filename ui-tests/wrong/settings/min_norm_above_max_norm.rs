use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { kernel_constraint: MinMaxNorm(2.0, 1.0, 1.0) }, Dense<8, 1> >; }

fn main() {}
