use cornu::prelude::*;

const HIDDEN: usize = 512;

model! { pub struct Digits < Dense<784, HIDDEN, Relu>, Dense<{ HIDDEN / 2 }, 10, Softmax> >; }

fn main() {}
