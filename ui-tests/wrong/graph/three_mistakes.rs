use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let a = Dense(4, 8)(x);
        let b = Dense<4, 8, "relu">(x);
        let c = x(a);
        let unused = Dense<4, 8>(x);
        Dense<8, 1>(Add(a, b, c))
    }
}

fn main() {}
