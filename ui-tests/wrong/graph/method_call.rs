use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let h = x.relu();
        Dense<4, 1>(h)
    }
}

fn main() {}
