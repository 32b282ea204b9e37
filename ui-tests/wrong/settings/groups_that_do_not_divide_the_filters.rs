use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 4>, Conv2D<4, 9, 3, Relu> { groups: 2 }, Flatten, Dense<_, 1> >; }

fn main() {}
