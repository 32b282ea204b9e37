use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, LSTM<3, 16> { reset_after: false }, Dense<16, 1> >; }

fn main() {}
