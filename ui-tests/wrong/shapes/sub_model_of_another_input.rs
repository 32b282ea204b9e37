use cornu::prelude::*;

model! { pub struct Encoder < Dense<784, 64, Relu>, Dense<64, 32> >; }

model! { pub struct Net < Dense<16, 32, Relu>, Encoder, Dense<32, 10, Softmax> >; }

fn main() {}
