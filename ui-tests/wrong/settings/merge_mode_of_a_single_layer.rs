use cornu::prelude::*;

model! { pub struct Net < Input<24, 3>, LSTM<3, 8> { merge_mode: cornu::MergeMode::Sum }, Dense<8, 1> >; }

fn main() {}
