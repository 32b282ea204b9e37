use cornu::prelude::*;

const HIDDEN: usize = 512;
const OTHER: usize = 500;

model! { pub struct Digits < Dense<784, HIDDEN, Relu>, Dense<OTHER, 10, Softmax> >; }

fn main() {}
