use cornu::prelude::*;

fn main() {
    model! { struct Digits < Dense(784, 10, Softmax) >; }
    let digits = Digits::new(7);
    let _ = digits.predict(&[0.0; 784])[0];
}
