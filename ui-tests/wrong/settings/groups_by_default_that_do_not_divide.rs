use cornu::prelude::*;

model! { pub struct Net < Dense<4, 16, Relu>, GroupNorm<16>, Dense<16, 1> >; }

fn main() {}
