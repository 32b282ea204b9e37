use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, Add, Dense<8, 1> >; }

fn main() {}
