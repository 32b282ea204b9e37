use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, LeakyRelu { slope: 0.1 }>, Dense<8, 1> >; }

fn main() {}
