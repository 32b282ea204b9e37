use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<28, 28, 1>;
        let a = Conv2D<1, 32, 3, Relu> { padding: Same }(x);
        let b = Conv2D<1, 64, 3, Relu> { padding: Same }(x);
        Dense<_, 10, Softmax>(Flatten(Add(a, b)))
    }
}

fn main() {}
