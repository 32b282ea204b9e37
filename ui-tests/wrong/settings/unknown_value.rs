use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 10, Softmax> { kernel_initializer: Zeroes } >; }

fn main() {
    let digits = Digits::new(7);
    let _ = digits.predict(&[0.0; 784]);
}
