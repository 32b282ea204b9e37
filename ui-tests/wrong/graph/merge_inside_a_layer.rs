use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, TimeDistributed<Add>, Dense<8, 1> >; }

fn main() {}
