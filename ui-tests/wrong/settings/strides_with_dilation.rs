use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, Conv2D<1, 8, 3, Relu> { strides: 2, dilation_rate: 2 }, Flatten, Dense<_, 1> >; }

fn main() {}
