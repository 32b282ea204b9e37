use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512, 10>, Dense<512, 10, Softmax> >; }

fn main() {}
