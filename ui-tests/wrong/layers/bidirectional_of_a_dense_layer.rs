use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, Bidirectional<Dense<3, 8>>, Flatten, Dense<_, 1> >; }

fn main() {}
