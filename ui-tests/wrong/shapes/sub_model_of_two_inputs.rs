use cornu::prelude::*;

model! {
    pub struct Twins {
        let left = Input<4>;
        let right = Input<4>;
        Dense<8, 1, Sigmoid>(Concatenate(left, right))
    }
}

model! { pub struct Net < Dense<16, 4, Relu>, Twins >; }

fn main() {}
