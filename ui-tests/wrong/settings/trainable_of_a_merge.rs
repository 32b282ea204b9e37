use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let y = Input<4>;
        Dense<4, 1>(Add { trainable: false }(x, y))
    }
}

fn main() {}
