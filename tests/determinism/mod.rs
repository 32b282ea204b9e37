//! A seed gives the same bits.

#[cfg(feature = "threads")]
mod threads;

use cornu::{Block, prelude::*};
use std::thread;

model! { struct Small < Dense<6, 20, Tanh>, Dense<20, 3, Softmax> >; }

type Compiled = cornu::Trainer<Small, Adam, SparseCategoricalCrossentropy>;

/// 50 samples, so that the last batch of 8 is shorter.
fn samples() -> (Vec<[f32; 6]>, Vec<Class<3>>) {
    let x = (0..50).map(|n| std::array::from_fn(|i| ((n * n + 5 * i) % 13) as f32 / 13.0 - 0.5));
    (x.collect(), (0..50).map(|n| Class::new(n * n % 13 / 5).unwrap()).collect())
}

fn compiled(seed: u64) -> Compiled {
    Small::new(seed).compile(Adam::new(0.01), SparseCategoricalCrossentropy)
}

fn train(small: &mut Compiled, epochs: usize, order: Option<u64>) {
    let (x, y) = samples();
    let fit = small.fit(&x, &y).epochs(epochs).batch_size(8).verbose(Verbose::Silent);
    match order {
        Some(seed) => fit.seed(seed).run(),
        None => fit.shuffle(false).run(),
    }
    .unwrap();
}

/// The weights' bits after three epochs.
fn trained(seed: u64, order: Option<u64>) -> Vec<u32> {
    let mut small = compiled(seed);
    train(&mut small, 3, order);
    bits(&small)
}

fn bits(small: &Small) -> Vec<u32> {
    small.floats().iter().map(|weight| weight.to_bits()).collect()
}

#[test]
fn a_seed_gives_the_same_weights_on_each_thread() {
    let here = trained(7, Some(0));
    let threads = [(); 2].map(|()| thread::spawn(|| trained(7, Some(0))));
    for there in threads {
        assert_eq!(there.join().unwrap(), here);
    }
}

#[test]
fn another_start_or_another_order_gives_others() {
    let runs = [trained(7, Some(0)), trained(8, Some(0)), trained(7, Some(1)), trained(7, None)];
    for (place, run) in runs.iter().enumerate() {
        assert!(!runs[..place].contains(run), "run {place} is a repetition");
    }
    assert_eq!(trained(7, None), runs[3], "in the order of the data, too, bits repeat");
}

/// A compiled model counts its epochs anew, and plain descent keeps nothing else: only orders may differ.
#[test]
fn each_epoch_has_an_order_of_its_own() {
    let (x, y) = samples();
    let mut two_orders = Small::new(7).compile(SGD::default(), SparseCategoricalCrossentropy);
    two_orders.fit(&x, &y).epochs(2).verbose(Verbose::Silent).run().unwrap();
    let mut one_order = Small::new(7);
    for _ in 0..2 {
        let mut compiled = one_order.compile(SGD::default(), SparseCategoricalCrossentropy);
        compiled.fit(&x, &y).verbose(Verbose::Silent).run().unwrap();
        one_order = compiled.into_model();
    }
    assert_ne!(bits(&two_orders), bits(&one_order));
}

/// The optimizer's moments, the count of steps and that of epochs go on, whatever stands between.
#[test]
fn two_fits_are_one_long_fit() {
    let (mut long, mut twice) = (compiled(7), compiled(7));
    train(&mut long, 4, Some(0));
    train(&mut twice, 2, Some(0));
    // Larger batches than before: the memory grows.
    let (x, y) = samples();
    twice.evaluate(&x, &y).unwrap();
    train(&mut twice, 2, Some(0));
    assert_eq!(bits(&twice), bits(&long));
}
