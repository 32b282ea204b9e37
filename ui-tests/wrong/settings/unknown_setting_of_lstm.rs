use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, LSTM<3, 16> { unit: 3 }, Dense<16, 1> >; }

fn main() {}
