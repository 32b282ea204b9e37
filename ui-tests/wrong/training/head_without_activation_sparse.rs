use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10> >; }

fn main() {
    let mut digits = Digits::new(7).compile(Adam::default(), SparseCategoricalCrossentropy);
    let _ = digits.fit(&[[0.0; 784]], &[Class::new(3).unwrap()]).run();
    let _ = digits.predict(&[0.0; 784]);
}
