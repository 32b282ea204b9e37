use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, LSTM<8, 16>, Dense<16, 1> >; }

fn main() {}
