use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { bias_initializer: Constant(f32::NAN) }, Dense<8, 1> >; }

fn main() {}
