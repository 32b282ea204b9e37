use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, BatchNorm<8> { momentum: 7.0 }, Dense<8, 1> >; }

fn main() {}
