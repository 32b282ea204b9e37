use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { return_sequences: true }, Dense<8, 1> >; }

fn main() {}
