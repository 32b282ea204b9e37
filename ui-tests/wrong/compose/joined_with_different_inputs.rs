use cornu::{Joined, prelude::*};

model! { pub struct Encoder < Dense<784, 64, Relu> >; }
model! { pub struct Other < Dense<100, 64, Relu> >; }

fn main() {
    let (encoder, other) = (Encoder::new(7), Other::new(7));
    let joined = Joined::new(&encoder, &other);
    let _ = joined.predict(&[0.0; 784]);
}
