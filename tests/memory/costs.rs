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

model! {
    struct Residual {
        let x = Input<16>;
        let a = Dense<16, 40, Relu>(x);
        let b = Dense<40, 30, Relu>(a);
        let c = Dense<30, 40, Relu>(b);
        let d = Add(a, c);
        let e = Dense<40, 30, Relu>(d);
        let f = Dense<30, 40, Relu>(e);
        let g = Add(d, f);
        Dense<40, 2>(g)
    }
}

/// At each layer, what it takes, what it gives, and what is added later. The most is at `c`, `Add`, `f` and the
/// second `Add`: three values of which two or all have 40 floats.
#[test]
fn a_residual_graph_uses_its_memory_again() {
    // a and b; a, b and c; a, c and d; d and e; d, e and f; d, f and g.
    let alive = [40 + 30, 40 + 30 + 40, 40 + 40 + 40, 40 + 30, 40 + 30 + 40, 40 + 40 + 40];
    let most = alive.into_iter().max().unwrap();
    assert_eq!(Residual::INFERENCE_BYTES, 4 * most);
    // All values together would be more than twice that.
    assert_eq!(40 + 30 + 40 + 40 + 30 + 40 + 40, 260);
}

model! { struct Frozen < Dense<16, 40, Relu> { trainable: false }, Dense<40, 30, Relu>, Dense<30, 2> >; }
model! { struct Thawed < Dense<16, 40, Relu>, Dense<40, 30, Relu>, Dense<30, 2> >; }

#[test]
fn a_frozen_layer_has_no_gradient() {
    let (frozen, others) = (16 * 40 + 40, (40 * 30 + 30) + (30 * 2 + 2));
    // Values forward; of the gradients that flow back the two largest neighbours, of which 40 | 30 | 2 is the chain.
    let (values, outputs) = (40 + 30 + 2, 2);
    let floats = |batch: usize, moments: usize, learnt: usize, back: usize| {
        learnt * (1 + moments) + batch * (values + outputs + back)
    };
    // Nobody asks for the gradient of what the frozen layer gives.
    assert_eq!(training_floats::<Frozen>(32, 2), floats(32, 2, others, 30));
    assert_eq!(training_floats::<Thawed>(32, 2), floats(32, 2, frozen + others, 40 + 30));
}

model! { struct Plain < Input<6, 6, 2>, Conv2D<2, 4, 3, Relu>, Dense<4, 3, Relu>, GlobalMaxPool, Dense<3, 2> >; }
model! {
    struct Passing <
        Input<6, 6, 2>, Dropout, Conv2D<2, 4, 3, Relu>, SpatialDropout, GaussianNoise, Dense<4, 3, Relu>,
        GaussianDropout, GlobalMaxPool, Reshape<3>, Flatten, Dense<3, 2>
    >;
}

#[test]
fn what_hands_on_what_it_takes_costs_nothing_in_use() {
    assert_eq!(Passing::INFERENCE_BYTES, Plain::INFERENCE_BYTES);
    assert_eq!(Passing::FLASH_BYTES, Plain::FLASH_BYTES);
    assert_eq!(Passing::MACS, Plain::MACS);
}
