//! A file of another model.

use cornu::{from_bytes, prelude::*};

model! { pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }

static DIGITS: Digits = from_bytes(&[0; 40]);

fn main() {
    let _ = DIGITS.predict(&[0.0; 784]);
}
