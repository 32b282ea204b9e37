use cornu::{Ensemble, prelude::*};

model! { pub struct Encoder < Dense<784, 64, Relu> >; }
model! { pub struct Other < Dense<100, 64, Relu> >; }

fn main() {
    let (encoder, other) = (Encoder::new(7), Other::new(7));
    let ensemble = Ensemble::new((&encoder, &other, &encoder));
    let _ = ensemble.predict(&[0.0; 784]);
}
