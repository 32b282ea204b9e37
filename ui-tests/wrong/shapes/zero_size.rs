use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 0, Relu>, Dense<_, 10, Softmax> >; }

fn main() {}
