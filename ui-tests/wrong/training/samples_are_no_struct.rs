use cornu::prelude::*;

model! {
    pub struct Net {
        let left = Input<4>;
        let right = Input<4>;
        Dense<4, 1>(Add(left, right))
    }
}

fn main() {
    let mut net = Net::new(7).compile(Adam::default(), MeanSquaredError);
    let _ = net.fit(&[([0.0; 4], [0.0; 4])], &[[0.0]]);
}
