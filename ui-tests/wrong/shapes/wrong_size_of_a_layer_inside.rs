use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, TimeDistributed<Dense<4, 8>>, Flatten, Dense<_, 1> >; }

fn main() {}
