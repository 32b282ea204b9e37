use cornu::prelude::*;

model! { pub struct Net < Input<8, 8, 1>, Cropping2D<4>, Flatten, Dense<_, 1> >; }

fn main() {}
