use cornu::prelude::*;

model! { pub struct Net < Dense<4, 100, Relu>, Reshape<-1, -1>, Flatten, Dense<_, 1> >; }

fn main() {}
