use cornu::prelude::*;

model! { pub struct Net < Tokens<20, 1000>, Dense<20, 16>, Dense<16, 1> >; }

fn main() {}
