use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, LSTM<3, 0>, Dense<_, 1> >; }

fn main() {}
