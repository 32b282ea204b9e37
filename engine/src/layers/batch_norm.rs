use crate::{
    Backward, Dims, Fit, Floats, Forward, Layer, Linear, Random, Settings, Shape, ShapeRule,
    math::sqrt,
    parameters,
    sums::{Terms, column_sums, column_sums_scratch},
    vectorize, view_blocks, view_blocks_mut,
};
use core::ops::Range;

/// Brings each channel to mean 0 and variance 1, and from there to a mean and a deviation that are learnt:
/// y = gamma·(x − mean) / √(variance + ε) + beta.
///
/// Keras's `BatchNormalization` over the last axis
/// (`keras/src/layers/normalization/batch_normalization.py`), of Ioffe and Szegedy, 2015. Any sizes may stand in
/// front of the channels, and stay as they are.
///
/// * In training, mean and variance are those of the batch: over its samples, and over all steps or pixels of
///   each. The variance is the mean of the squared distances.
/// * In use, they are the moving ones, of which each step of training keeps the part
///   [`momentum`](BatchNormSettings::momentum): moving = momentum·moving + (1 − momentum)·batch.
/// * Frozen, by `trainable: false`, the layer does in training what it does in use.
///
/// `center=False`, `scale=False` and the renormalization of Keras are left out.
///
/// ```
/// use cornu_engine::{BatchNorm, BatchNormSettings, Block, Flat, Layer, Settings};
///
/// let mut layer = <BatchNorm<2>>::zeroed();
/// layer.gamma = [1.0, 10.0];
/// layer.beta = [0.0, 5.0];
/// layer.moving_mean = [20.0, 0.5];
/// layer.moving_variance = [4.0, 0.25];
/// let settings = BatchNormSettings { epsilon: 0.0, ..BatchNormSettings::DEFAULT };
///
/// let mut y = [f32::NAN; 2];
/// Layer::<Flat<2>>::infer(&layer, &settings, &[24.0, 0.0], &mut y, &mut [f32::NAN; 2]);
/// assert_eq!(y, [2.0, -5.0]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct BatchNorm<const CHANNELS: usize> {
    /// What each channel is multiplied by.
    pub gamma: [f32; CHANNELS],
    /// What is then added to it.
    pub beta: [f32; CHANNELS],
    /// The mean of each channel, in use.
    pub moving_mean: [f32; CHANNELS],
    /// The variance of each channel, in use.
    pub moving_variance: [f32; CHANNELS],
}

parameters! {
    impl [const CHANNELS: usize] BatchNorm<CHANNELS> { gamma, beta, state moving_mean, state moving_variance }
}

/// What may stand in braces behind a [`BatchNorm`].
///
/// ```
/// use cornu_engine::{BatchNormSettings, Settings};
///
/// let BatchNormSettings { momentum, epsilon } = BatchNormSettings::DEFAULT;
/// assert_eq!((momentum, epsilon), (0.99, 0.001));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct BatchNormSettings {
    /// How much of the moving mean and variance a step keeps; 0.99.
    pub momentum: f32,
    /// What is added to the variance, so that a channel that never changes is not divided by 0; 0.001.
    pub epsilon: f32,
}

impl Settings for BatchNormSettings {
    const DEFAULT: Self = BatchNormSettings { momentum: 0.99, epsilon: 1e-3 };
}

impl<In: Shape, const CHANNELS: usize> ShapeRule<In> for BatchNorm<CHANNELS> {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::last(CHANNELS, In::DIMS);
}

