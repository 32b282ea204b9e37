use cornu::prelude::*;

model! {
    pub struct Heads {
        let x = Input<4>;
        let kind = Dense<4, 3, Softmax>(x);
        let size = Dense<4, 1>(x);
        (kind, size)
    }
}

model! { pub struct Net < Dense<16, 4, Relu>, Heads, Dense<3, 2> >; }

fn main() {}
