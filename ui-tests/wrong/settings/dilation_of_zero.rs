use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, Conv2D<1, 8, 3, Relu> { dilation_rate: 0 }, Flatten, Dense<_, 1> >; }

fn main() {}
