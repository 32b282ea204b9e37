use cornu::prelude::*;

model! { pub struct Net < Dense<4, 100, Relu>, Reshape<7, 7, 2>, Flatten, Dense<_, 1> >; }

fn main() {}
