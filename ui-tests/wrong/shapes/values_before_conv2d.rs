use cornu::prelude::*;

model! { pub struct Net < Dense<784, 784, Relu>, Conv2D<1, 32, 3, Relu>, Flatten, Dense<_, 10, Softmax> >; }

fn main() {}
