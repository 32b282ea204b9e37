use cornu::prelude::*;

model! { pub struct Net < Dense<4, 6, Relu>, GroupNorm<6> { groups: 4 }, Dense<6, 1> >; }

fn main() {}
