use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, Conv2D<1, 32, 3, Relu>, Conv2D<3, 64, 3, Relu>, Flatten, Dense<_, 10, Softmax> >; }

fn main() {}
