use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, Dropout { rate: "half" }, Dense<8, 1> >; }

fn main() {}
