use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4, 3>;
        let y = Input<4, 3>;
        let join = Concatenate { axis: 2 };
        let a = join(x, y);
        let b = join(Flatten(x), Flatten(y));
        Dense<_, 1>(Concatenate(Flatten(a), b))
    }
}

fn main() {}
