use cornu::{Chain, prelude::*};

model! { pub struct Encoder < Dense<784, 64, Relu> >; }


fn main() {
    let encoder = Encoder::new(7);
    let _ = Chain::new(&encoder, "classifier");
}
