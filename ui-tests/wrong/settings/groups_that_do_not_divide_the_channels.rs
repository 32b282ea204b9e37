use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 3>, Conv2D<3, 8, 3, Relu> { groups: 2 }, Flatten, Dense<_, 1> >; }

fn main() {}
