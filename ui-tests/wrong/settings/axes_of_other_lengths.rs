use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4, 3>;
        let y = Input<5, 3>;
        Dense<_, 1>(Flatten(Dot { axes: 1 }(x, y)))
    }
}

fn main() {}
