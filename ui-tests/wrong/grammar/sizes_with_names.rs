//! Keras's `Dense(units=512)` has names; a layer's type has an order.

use cornu::prelude::*;

model! { pub struct Digits < Dense<784, units = 512, activation = Relu>, Dense<512, 10, Softmax> >; }

fn main() {
    let digits = Digits::new(7);
    let _ = digits.predict(&[0.0; 784]);
}
