use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, LSTM<4, 16>, Dense<16, 1> >; }

fn main() {}
