use cornu::{Ensemble, prelude::*};

model! { pub struct Encoder < Dense<784, 64, Relu> >; }
model! { pub struct Other < Dense<784, 10, Softmax> >; }

fn main() {
    let (encoder, other) = (Encoder::new(7), Other::new(7));
    let ensemble = Ensemble::new((&encoder, &other));
    let _ = ensemble.predict(&[0.0; 784]);
}
