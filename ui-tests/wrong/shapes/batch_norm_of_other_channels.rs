use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, Conv2D<1, 32, 3>, BatchNorm<64>, Flatten, Dense<_, 1> >; }

fn main() {}