impl<const CHANNELS: usize> BatchNorm<CHANNELS> {
    /// y = (x − mean)·scale + beta, with scale = gamma / √(variance + ε). Subtracted first, as Keras does: a mean
    /// that is large beside the deviation then costs no digits.
    #[inline(always)]
    fn normalize(
        &self,
        epsilon: f32,
        [mean, variance]: [&[f32; CHANNELS]; 2],
        x: &[f32],
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        let [scale, ..] = view_blocks_mut::<[f32; CHANNELS]>(scratch) else { return };
        for ((scale, gamma), variance) in scale.iter_mut().zip(&self.gamma).zip(variance) {
            *scale = gamma / sqrt(variance + epsilon);
        }
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                for (y, x) in y.chunks_exact_mut(CHANNELS).zip(x.chunks_exact(CHANNELS)) {
                    let channels = mean.iter().zip(&*scale).zip(&self.beta);
                    for ((y, x), ((mean, scale), beta)) in y.iter_mut().zip(x).zip(channels) {
                        *y = (x - mean) * scale + beta;
                    }
                }
            },
        );
    }

    /// dx = gamma / √(variance + ε)·dy, where mean and variance are constants.
    fn backward_frozen(&self, epsilon: f32, dy: &[f32], dx: &mut [f32], scratch: &mut [f32]) {
        let [scale, ..] = view_blocks_mut::<[f32; CHANNELS]>(scratch) else { return };
        for ((scale, gamma), variance) in scale.iter_mut().zip(&self.gamma).zip(&self.moving_variance) {
            *scale = gamma / sqrt(variance + epsilon);
        }
        vectorize(
            dy.len(),
            #[inline(always)]
            || {
                for (dx, dy) in dx.chunks_exact_mut(CHANNELS).zip(dy.chunks_exact(CHANNELS)) {
                    dx.iter_mut().zip(dy).zip(&*scale).for_each(|((dx, dy), scale)| *dx = dy * scale);
                }
            },
        );
    }
}

/// x
struct Values<'a>(&'a [f32]);

impl Terms<1> for Values<'_> {
    #[inline(always)]
    fn add(&self, [sum]: [&mut [f32]; 1], at: Range<usize>) {
        sum.iter_mut().zip(&self.0[at]).for_each(|(sum, x)| *sum += x);
    }
}

/// (x − mean)², and x − mean
struct Distances<'a, const CHANNELS: usize> {
    x: &'a [f32],
    mean: &'a [f32; CHANNELS],
}

impl<const CHANNELS: usize> Terms<2> for Distances<'_, CHANNELS> {
    #[inline(always)]
    fn add(&self, [square, plain]: [&mut [f32]; 2], at: Range<usize>) {
        let sums = square.chunks_exact_mut(CHANNELS).zip(plain.chunks_exact_mut(CHANNELS));
        for ((square, plain), x) in sums.zip(self.x[at].chunks_exact(CHANNELS)) {
            for ((square, plain), (x, mean)) in square.iter_mut().zip(plain).zip(x.iter().zip(self.mean)) {
                let distance = x - mean;
                *square += distance * distance;
                *plain += distance;
            }
        }
    }
}

/// dy, and dy·(x − mean)
struct Gradients<'a, const CHANNELS: usize> {
    dy: &'a [f32],
    x: &'a [f32],
    mean: &'a [f32; CHANNELS],
}

