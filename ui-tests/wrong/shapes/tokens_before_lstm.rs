use cornu::prelude::*;

model! { pub struct Net < Tokens<20, 1000>, LSTM<1, 16>, Dense<16, 1> >; }

fn main() {}
