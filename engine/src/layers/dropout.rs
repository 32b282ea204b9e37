use super::noise::Drops;
use crate::{
    Backward, Dims, Fit, Floats, Forward, Layer, Linear, Random, Setup, Shape, ShapeRule, parameters,
    settings, vectorize,
};

/// In training, makes a random part of the values 0, and the others larger by as much, so that the mean stays:
/// y = x / (1 − rate), or 0. In inference, y = x, which costs nothing.
///
/// Keras's `Dropout` (`keras/src/layers/regularization/dropout.py`), of Srivastava and others, 2014. A training's
/// seed makes the choice, another at each step. `noise_shape` is left out; [`SpatialDropout`](crate::SpatialDropout)
/// is its most common use.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { struct Net < Dense<784, 512, Relu>, Dropout { rate: 0.2 }, Dense<512, 10> >; }
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Dropout;

settings! {
    /// What may stand in braces behind a [`Dropout`], a [`SpatialDropout`](crate::SpatialDropout) or a
    /// [`GaussianDropout`](crate::GaussianDropout).
    pub struct DropoutSettings {
        /// The part that is dropped, from 0, which changes nothing, to 1, which leaves nothing. Default: 0.5.
        pub rate: f32 = 0.5 => (rate >= 0.0 && rate <= 1.0, "from 0 to 1"),
    }
}

parameters! { impl [] Dropout: DropoutSettings {} }

impl<In: Shape, S: Setup<Settings = DropoutSettings>> ShapeRule<In, S> for Dropout {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::Ok;
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = DropoutSettings>> Layer<In, S> for Dropout {
    type Activation = Linear;
    const COST: usize = 0;
    const IDENTITY: bool = true;
    /// A bit for each value, 64 of them at a time.
    const TRACE: Floats = Floats::once(2).and(Floats::each(In::DIMS.len().div_ceil(32)));
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, _: &mut Random) {}

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        y.copy_from_slice(x);
    }

    #[inline]
    fn forward(&self, pass: Forward<'_>) {
        let Forward { x, y, trace, chance, .. } = pass;
        let drops = Drops::new(S::SETTINGS.rate);
        if drops.none() {
            return y.copy_from_slice(x);
        }
        let random = &mut chance.random();
        for bits in trace.chunks_exact_mut(2).take(x.len().div_ceil(64)) {
            let kept = drops.draw_kept(random);
            bits[0] = f32::from_bits(kept as u32);
            bits[1] = f32::from_bits((kept >> 32) as u32);
        }
        scale_kept(trace, drops.scale(), x, y);
    }

    /// dx = dy / (1 − rate), or 0.
    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        let Some(dx) = pass.dx else { return };
        let drops = Drops::new(S::SETTINGS.rate);
        if drops.none() {
            return dx.copy_from_slice(pass.dy);
        }
        scale_kept(pass.trace, drops.scale(), pass.dy, dx);
    }
}

/// y = x·scale where the bit is set. Multiplied by 0 where it is not, so that NaN stays.
#[inline]
fn scale_kept(bits: &[f32], scale: f32, x: &[f32], y: &mut [f32]) {
    vectorize(
        x.len(),
        #[inline(always)]
        || scale_words(bits, scale, x, y),
    );
}

