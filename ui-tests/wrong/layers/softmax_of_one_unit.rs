use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, Dense<8, 1, Softmax> >; }

fn main() {}
