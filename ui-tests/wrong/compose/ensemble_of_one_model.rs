use cornu::{Ensemble, prelude::*};

model! { pub struct Digits < Dense<784, 10, Softmax> >; }

fn main() {
    let digits = Digits::new(7);
    let _ = Ensemble::new(&digits);
}
