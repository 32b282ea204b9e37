use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, Conv2DTranspose<1, 8, 3, Relu> { strides: 2, output_padding: 2 }, Flatten, Dense<_, 1> >; }

fn main() {}
