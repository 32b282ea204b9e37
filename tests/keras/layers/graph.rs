//! Two inputs, a layer that both pass, and two outputs.

use super::{File, data, whole};
use cornu::{prelude::*, view_blocks};

model! {
    struct Shared {
        let left = Input<4>;
        let right = Input<4>;
        let shared = Dense<4, 3, Tanh>;
        let joined = Concatenate(shared(left), shared(right));
        let classes = Dense<_, 3, Softmax>(joined);
        let yes = Dense<_, 1, Sigmoid>(joined);
        (classes, yes)
    }
}

pub(super) fn graph(file: &mut File) {
    let case = file.case("two inputs, a shared layer, two outputs");
    let (classes, yes) = (data(&case["targets"][0]), data(&case["targets"][1]));
    let (classes, yes): (&[[f32; 3]], &[[f32; 1]]) = (view_blocks(&classes), view_blocks(&yes));
    let targets: Vec<([f32; 3], [f32; 1])> = classes.iter().copied().zip(yes.iter().copied()).collect();
    let loss = (CategoricalCrossentropy, BinaryCrossentropy);
    whole::compare::<Shared, _>(&case, loss, &["shared", "classes", "yes"], &targets);
}
