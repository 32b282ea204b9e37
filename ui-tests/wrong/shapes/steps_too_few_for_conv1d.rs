use cornu::prelude::*;

model! { pub struct Net < Input<4, 3>, Conv1D<3, 8, 5, Relu>, Flatten, Dense<_, 1> >; }

fn main() {}