impl<const CHANNELS: usize> Terms<2> for Gradients<'_, CHANNELS> {
    #[inline(always)]
    fn add(&self, [sum, along]: [&mut [f32]; 2], at: Range<usize>) {
        let (dy, x) = (&self.dy[at.clone()], &self.x[at]);
        sum.iter_mut().zip(dy).for_each(|(sum, dy)| *sum += dy);
        let values = dy.chunks_exact(CHANNELS).zip(x.chunks_exact(CHANNELS));
        for (along, (dy, x)) in along.chunks_exact_mut(CHANNELS).zip(values) {
            for ((along, mean), (dy, x)) in along.iter_mut().zip(self.mean).zip(dy.iter().zip(x)) {
                *along += dy * (x - mean);
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Shape, const CHANNELS: usize> Layer<In> for BatchNorm<CHANNELS> {
    type Settings = BatchNormSettings;
    type Activation = Linear;
    const COST: usize = In::DIMS.len();
    /// The batch's mean and variance, and what rounding took off the mean.
    const TRACE: Floats = Floats::once(3 * CHANNELS);
    /// Four values of each channel, and two sums.
    const SCRATCH: Floats = Floats::once(4 * CHANNELS + column_sums_scratch(2, CHANNELS));
    const INFERENCE_SCRATCH: usize = CHANNELS;
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, _: &BatchNormSettings, _: &mut Random) {
        self.gamma.fill(1.0);
        self.beta.fill(0.0);
        self.moving_mean.fill(0.0);
        self.moving_variance.fill(1.0);
    }

    #[inline]
    fn infer(&self, settings: &BatchNormSettings, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        self.normalize(settings.epsilon, [&self.moving_mean, &self.moving_variance], x, y, scratch);
    }

    #[inline]
    fn forward(&self, settings: &BatchNormSettings, pass: Forward<'_>) {
        let Forward { x, y, trace, scratch, trainable, .. } = pass;
        if !trainable {
            return Layer::<In>::infer(self, settings, x, y, scratch);
        }
        let (mean, distances) = trace.split_at_mut(CHANNELS);
        let [mean] = view_blocks_mut::<[f32; CHANNELS]>(mean) else { return };
        let one = 1.0 / (x.len() / CHANNELS) as f32;
        column_sums(x.len(), CHANNELS, mean, scratch, &Values(x));
        mean.iter_mut().for_each(|mean| *mean *= one);
        // A second way through the batch: Σx² − (Σx)² would lose the variance of a channel that is far from 0.
        column_sums(x.len(), CHANNELS, distances, scratch, &Distances { x, mean });
        distances.iter_mut().for_each(|distance| *distance *= one);
        let [variance, _] = view_blocks::<[f32; CHANNELS]>(distances) else { return };
        self.normalize(settings.epsilon, [mean, variance], x, y, scratch);
    }

    /// With x̂ = (x − mean) / √(variance + ε), and means over the batch:
    /// dgamma += Σ dy·x̂, dbeta += Σ dy, dx = gamma / √(variance + ε)·(dy − mean(dy) − x̂·mean(dy·x̂)).
    ///
    /// The mean as kept is rounded, by `off`. It costs y no digit, but dx would no longer add up to 0 over the
    /// batch; and a layer in front, whose inputs may all be large, multiplies that sum by them.
    #[inline]
    fn backward(&self, settings: &BatchNormSettings, pass: Backward<'_>, d: Option<&mut Self>) {
        let Backward { x, dy, dx, trace, scratch, .. } = pass;
        let (Some(d), [mean, variance, off]) = (d, view_blocks::<[f32; CHANNELS]>(trace)) else {
            if let Some(dx) = dx {
                self.backward_frozen(settings.epsilon, dy, dx, scratch);
            }
            return;
        };
        let (own, scratch) = scratch.split_at_mut(4 * CHANNELS);
        let (sums, factors) = own.split_at_mut(2 * CHANNELS);
        column_sums(x.len(), CHANNELS, sums, scratch, &Gradients { dy, x, mean });
        let [sum, along] = view_blocks_mut::<[f32; CHANNELS]>(sums) else { return };
        let [scale, slope] = view_blocks_mut::<[f32; CHANNELS]>(factors) else { return };
        let one = 1.0 / (x.len() / CHANNELS) as f32;
        for channel in 0..CHANNELS {
            let inverse = 1.0 / sqrt(variance[channel] + settings.epsilon);
            let along = along[channel] - off[channel] * sum[channel];
            d.gamma[channel] += along * inverse;
            d.beta[channel] += sum[channel];
            scale[channel] = self.gamma[channel] * inverse;
            slope[channel] = along * inverse * inverse * one;
            sum[channel] = sum[channel] * one - slope[channel] * off[channel];
        }
        let Some(dx) = dx else { return };
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                let values = dy.chunks_exact(CHANNELS).zip(x.chunks_exact(CHANNELS));
                for (dx, (dy, x)) in dx.chunks_exact_mut(CHANNELS).zip(values) {
                    let channels = sum.iter().zip(mean).zip(scale.iter().zip(&*slope));
                    let values = dx.iter_mut().zip(dy.iter().zip(x));
                    for ((dx, (dy, x)), ((of_dy, mean), (scale, slope))) in values.zip(channels) {
                        *dx = scale * (dy - of_dy - (x - mean) * slope);
                    }
                }
            },
        );
    }

    #[inline]
    fn update_state(&mut self, settings: &BatchNormSettings, trace: &[f32], _samples: usize) {
        let [mean, variance, _] = view_blocks::<[f32; CHANNELS]>(trace) else { return };
        for (moving, batch) in [(&mut self.moving_mean, mean), (&mut self.moving_variance, variance)] {
            for (moving, batch) in moving.iter_mut().zip(batch) {
                *moving = *moving * settings.momentum + batch * (1.0 - settings.momentum);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Block, Chance, Flat, Image, Sequence,
        testing::{check_frozen, check_training},
    };
    use std::{vec, vec::Vec};

    const DEFAULT: BatchNormSettings = BatchNormSettings::DEFAULT;

    /// The plain formula, with the statistics of each channel of the batch, or the moving ones.
    fn reference(parameters: &[f64], x: &[f64], moving: bool) -> Vec<f64> {
        let channels = parameters.len() / 4;
        let of = |channel: usize| x.iter().skip(channel).step_by(channels);
        let count = (x.len() / channels) as f64;
        let statistics: Vec<_> = (0..channels)
            .map(|channel| {
                let mean = of(channel).sum::<f64>() / count;
                let variance = of(channel).map(|x| (x - mean).powi(2)).sum::<f64>() / count;
                let [moving_mean, moving_variance] = [2, 3].map(|n| parameters[n * channels + channel]);
                if moving { (moving_mean, moving_variance) } else { (mean, variance) }
            })
            .collect();
        let normalize = |(place, x): (usize, &f64)| {
            let channel = place % channels;
            let (mean, variance) = statistics[channel];
            let scale = parameters[channel] / (variance + f64::from(DEFAULT.epsilon)).sqrt();
            (x - mean) * scale + parameters[channels + channel]
        };
        x.iter().enumerate().map(normalize).collect()
    }

    fn check<In: Shape, const CHANNELS: usize>() {
        // Not fewer: of two values of a channel the one becomes −1 and the other 1, whatever they are, and the
        // gradient vanishes but for what is rounded off.
        for batch in [7, 12] {
            check_training::<In, BatchNorm<CHANNELS>>(&DEFAULT, batch, |parameters, x| {
                reference(parameters, x, false)
            });
        }
        check_frozen::<In, BatchNorm<CHANNELS>>(&DEFAULT, |parameters, x| reference(parameters, x, true));
    }

    #[test]
    fn of_any_shape() {
        check::<Flat<1>, 1>();
        check::<Flat<5>, 5>();
        check::<Flat<70>, 70>();
        check::<Sequence<4, 3>, 3>();
        check::<Image<3, 5, 2>, 2>();
        check::<Image<2, 3, 17>, 17>();
    }

    /// The trace of a step in training.
    fn trace<const CHANNELS: usize>(layer: &BatchNorm<CHANNELS>, x: &[f32]) -> Vec<f32> {
        let mut trace = vec![f32::NAN; 3 * CHANNELS];
        let scratch = <BatchNorm<CHANNELS> as Layer<Flat<CHANNELS>>>::SCRATCH.once;
        let pass = Forward {
            x,
            y: &mut vec![f32::NAN; x.len()],
            trace: &mut trace,
            scratch: &mut vec![f32::NAN; scratch],
            chance: Chance::new(7, 1, 0),
            trainable: true,
            penalty: &mut 0.0,
        };
        Layer::<Flat<CHANNELS>>::forward(layer, &DEFAULT, pass);
        trace
    }

    #[test]
    fn the_moving_statistics_follow_the_batch() {
        let mut layer = <BatchNorm<2>>::zeroed();
        Layer::<Flat<2>>::build(&mut layer, &DEFAULT, &mut crate::random(7, 0));
        let trace = trace(&layer, &[1.0, 0.0, 3.0, 0.0, 2.0, 0.0, 6.0, 4.0]);
        // Means 3 and 1; variances, divided by 4 and not by 3, 3.5 and 3; and nothing was rounded.
        assert_eq!(trace, [3.0, 1.0, 3.5, 3.0, 0.0, 0.0]);
        let settings = BatchNormSettings { momentum: 0.75, ..DEFAULT };
        Layer::<Flat<2>>::update_state(&mut layer, &settings, &trace, 4);
        assert_eq!(layer.moving_mean, [0.75, 0.25]);
        assert_eq!(layer.moving_variance, [1.625, 1.5]);
        assert_eq!((layer.gamma, layer.beta), ([1.0; 2], [0.0; 2]));
    }

    #[test]
    fn a_channel_far_from_zero_keeps_its_variance() {
        // Mean 10,000 and deviation 1: the squares' mean less the mean's square would be off by 8.
        let x: Vec<f32> = (0..100_000).map(|n| 10_000.0 + if n % 2 == 0 { 1.0 } else { -1.0 }).collect();
        assert_eq!(trace(&<BatchNorm<1>>::zeroed(), &x), [10_000.0, 1.0, 0.0]);
    }

    #[test]
    fn the_gradient_far_from_zero_adds_up_to_nothing() {
        const COUNT: usize = 4096;
        let wave = |scale: f32| (0..COUNT).map(move |n| (n as f32 * scale).sin());
        let x: Vec<f32> = wave(0.37).map(|x| 1000.3 + x).collect();
        let dy: Vec<f32> = wave(0.37).zip(wave(0.11)).map(|(along, other)| along + 0.1 * other).collect();
        let layer = BatchNorm { gamma: [1.0], beta: [0.0], moving_mean: [0.0], moving_variance: [1.0] };
        let (mut trace, mut d) = (trace(&layer, &x), <BatchNorm<1>>::zeroed());
        let mut dx = vec![f32::NAN; COUNT];
        let scratch = <BatchNorm<1> as Layer<Flat<1>>>::SCRATCH.once;
        let pass = Backward {
            x: &x,
            y: &[],
            dy: &dy,
            dx: Some(&mut dx),
            trace: &mut trace,
            scratch: &mut vec![f32::NAN; scratch],
        };
        Layer::<Flat<1>>::backward(&layer, &DEFAULT, pass, Some(&mut d));
        // The sum of a gradient about 0.05 long, times the thousand that came in, is what a bias and a kernel in
        // front are given. Each value, of a difference of numbers below 2, is rounded by 1.2e-7 at most, at random:
        // a mean of 2e-9, of which ten times as much is allowed. The mean, rounded, would leave 2e-5.
        let sum: f64 = dx.iter().map(|&dx| f64::from(dx)).sum();
        assert!((sum / COUNT as f64).abs() < 2e-8, "{sum}");
        let mean = x.iter().map(|&x| f64::from(x)).sum::<f64>() / COUNT as f64;
        let along: f64 = x.iter().zip(&dy).map(|(&x, &dy)| f64::from(dy) * (f64::from(x) - mean)).sum();
        let variance = x.iter().map(|&x| (f64::from(x) - mean).powi(2)).sum::<f64>() / COUNT as f64;
        let want = along / (variance + f64::from(DEFAULT.epsilon)).sqrt();
        assert!((f64::from(d.gamma[0]) / want - 1.0).abs() < 1e-6, "{} and {want}", d.gamma[0]);
    }
}
