use cornu::prelude::*;

model! {
    pub struct Digits <
        Dense<_, 512, Relu>,
        Dense<512, _, Relu>,
        Dense<512, 10, Softmax> { init: Zeros, init: Zeros },
        Input<3>,
    >;
}

fn main() {
    let digits = Digits::new(7);
    let _ = digits.predict(&[0.0; 784]);
}
