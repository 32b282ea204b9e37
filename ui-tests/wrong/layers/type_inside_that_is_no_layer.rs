use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, TimeDistributed<String>, Flatten, Dense<_, 1> >; }

fn main() {}
