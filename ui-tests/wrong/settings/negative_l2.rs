use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { l2: -1e-4 }, Dense<8, 1> >; }

fn main() {}
