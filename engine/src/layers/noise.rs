//! What the layers share that draw noise in training.

use crate::Random;
use rand::Rng;

/// A rate of dropping, digit by digit.
#[derive(Clone, Copy)]
pub(crate) struct Drops {
    /// The rate, in binary, behind the point; 2³² of them are 1.
    digits: u64,
    scale: f32,
}

impl Drops {
    const ALL: u64 = 1 << 32;

    /// What lies outside of 0 to 1 is taken as 0 or as 1.
    #[inline(always)]
    pub(crate) fn new(rate: f32) -> Self {
        // The conversion stops at 0 and makes 0 of NaN.
        let digits = (f64::from(rate) * Self::ALL as f64) as u64;
        if digits >= Self::ALL {
            return Drops { digits: Self::ALL, scale: 0.0 };
        }
        Drops { digits, scale: if digits == 0 { 1.0 } else { 1.0 / (1.0 - rate) } }
    }

    /// Whether nothing is dropped.
    #[inline(always)]
    pub(crate) fn none(self) -> bool {
        self.digits == 0
    }

    /// What is kept is multiplied by this: 1 / (1 − rate).
    #[inline(always)]
    pub(crate) fn scale(self) -> f32 {
        self.scale
    }

    /// 64 decisions: a bit is 1, with the chance 1 − rate, where a value is kept.
    ///
    /// Each bit's place draws a number below 1, one binary digit at a time for all 64, and is dropped if that is
    /// below the rate: decided by the first digit in which they differ. So a word of chance serves half of those
    /// that are left; seven or eight words serve all 64, and a single one does if the rate is a half.
    #[inline(always)]
    pub(crate) fn draw_kept(self, random: &mut Random) -> u64 {
        if self.digits == Self::ALL {
            return 0;
        }
        let (mut kept, mut undecided) = (0, u64::MAX);
        // The digits that are left, from the top.
        let mut digits = self.digits as u32;
        while digits != 0 && undecided != 0 {
            let drawn = random.next_u64();
            if digits >> 31 == 1 {
                undecided &= drawn;
            } else {
                kept |= undecided & drawn;
                undecided &= !drawn;
            }
            digits <<= 1;
        }
        // With all the rate's digits the same, a number is not below it.
        kept | undecided
    }
}

/// Fills `mask` with 0 where a value is dropped, and with what it is multiplied by where it is kept.
pub(crate) fn write_mask(drops: Drops, random: &mut Random, mask: &mut [f32]) {
    for mask in mask.chunks_mut(64) {
        let kept = drops.draw_kept(random);
        for (place, mask) in mask.iter_mut().enumerate() {
            *mask = if kept >> place & 1 == 1 { drops.scale() } else { 0.0 };
        }
    }
}

#[cfg(test)]
pub(crate) use tests::{Rate, check_noise, forward, rate};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chance, DropoutSettings, Forward, Layer, Setup, Shape};
    use std::{vec, vec::Vec};

    /// The settings of a dropout with this rate, by its bits.
    pub(crate) struct Rate<const BITS: u32>;

    impl<const BITS: u32> Setup for Rate<BITS> {
        type Settings = DropoutSettings;
        const SETTINGS: DropoutSettings = DropoutSettings { rate: f32::from_bits(BITS) };
    }

    /// [`Rate`], of a number.
    macro_rules! rate {
        ($rate:expr) => {
            $crate::layers::noise::Rate<{ f32::to_bits($rate) }>
        };
    }
    pub(crate) use rate;

    /// What training makes of a batch, by the chance of a step.
    pub(crate) fn forward<In: Shape, L: Layer<In, S>, S: Setup>(x: &[f32], step: u64) -> Vec<f32> {
        let mut y = vec![f32::NAN; x.len()];
        let batch = x.len() / In::DIMS.len();
        let pass = Forward {
            x,
            y: &mut y,
            trace: &mut vec![f32::NAN; L::TRACE.of(batch)],
            scratch: &mut vec![f32::NAN; L::SCRATCH.of(batch)],
            chance: Chance::new(7, step, 0),
            trainable: true,
            penalty: &mut 0.0,
        };
        L::zeroed().forward(pass);
        y
    }

    /// Asserts that a layer changes nothing in inference, nor in training where the settings `Off` say so; that the
    /// same chance gives the same bits, and another step, and another sample of the batch, other noise; and that NaN
    /// stays.
    pub(crate) fn check_noise<In: Shape, L: Layer<In, On> + Layer<In, Off>, On: Setup, Off: Setup>() {
        assert!(<L as Layer<In, On>>::IDENTITY);
        let sample: Vec<f32> = (0..In::DIMS.len()).map(|n| 1.0 + n as f32).collect();
        let x = [&sample[..], &sample].concat();
        let mut y = vec![f32::NAN; x.len()];
        Layer::<In, On>::infer(&L::zeroed(), &x, &mut y, &mut []);
        assert_eq!(y, x);
        assert_eq!(forward::<In, L, Off>(&x, 1), x);

        let noisy = forward::<In, L, On>(&x, 1);
        assert_eq!(noisy, forward::<In, L, On>(&x, 1));
        assert_ne!(noisy, forward::<In, L, On>(&x, 2));
        assert_ne!(noisy[..sample.len()], noisy[sample.len()..]);
        assert!(forward::<In, L, On>(&vec![f32::NAN; x.len()], 1).iter().all(|y| y.is_nan()));
    }

    #[test]
    fn decisions_are_those_of_a_number_below_the_rate() {
        // The same words, read as 64 numbers by their digits.
        let rate = 0.3_f32;
        let words: Vec<u64> = {
            let mut random = crate::random(7, 0);
            (0..32).map(|_| random.next_u64()).collect()
        };
        let kept = Drops::new(rate).draw_kept(&mut crate::random(7, 0));
        for place in 0..64 {
            let digit = |(n, word): (usize, &u64)| (word >> place & 1) as f64 / 2.0_f64.powi(n as i32 + 1);
            let number: f64 = words.iter().enumerate().map(digit).sum();
            assert_eq!(kept >> place & 1 == 1, number >= f64::from(rate), "{place}: {number}");
        }
    }
}
