use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, Dropout { rate: 1.5 }, Dense<8, 1> >; }

fn main() {}
