use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512, Relu>(kernel_initializer: HeNormal), Dense<512, 10, Softmax> >; }

fn main() {
    let digits = Digits::new(7);
    let _ = digits.predict(&[0.0; 784]);
}
