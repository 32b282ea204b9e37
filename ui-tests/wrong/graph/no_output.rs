use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let y = Dense<4, 1>(x);
    }
}

fn main() {}
