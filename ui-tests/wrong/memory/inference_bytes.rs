//! A limit that the model does not keep.

use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }

const _: () = assert!(Digits::INFERENCE_BYTES <= 10);

fn main() {}
