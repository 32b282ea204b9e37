use cornu::prelude::*;

model! { pub struct Net < Dense<4, -1, Relu>, Dense<8, 1> >; }

fn main() {}
