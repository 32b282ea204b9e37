use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, Dropout { rate: (0.1, 0.2) }, Dense<8, 1> >; }

fn main() {}
