use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { trainable: "no" }, Dense<8, 1> >; }

fn main() {}
