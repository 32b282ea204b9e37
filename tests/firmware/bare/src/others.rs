//! A network that takes a sequence step by step, and one that looks at an image, for the firmware and for the test
//! that computes the same with `std`.

use cornu::{from_bytes, prelude::*};

model! {
    /// Says at each reading of three sensors what all so far make. As large as the products that are plain loops
    /// allow: 5 × 20 values of the recurrent kernel.
    pub struct Wake < Input<16, 3>, LSTM<3, 5>, Dense<5, 1, Sigmoid> >;
}

model! {
    /// Looks at a picture of 8 × 8 gray pixels.
    pub struct Eye < Input<8, 8, 1>, Conv2D<1, 4, 3, Relu>, MaxPool2D<2>, Flatten, Dense<_, 3, Softmax> >;
}

/// The weights in flash.
pub static WAKE: Wake = from_bytes(&weights::<{ Wake::FLASH_BYTES }>());
pub static EYE: Eye = from_bytes(&weights::<{ Eye::FLASH_BYTES }>());

/// Numbers from −0.5 to 0.5 that repeat late.
const fn weights<const BYTES: usize>() -> [u8; BYTES] {
    let (mut bytes, mut place) = ([0; BYTES], 0);
    while place < BYTES {
        let weight = (place / 4 * 37 % 101) as f32 / 100.0 - 0.5;
        bytes[place] = weight.to_ne_bytes()[place % 4];
        place += 1;
    }
    bytes
}

/// The reading at this time.
pub fn reading(time: usize) -> [f32; 3] {
    core::array::from_fn(|sensor| ((time * 5 + sensor * 3) % 11) as f32 / 11.0 - 0.5)
}

/// A picture.
pub fn picture() -> [[[f32; 1]; 8]; 8] {
    core::array::from_fn(|row| core::array::from_fn(|column| [((row * 3 + column * 5) % 7) as f32 / 7.0]))
}
