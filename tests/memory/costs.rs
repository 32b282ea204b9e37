//! The costs that are constants.

use cornu::{Sequence, Shape, prelude::*, training_floats};

model! { struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >; }
model! { struct Small < Dense<8, 10, Tanh>, Dense<10, 10, Tanh>, Dense<10, 1, Sigmoid> >; }

// What firmware writes, so that a model that became too large does not compile.
const _: () = assert!(Small::INFERENCE_BYTES <= 8 * 1024);
const _: () = assert!(Digits::FLASH_BYTES <= 2 * 1024 * 1024);

#[test]
fn the_costs_of_digits() {
    assert_eq!(Digits::PARAMETER_COUNT, 407_050);
    assert_eq!(Digits::MACS, 406_528);
    assert_eq!(Digits::FLASH_BYTES, 1_628_200);
    assert_eq!(Digits::INFERENCE_BYTES, 2048);
}

#[test]
fn the_costs_of_a_small_model_by_hand() {
    let parameters = (8 * 10 + 10) + (10 * 10 + 10) + (10 + 1);
    // Each layer's outputs, kept for the way back; the gradient of the last, and of two that flow back.
    let (values, gradients) = (10 + 10 + 1, 1 + 10 + 10);
    assert_eq!(Small::FLASH_BYTES, 4 * parameters);
    assert_eq!(Small::MACS, 80 + 100 + 10);
    assert_eq!(Small::INFERENCE_BYTES, 4 * (10 + 10));
    assert_eq!(Small::TRAINING_BYTES, 4 * (parameters + values + gradients));
    // A batch of 32 and Adam's two moments.
    assert_eq!(training_floats::<Small>(32, 2), 3 * parameters + 32 * (values + gradients));
}

/// A model is its parameters, its samples are plain arrays, and there is nothing beside them.
#[test]
fn there_is_no_hidden_memory() {
    assert_eq!(size_of::<Small>(), 4 * Small::PARAMETER_COUNT);
    assert_eq!(align_of::<Small>(), align_of::<f32>());
    assert_eq!(size_of::<<Sequence<24, 3> as Shape>::Sample>(), 24 * 3 * 4);
}
