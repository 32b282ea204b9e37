use cornu::prelude::*;

model! { pub struct Net < Dense<4, 16, Relu>, UnitNorm { axis: 2 }, Dense<16, 1> >; }

fn main() {}
