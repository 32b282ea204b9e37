use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { use_bias: 3 }, Dense<8, 1> >; }

fn main() {}
