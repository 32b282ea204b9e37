use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, Conv2D<1, (8, 3), 3, Relu>, Flatten, Dense<_, 10, Softmax> >; }

fn main() {}
