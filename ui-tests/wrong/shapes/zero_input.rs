use cornu::prelude::*;

model! { pub struct Digits < Dense<0, 10, Softmax> >; }

fn main() {}
