//! One training step after another: what it refuses, what memory it takes, and that its bits are always
//! the same.

use cornu::{
    Adam, Block, CategoricalCrossentropy, MeanSquaredError, Network, Optimizer, RMSprop, SGD, StepError,
    Training, model, prelude::*, training_floats,
};

model! { struct Net < Dense<3, 8, Relu>, Dense<8, 5, Tanh>, Dense<5, 2> >; }

fn net(seed: u64) -> Net {
    let mut net = Net::zeroed();
    net.initialize(seed);
    net
}

fn samples(count: usize) -> (Vec<[f32; 3]>, Vec<[f32; 2]>) {
    let wave = |n: usize| (n as f32 * 0.7).sin();
    let x = (0..count).map(|n| [wave(n), wave(n + 50), wave(3 * n)]);
    x.map(|x| (x, [x[0] * x[1], x[2].abs()])).unzip()
}

fn bits(net: &impl Block) -> Vec<u32> {
    net.floats().iter().map(|p| p.to_bits()).collect()
}

/// The bits after three steps with `memory`, which is passed through `between` after each.
fn three_steps<O: Optimizer>(
    optimizer: O,
    batch: usize,
    memory: Vec<f32>,
    between: impl Fn(&mut [f32]),
) -> Vec<u32> {
    let mut net = net(7);
    let (x, targets) = samples(batch);
    let mut training = Training::new(optimizer, MeanSquaredError, memory);
    for _ in 0..3 {
        training.step(&mut net, &x, &targets).unwrap();
        between(&mut training.memory);
    }
    bits(&net)
}

#[test]
fn a_step_that_is_refused_changes_nothing() {
    let (x, targets) = samples(4);
    let mut net = net(7);
    let mut training =
        Training::new(Adam::default(), MeanSquaredError, vec![0.0; training_floats::<Net>(4, 2)]);
    training.step(&mut net, &x, &targets).unwrap();
    let before = (bits(&net), training.memory[..3 * Net::LENGTH].to_vec());

    assert_eq!(training.step(&mut net, &[], &[]), Err(StepError::Empty));
    assert_eq!(
        training.step(&mut net, &x, &targets[1..]),
        Err(StepError::Lengths { samples: 4, targets: 3 })
    );
    for (poison, loss) in [(f32::NAN, "NaN"), (1e30, "inf")] {
        let mut targets = targets.clone();
        targets[2][1] = poison;
        let error = training.step(&mut net, &x, &targets).unwrap_err();
        assert!(error.to_string().starts_with(&format!("the loss became {loss} at step 2")), "{error}");
    }
    let mut poisoned = x.clone();
    poisoned[2][1] = f32::NAN;
    let error = training.step(&mut net, &poisoned, &targets).unwrap_err();
    assert!(matches!(error, StepError::Diverged { step: 2, loss } if loss.is_nan()), "{error}");
    let needed = training.floats(4);
    training.memory.pop();
    assert_eq!(training.step(&mut net, &x, &targets), Err(StepError::Memory { needed, given: needed - 1 }));
    training.memory.push(0.0);

    assert_eq!((bits(&net), training.memory[..3 * Net::LENGTH].to_vec()), before);
    assert_eq!(training.steps(), 1);
    training.step(&mut net, &x, &targets).unwrap();
    assert_eq!(training.steps(), 2);
}

#[test]
fn evaluation_refuses_what_a_step_does_and_agrees_with_it() {
    let (x, targets) = samples(9);
    let mut net = net(7);
    for batch in 1..=9 {
        let memory = vec![f32::NAN; training_floats::<Net>(batch, 0)];
        let mut training = Training::new(SGD::default(), MeanSquaredError, memory);
        let (x, targets) = (&x[..batch], &targets[..batch]);
        let outcome = training.evaluate(&net, x, targets).unwrap();
        assert_eq!(training.step(&mut net, x, targets), Ok(outcome));
        assert_eq!(
            training.evaluate(&net, &x[1..], targets).unwrap_err(),
            training.step(&mut net, &x[1..], targets).unwrap_err()
        );
    }
}

