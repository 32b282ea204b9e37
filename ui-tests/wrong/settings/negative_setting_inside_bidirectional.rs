use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, Bidirectional<LSTM<3, 8> { recurrent_l1: -0.5 }>, Dense<16, 1> >; }

fn main() {}
