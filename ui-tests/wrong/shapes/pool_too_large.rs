use cornu::prelude::*;

model! { pub struct Net < Input<3, 3, 1>, MaxPool2D<4>, Flatten, Dense<_, 10, Softmax> >; }

fn main() {}
