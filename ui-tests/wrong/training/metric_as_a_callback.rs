use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }

fn main() {
    let (images, rows) = (vec![[0.0; 784]; 8], vec![[0.1; 10]; 8]);
    let mut digits = Digits::new(7).compile(Adam::default(), CategoricalCrossentropy);
    let _ = digits.fit(&images, &rows).callback(metrics::Recall::default()).run();
}
