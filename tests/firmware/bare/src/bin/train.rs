//! Training on the device: the weights are copied from flash, and a step is taken in memory on the stack.
//!
//! It prints what it computes as bits. Exit code 0 if the loss fell, 1 if it did not, 2 if no step was taken.

#![no_std]
#![no_main]

use bare::{
    net::{Net, SAMPLE, TARGET, WEIGHTS},
    print,
};
use cornu::{Training, from_bytes, prelude::*, training_floats};

bare::start!(main);

fn main() -> u8 {
    let mut net: Net = from_bytes(WEIGHTS);
    print("output", net.predict(&SAMPLE)[0]);
    let memory = [0.0; training_floats::<Net>(1, SGD::new(0.5).moments())];
    let mut training = Training::new(SGD::new(0.5), BinaryCrossentropy, memory);
    let Ok(before) = training.step(&mut net, &[SAMPLE], &[TARGET]) else { return 2 };
    let Ok(after) = training.evaluate(&net, &[SAMPLE], &[TARGET]) else { return 2 };
    print("loss", before.loss as f32);
    print("loss", after.loss as f32);
    print("output", net.predict(&SAMPLE)[0]);
    u8::from(after.loss >= before.loss)
}
