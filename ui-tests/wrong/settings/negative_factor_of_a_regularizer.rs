use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu> { kernel_regularizer: OrthogonalRegularizer(-0.1) }, Dense<8, 1> >; }

fn main() {}
