use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let a = Add(x, b);
        let b = Dense<4, 4, Relu>(a);
        b
    }
}

fn main() {}
