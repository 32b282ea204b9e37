use cornu::prelude::*;

model! { pub struct Digits < String, Dense<512, 10, Softmax> >; }

fn main() {}
