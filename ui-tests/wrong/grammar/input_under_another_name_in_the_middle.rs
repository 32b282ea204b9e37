use cornu::{layers::Input as Entrance, prelude::*};

model! { pub struct Net < Dense<4, 8, Relu>, Entrance<8>, Dense<8, 1> >; }

fn main() {}
