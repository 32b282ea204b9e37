use cornu::prelude::*;

model! { pub struct Net < Tokens<20, 1000>, Embedding<500, 16>, Flatten, Dense<_, 1> >; }

fn main() {}
