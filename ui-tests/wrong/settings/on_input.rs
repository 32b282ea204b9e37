use cornu::prelude::*;

model! { pub struct Digits < Input<784> { kernel_initializer: Zeros }, Dense<784, 10, Softmax> >; }

fn main() {
    let digits = Digits::new(7);
    let _ = digits.predict(&[0.0; 784]);
}
