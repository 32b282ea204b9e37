use cornu::prelude::*;

struct Encoder;

model! {
    pub struct Net {
        let x = Input<4>;
        let h = Encoder(x);
        Dense<4, 1>(h)
    }
}

fn main() {}
