use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }

fn main() {
    let (images, labels) = (vec![[0.0; 784]; 8], vec![Class::<10>::new(3).unwrap(); 8]);
    let mut digits = Digits::new(7).compile(Adam::default(), CategoricalCrossentropy);
    let _ = digits.fit(&images, &labels).epochs(3).run();
}
