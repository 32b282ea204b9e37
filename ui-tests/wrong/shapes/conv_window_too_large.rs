use cornu::prelude::*;

model! { pub struct Net < Input<4, 28, 1>, Conv2D<1, 32, 5, Relu>, Flatten, Dense<_, 10, Softmax> >; }

fn main() {}
