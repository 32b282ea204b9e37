//! Models made of models: the same as by hand.

use cornu::{Block, Chain, Ensemble, Joined, Model, Network, generic_array::GenericArray, model, prelude::*};

model! { struct Encoder < Dense<3, 4, Tanh> >; }
model! { struct Classifier < Dense<4, 2, Softmax> >; }
model! { struct Shallow < Dense<3, 2, Sigmoid> >; }
model! { struct Deep < Dense<3, 5, Relu>, Dense<5, 2> >; }
model! { struct Series < Input<2, 3>, Dense<3, 2, Tanh> >; }
model! { struct OfSeries < Input<2, 2>, Flatten, Dense<4, 1> >; }

const X: [f32; 3] = [0.3, -1.2, 0.8];

fn start<N: Network>(seed: u64) -> N {
    let mut network = N::zeroed();
    network.initialize(seed);
    network
}

/// Asserts `predict`, `predict_into` and `predict_array`.
fn check<M: Model>(model: &M, x: &M::Input, want: &[f32]) {
    assert_eq!(model.predict(x).floats(), want);
    let mut y = M::Output::zeroed();
    y.floats_mut().fill(f32::NAN);
    model.predict_into(x, &mut y);
    assert_eq!(y.floats(), want);
    let x: GenericArray<f32, M::InputLength> = x.floats().iter().copied().collect();
    assert_eq!(model.predict_array(&x).as_slice(), want);
}

#[test]
fn a_chain_is_one_model_after_the_other() {
    let (encoder, classifier): (Encoder, Classifier) = (start(1), start(2));
    let want = classifier.predict(&encoder.predict(&X));
    check(&Chain::new(&encoder, &classifier), &X, &want);
    check(&Chain::new(encoder, classifier), &X, &want);
}

#[cfg(feature = "std")]
#[test]
fn a_model_on_the_heap_is_a_model() {
    let (encoder, classifier): (Encoder, Classifier) = (start(1), start(2));
    let want = classifier.predict(&encoder.predict(&X));
    check(&Chain::new(Box::new(encoder), Box::new(classifier)), &X, &want);
}

#[test]
fn a_chain_hands_on_samples_of_any_rank() {
    let (first, second): (Series, OfSeries) = (start(1), start(2));
    let x = [X, [1.0, 0.5, -0.5]];
    check(&Chain::new(&first, &second), &x, &second.predict(&first.predict(&x)));
}

#[test]
fn an_ensemble_gives_the_mean() {
    let (a, b): (Shallow, Shallow) = (start(1), start(2));
    let (c, d): (Deep, Deep) = (start(3), start(4));
    let answers = [a.predict(&X), b.predict(&X), c.predict(&X), d.predict(&X)];
    let mean = |of: &[usize]| {
        [0, 1].map(|place| {
            of.iter().map(|&n| answers[n][place]).reduce(|a, b| a + b).unwrap() / of.len() as f32
        })
    };
    check(&Ensemble::new([&a, &b]), &X, &mean(&[0, 1]));
    check(&Ensemble::new([&c]), &X, &answers[2]);
    check(&Ensemble::new((&a, &c)), &X, &mean(&[0, 2]));
    check(&Ensemble::new((&a, &c, &b)), &X, &mean(&[0, 2, 1]));
    check(&Ensemble::new((&a, &b, &c, &d)), &X, &mean(&[0, 1, 2, 3]));
}

#[test]
fn joined_models_answer_in_a_row() {
    let (encoder, shallow): (Encoder, Shallow) = (start(1), start(2));
    let want = [&encoder.predict(&X)[..], &shallow.predict(&X)].concat();
    check(&Joined::new(&encoder, &shallow), &X, &want);
}

#[test]
fn compositions_compose() {
    let (encoder, classifier): (Encoder, Classifier) = (start(1), start(2));
    let (shallow, deep): (Shallow, Deep) = (start(3), start(4));
    let chain = Chain::new(&encoder, &classifier);
    let both = Joined::new(Ensemble::new((&chain, &shallow)), &deep);
    let (a, b, c) = (chain.predict(&X), shallow.predict(&X), deep.predict(&X));
    check(&both, &X, &[(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0, c[0], c[1]]);
}
