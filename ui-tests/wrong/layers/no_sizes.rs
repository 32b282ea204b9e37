use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512>, Dense >; }

fn main() {}
