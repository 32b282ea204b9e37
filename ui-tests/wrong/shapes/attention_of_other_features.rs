use cornu::prelude::*;

model! { pub struct Net < Input<24, 16>, MultiHeadAttention<32, 4, 8>, Flatten, Dense<_, 1> >; }

fn main() {}
