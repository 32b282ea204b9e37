use super::noise::{Drops, write_mask};
use crate::{
    Backward, Dims, DropoutSettings, Fit, Floats, Forward, Layer, Linear, Random, Setup, Shape, ShapeRule,
    parameters, vectorize,
};

/// In training, makes a random part of each sample's channels 0, at all its steps or pixels, and the others
/// larger by as much: y = x / (1 − rate), or 0. In inference, y = x, which costs nothing.
///
/// Keras's `SpatialDropout1D` of a sequence and `SpatialDropout2D` of an image
/// (`keras/src/layers/regularization/spatial_dropout.py`), of Tompson and others, 2015: where neighbours are
/// alike, a value that is dropped by itself still stands beside it.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Net < Input<8, 8, 32>, SpatialDropout { rate: 0.2 }, Flatten, Dense<_, 10> >;
/// }
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct SpatialDropout;

parameters! { impl [] SpatialDropout: DropoutSettings {} }

impl<In: Shape, S: Setup<Settings = DropoutSettings>> ShapeRule<In, S> for SpatialDropout {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = match In::DIMS.rank {
        2 | 3 => Fit::Ok,
        _ => Fit::Other { takes: "a sequence or an image", gives: In::DIMS },
    };
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = DropoutSettings>> Layer<In, S> for SpatialDropout {
    type Activation = Linear;
    const COST: usize = 0;
    const IDENTITY: bool = true;
    /// What each channel is multiplied by.
    const TRACE: Floats = Floats::each(In::DIMS.last());
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
        write_mask(drops, &mut chance.random(), trace);
        scale_channels::<In>(trace, x, y);
    }

    /// dx = dy / (1 − rate), or 0.
    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        let Some(dx) = pass.dx else { return };
        if Drops::new(S::SETTINGS.rate).none() {
            return dx.copy_from_slice(pass.dy);
        }
        scale_channels::<In>(pass.trace, pass.dy, dx);
    }
}

/// y = x·mask, of each sample's channels.
#[inline]
fn scale_channels<In: Shape>(mask: &[f32], x: &[f32], y: &mut [f32]) {
    let channels = In::DIMS.last();
    vectorize(
        x.len(),
        #[inline(always)]
        || {
            let samples = y.chunks_exact_mut(In::DIMS.len()).zip(x.chunks_exact(In::DIMS.len()));
            for ((y, x), mask) in samples.zip(mask.chunks_exact(channels)) {
                for (y, x) in y.chunks_exact_mut(channels).zip(x.chunks_exact(channels)) {
                    y.iter_mut().zip(x).zip(mask).for_each(|((y, x), mask)| *y = x * mask);
                }
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Flat, Image, Sequence,
        layers::noise::{check_noise, forward, rate},
        testing::check_training_with,
    };
    use std::{vec, vec::Vec};

    #[test]
    fn a_channel_is_dropped_as_a_whole() {
        let y = forward::<Image<2, 3, 100>, SpatialDropout, rate!(0.25)>(&[3.0; 600 * 200], 1);
        let mut dropped = 0;
        for sample in y.chunks(600) {
            for channel in 0..100 {
                assert!(sample[channel] == 0.0 || sample[channel] == 4.0);
                assert!(sample.iter().skip(channel).step_by(100).all(|y| *y == sample[channel]));
                dropped += usize::from(sample[channel] == 0.0);
            }
        }
        // 20,000 channels; five standard deviations.
        assert!((dropped as f32 - 5000.0).abs() < 5.0 * (20_000.0_f32 * 0.25 * 0.75).sqrt(), "{dropped}");
    }

    #[test]
    fn the_gradient_goes_where_the_values_went() {
        fn check<In: Shape>() {
            check_rate::<In, rate!(0.0)>();
            check_rate::<In, rate!(0.3)>();
        }
        fn check_rate<In: Shape, S: Setup<Settings = DropoutSettings>>() {
            let mask = forward::<In, SpatialDropout, S>(&vec![1.0; 3 * In::DIMS.len()], 1);
            check_training_with::<In, SpatialDropout, S>(3, |_, x| {
                x.iter().zip(&mask).map(|(x, &mask)| x * f64::from(mask)).collect::<Vec<_>>()
            });
        }
        check::<Sequence<1, 1>>();
        check::<Sequence<4, 3>>();
        check::<Image<2, 3, 5>>();
    }

    #[test]
    fn noise_is_only_in_training_and_hangs_on_chance() {
        check_noise::<Sequence<2, 33>, SpatialDropout, rate!(0.5), rate!(0.0)>();
    }

    #[test]
    fn values_in_a_row_have_no_channels() {
        assert_ne!(<SpatialDropout as ShapeRule<Flat<5>>>::FIT, Fit::Ok);
    }
}
