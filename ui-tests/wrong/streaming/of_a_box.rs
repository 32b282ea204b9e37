use cornu::{Stream, prelude::*};

model! { struct Net < Input<24, 3>, LSTM<3, 8>, Dense<8, 1> >; }

fn main() {
    let net = Net::new(7);
    let _ = Stream::new(&net);
}
