use cornu::prelude::*;

model! { pub struct Encoder < Dense<4, 8, Relu>, Dropout { rate: 0.5 } >; }

model! { pub struct Net < Encoder { rate: 0.3 }, Dense<8, 1> >; }

fn main() {}
