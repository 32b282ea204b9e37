use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, Conv2D<3, 8, 3, Relu>, Flatten, Dense<_, 1> >; }

fn main() {}
