use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, Conv2D<1, 8, 3, Relu>, Dense<5408, 10, Softmax> >; }

fn main() {}
