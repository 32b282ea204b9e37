use cornu::{Stream, prelude::*};

model! { struct Net < Input<28, 28, 1>, Conv2D<1, 8, 3, Relu>, Flatten, Dense<_, 1> >; }

fn main() {
    let net = Net::new(7);
    let _ = Stream::new(&*net);
}
