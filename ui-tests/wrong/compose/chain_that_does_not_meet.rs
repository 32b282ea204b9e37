use cornu::{Chain, prelude::*};

model! { pub struct Encoder < Dense<784, 64, Relu> >; }
model! { pub struct Classifier < Dense<32, 10, Softmax> >; }

fn main() {
    let (encoder, classifier) = (Encoder::new(7), Classifier::new(7));
    let digits = Chain::new(&encoder, &classifier);
    let _ = digits.predict(&[0.0; 784]);
}
