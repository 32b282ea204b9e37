//! The network, for the firmware and for the test that computes the same with `std`.

use cornu::{from_bytes, prelude::*};

model! {
    /// As small as networks on microcontrollers are.
    pub struct Net < Dense<8, 10, Tanh>, Dense<10, 10, Tanh>, Dense<10, 1, Sigmoid> >;
}

// A board that has less says so to the compiler.
const _: () = assert!(Net::FLASH_BYTES <= 1024 && Net::INFERENCE_BYTES <= 128 && Net::TRAINING_BYTES <= 1024);

/// What `Net::new(7)` draws; the test says how it is written.
pub const WEIGHTS: &[u8] = include_bytes!("../net.bin");

/// The weights in flash: no code runs to make it.
pub static NET: Net = from_bytes(WEIGHTS);

/// A sample, and what the network is to say of it.
pub const SAMPLE: [f32; 8] = [0.1, -0.2, 0.3, -0.4, 0.5, -0.6, 0.7, -0.8];
pub const TARGET: [f32; 1] = [1.0];

/// The bits of the output for [`SAMPLE`], on every machine.
pub const OUTPUT: u32 = 0x3ecd_c964;
