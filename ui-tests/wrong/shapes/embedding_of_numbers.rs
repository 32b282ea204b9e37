use cornu::prelude::*;

model! { pub struct Net < Input<20>, Embedding<1000, 16>, Flatten, Dense<_, 1> >; }

fn main() {}