/// Each bit's value, 32 of them at a time.
#[inline(always)]
fn scale_words(bits: &[f32], scale: f32, x: &[f32], y: &mut [f32]) {
    for ((y, x), bits) in y.chunks_mut(32).zip(x.chunks(32)).zip(bits) {
        let bits = bits.to_bits();
        for (place, (y, x)) in y.iter_mut().zip(x).enumerate() {
            *y = x * if bits >> place & 1 == 1 { scale } else { 0.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Image, Sequence, Settings,
        layers::noise::{check_noise, forward, rate},
        testing::check_training_with,
    };
    use std::{vec, vec::Vec};

    #[test]
    fn it_drops_as_many_as_it_says_and_keeps_the_mean() {
        fn check<S: Setup<Settings = DropoutSettings>>() {
            let rate = S::SETTINGS.rate;
            let y = forward::<Sequence<1000, 100>, Dropout, S>(&[1.0; 100_000], 1);
            let dropped = y.iter().filter(|y| **y == 0.0).count() as f32;
            assert!(y.iter().all(|&y| y == 0.0 || y == 1.0 / (1.0 - rate)));
            // Five standard deviations of a binomial distribution.
            let deviation = (100_000.0 * rate * (1.0 - rate)).sqrt();
            assert!((dropped - 100_000.0 * rate).abs() < 5.0 * deviation, "{dropped} of {rate}");
        }
        check::<rate!(0.5)>();
        check::<rate!(0.25)>();
        check::<rate!(0.1)>();
        check::<rate!(0.9)>();
        check::<rate!(1.0 / 3.0)>();
        check::<rate!(0.001)>();
    }

    #[test]
    fn each_value_is_dropped_by_itself() {
        // Neighbours, those a word apart and those at the same place in two samples: each pair is dropped together
        // as often as chance has it.
        let y = forward::<Sequence<640, 10>, Dropout, rate!(0.5)>(&[1.0; 64_000], 1);
        for distance in [1, 2, 31, 32, 63, 64, 6400] {
            let pairs = y.iter().zip(&y[distance..]).filter(|(a, b)| **a == 0.0 && **b == 0.0).count() as f32;
            let count = (y.len() - distance) as f32;
            // Pairs overlap: a quarter and an eighth, at most, of variance each.
            assert!((pairs - count / 4.0).abs() < 5.0 * (count * 5.0 / 16.0).sqrt(), "{pairs} at {distance}");
        }
    }

    #[test]
    fn the_gradient_goes_where_the_values_went() {
        fn check<In: Shape>() {
            check_rate::<In, rate!(0.0)>();
            check_rate::<In, rate!(0.3)>();
            check_rate::<In, rate!(0.5)>();
        }
        fn check_rate<In: Shape, S: Setup<Settings = DropoutSettings>>() {
            for batch in [1, 3] {
                let mask = forward::<In, Dropout, S>(&vec![1.0; batch * In::DIMS.len()], 1);
                check_training_with::<In, Dropout, S>(batch, |_, x| {
                    x.iter().zip(&mask).map(|(x, &mask)| x * f64::from(mask)).collect::<Vec<_>>()
                });
            }
        }
        check::<Sequence<1, 1>>();
        check::<Sequence<3, 21>>();
        check::<Sequence<8, 8>>();
        check::<Image<3, 5, 7>>();
    }

    #[test]
    fn noise_is_only_in_training_and_hangs_on_chance() {
        check_noise::<Sequence<5, 13>, Dropout, rate!(0.5), rate!(0.0)>();
    }

    #[test]
    fn a_rate_of_one_drops_all_and_a_senseless_one_changes_nothing() {
        fn of<S: Setup<Settings = DropoutSettings>>() -> Vec<f32> {
            forward::<Sequence<2, 35>, Dropout, S>(&[3.0; 70], 1)
        }
        assert_eq!(of::<rate!(1.0)>(), [0.0; 70]);
        // A model with one of these does not compile.
        assert_eq!(of::<rate!(7.0)>(), [0.0; 70]);
        assert_eq!(of::<rate!(-0.5)>(), [3.0; 70]);
        assert_eq!(of::<rate!(f32::NAN)>(), [3.0; 70]);
    }

    #[test]
    fn a_rate_is_from_0_to_1() {
        let misfit = Fit::Setting { name: "rate", must: "from 0 to 1" };
        for rate in [7.0, -0.5, f32::NAN, 1.0_f32.next_up()] {
            assert_eq!(DropoutSettings { rate }.check(), misfit);
        }
        for rate in [0.0, DropoutSettings::DEFAULT.rate, 1.0] {
            assert_eq!(DropoutSettings { rate }.check(), Fit::Ok);
        }
    }
}
