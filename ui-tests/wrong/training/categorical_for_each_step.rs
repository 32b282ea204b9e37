//! The crossentropy of a distribution a step: the loss takes one a sample.

use cornu::prelude::*;

model! { pub struct Tagger < Input<24, 3>, Dense<3, 10, Softmax> >; }

fn main() {
    let _ = Tagger::new(7).compile(Adam::default(), CategoricalCrossentropy);
}
