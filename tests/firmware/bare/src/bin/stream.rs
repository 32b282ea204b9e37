//! A recurrent network, fed step by step from flash. It prints what it says at each step, as bits.

#![no_std]
#![no_main]

use bare::{
    print,
    others::{WAKE, reading},
};
use cornu::Stream;

bare::start!(main);

fn main() -> u8 {
    let mut stream = Stream::new(&WAKE);
    for time in 0..core::hint::black_box(16) {
        let [output] = stream.push(&reading(time));
        print("output", output);
    }
    0
}
