use cornu::prelude::*;

fn main() {
    let bias = false;
    model! { struct Net < Dense<4, 8, Relu> { use_bias: bias }, Dense<8, 1> >; }
}
