use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, LayerNorm<8> { epsilon: 0.0 }, Dense<8, 1> >; }

fn main() {}
