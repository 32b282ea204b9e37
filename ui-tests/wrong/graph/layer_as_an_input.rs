use cornu::prelude::*;

model! {
    pub struct Net {
        let h = Dense<8, 4>;
        Relu(h)
    }
}

fn main() {}
