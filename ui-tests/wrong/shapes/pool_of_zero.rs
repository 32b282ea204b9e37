use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, MaxPool2D<0>, Flatten, Dense<_, 1> >; }

fn main() {}
