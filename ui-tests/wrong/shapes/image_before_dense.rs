//! An image is to be flattened before a dense layer can take all of it.

use cornu::prelude::*;

model! { pub struct Digits < Input<28, 28, 1>, Dense<784, 10, Softmax> >; }

fn main() {}
