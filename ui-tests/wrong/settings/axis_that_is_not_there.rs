use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4, 3>;
        let y = Input<4, 3>;
        Dense<_, 1>(Flatten(Concatenate { axis: 4 }(x, y)))
    }
}

fn main() {}
