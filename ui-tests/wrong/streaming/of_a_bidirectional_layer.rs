use cornu::{Stream, prelude::*};

model! { struct Net < Input<24, 3>, Bidirectional<LSTM<3, 8>>, Dense<16, 1> >; }

fn main() {
    let net = Net::new(7);
    let _ = Stream::new(&*net);
}
