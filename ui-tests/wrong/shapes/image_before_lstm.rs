use cornu::prelude::*;

model! { pub struct Net < Input<28, 28, 1>, LSTM<1, 16>, Dense<16, 1> >; }

fn main() {}
