use cornu::prelude::*;

const HIDDEN: usize = 512;

model! { pub struct Digits < Dense<784, HIDEN, Relu>, Dense<HIDDEN, 10, Softmax> >; }

fn main() {}
