use cornu::prelude::*;

model! { pub struct Net < Input<4, 3>, Permute<1, 3>, Flatten, Dense<_, 1> >; }

fn main() {}
