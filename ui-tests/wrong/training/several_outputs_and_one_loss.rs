use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        let kind = Dense<4, 3, Softmax>(x);
        let size = Dense<4, 1>(x);
        (kind, size)
    }
}

fn main() {
    let _ = Net::new(7).compile(Adam::default(), MeanSquaredError);
}
