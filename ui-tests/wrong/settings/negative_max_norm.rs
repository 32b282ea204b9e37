use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { kernel_constraint: MaxNorm(-1.0) }, Dense<8, 1> >; }

fn main() {}
