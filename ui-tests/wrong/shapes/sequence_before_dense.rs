use cornu::prelude::*;

model! { pub struct Weather < Input<24, 3>, Dense<4, 16, Relu>, Flatten, Dense<_, 1> >; }

fn main() {}
