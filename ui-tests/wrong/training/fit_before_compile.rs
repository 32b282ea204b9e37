use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }

fn main() {
    let mut digits = Digits::new(7);
    let _ = digits.fit(&[[0.0; 784]], &[[0.0; 10]]).run();
}
