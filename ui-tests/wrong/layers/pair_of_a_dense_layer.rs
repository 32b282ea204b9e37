use cornu::prelude::*;

model! { pub struct Net < Dense<4, (8, 2), Relu>, Dense<8, 1> >; }

fn main() {}
