use cornu::prelude::*;

model! {
    pub struct Net {
        let x = Input<4>;
        Dense<4, 3, Softmax>(x)
    }
}

fn main() {
    let _ = Net::new(7).compile(Adam::default(), (SparseCategoricalCrossentropy, MeanSquaredError));
}
