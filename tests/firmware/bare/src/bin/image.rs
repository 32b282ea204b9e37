//! A convolutional network looks at one picture, from flash. It prints the probabilities as bits.

#![no_std]
#![no_main]

use bare::{
    print,
    others::{EYE, picture},
};
use cornu::Model;

bare::start!(main);

fn main() -> u8 {
    let outputs = EYE.predict(core::hint::black_box(&picture()));
    outputs.iter().for_each(|output| print("output", *output));
    0
}