#[test]
fn the_workspace_may_hold_anything() {
    fn check<O: Optimizer + Copy>(optimizer: O) {
        let kept = Net::LENGTH * (1 + optimizer.moments());
        for batch in 1..=9 {
            let floats = training_floats::<Net>(batch, optimizer.moments());
            let want = three_steps(optimizer, batch, vec![0.0; floats], |_| {});
            let mut memory = vec![f32::NAN; floats];
            memory[..kept].fill(0.0);
            let poisoned = three_steps(optimizer, batch, memory, |memory| memory[kept..].fill(f32::NAN));
            assert_eq!(poisoned, want, "batch {batch}");
            let roomy = three_steps(optimizer, batch, vec![0.0; 2 * floats], |_| {});
            assert_eq!(roomy, want, "batch {batch} in memory for more");
        }
    }
    check(SGD::default());
    check(SGD { momentum: 0.9, ..SGD::default() });
    check(RMSprop { momentum: 0.9, centered: true, ..RMSprop::default() });
    check(Adam::default());
}

/// The gradient is the mean over the batch: a batch of copies moves the network as one of them does.
#[test]
fn a_batch_of_copies_steps_as_one_sample() {
    let (x, targets) = samples(1);
    let after = |copies: usize| {
        let mut net = net(7);
        let memory = vec![0.0; training_floats::<Net>(copies, 0)];
        let mut training = Training::new(SGD::new(0.5), MeanSquaredError, memory);
        let outcome = training.step(&mut net, &vec![x[0]; copies], &vec![targets[0]; copies]).unwrap();
        (outcome.loss / copies as f64, net)
    };
    let (one, copies) = (after(1), after(8));
    assert!((one.0 - copies.0).abs() <= 1e-6 * one.0);
    for (a, b) in one.1.floats().iter().zip(copies.1.floats()) {
        // Eight equal shares of 1/8 are added: a few roundings.
        assert!((a - b).abs() <= 1e-6 * a.abs().max(0.1), "{a} and {b}");
    }
}

#[test]
fn one_seed_gives_the_same_bits() {
    let run = |seed| {
        let (x, targets) = samples(6);
        let mut net = net(seed);
        let memory = vec![0.0; training_floats::<Net>(6, 2)];
        let mut training = Training::new(Adam::new(0.01), MeanSquaredError, memory);
        for _ in 0..20 {
            training.step(&mut net, &x, &targets).unwrap();
        }
        bits(&net)
    };
    assert_eq!(run(7), run(7));
    assert_ne!(run(7), run(8));
}

#[test]
fn each_layer_has_a_stream_of_its_own() {
    model! { struct Small < Dense<2, 4>, Dense<4, 4>, Dense<4, 4> >; }
    model! { struct Large < Dense<9, 4, Relu>, Dense<4, 4>, Dense<4, 4> >; }
    let (mut small, mut large) = (Small::zeroed(), Large::zeroed());
    small.initialize(7);
    large.initialize(7);
    // Another first layer leaves the others' start as it was; equal layers start differently.
    assert_eq!(small.dense_2.kernel, large.dense_2.kernel);
    assert_eq!(small.dense_3.kernel, large.dense_3.kernel);
    assert_ne!(small.dense_2.kernel, small.dense_3.kernel);
}

#[test]
fn a_network_without_parameters_is_evaluated_and_stepped() {
    model! { struct Nothing < Input<2, 3>, Flatten >; }
    let mut nothing = Nothing::zeroed();
    let memory = vec![0.0; training_floats::<Nothing>(1, 2)];
    let mut training = Training::new(Adam::default(), MeanSquaredError, memory);
    let x = [[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]];
    let outcome = training.step(&mut nothing, &x, &[[0.0; 6]]).unwrap();
    assert_eq!(outcome.loss, 91.0 / 6.0);
    assert_eq!(nothing.predict(&x[0]), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
}

#[test]
fn accuracy_counts_the_samples_that_are_right() {
    model! { struct Picks < Dense<2, 2, Softmax> >; }
    let mut picks = Picks::zeroed();
    picks.dense_1.kernel = [[1.0, 0.0], [0.0, 1.0]];
    let mut training =
        Training::new(SGD::default(), CategoricalCrossentropy, vec![0.0; training_floats::<Picks>(3, 0)]);
    let x = [[2.0, 1.0], [1.0, 2.0], [1.0, 2.0]];
    let outcome = training.evaluate(&picks, &x, &[[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]).unwrap();
    assert_eq!(outcome.accuracy, Some(2.0));
}
