use cornu::prelude::*;

model! { pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }

fn main() {
    let _ = Digits::new(7).compile(Adam::default(), CategoricalCrossentropy).metric(MeanSquaredError);
}
