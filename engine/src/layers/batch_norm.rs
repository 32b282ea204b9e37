use super::affine::{gamma_at, scale_and_center};
use crate::{
    Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Initializer, Layer, Linear, Random, Setup,
    Shape, ShapeRule,
    math::sqrt,
    parameters, settings,
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
/// * In inference, they are the moving ones, of which each step of training keeps the part
///   [`momentum`](BatchNormSettings::momentum): moving = momentum·moving + (1 − momentum)·batch.
/// * Frozen, by `trainable: false`, the layer does in training what it does in inference.
///
/// Other axes and the renormalization of Keras are left out. `{ center: false }` leaves out beta, and
/// `{ scale: false }` gamma: the type's last parameters are then [`NoBias`](crate::NoBias).
///
/// ```
/// use cornu_engine::{BatchNorm, Block, Flat, Layer};
///
/// let mut layer = <BatchNorm<2>>::zeroed();
/// layer.gamma = [1.0, 10.0];
/// layer.beta = [0.0, 5.0];
/// layer.moving_mean = [20.0, 0.5];
/// // With an epsilon of 0.001, the deviations are 2 and 0.5.
/// layer.moving_variance = [3.999, 0.249];
///
/// let mut y = [f32::NAN; 2];
/// Layer::<Flat<2>>::infer(&layer, &[24.0, 0.0], &mut y, &mut [f32::NAN; 2]);
/// assert!((y[0] - 2.0).abs() < 1e-6 && (y[1] + 5.0).abs() < 1e-6);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct BatchNorm<const CHANNELS: usize, G: BiasTerm = Bias, B: BiasTerm = Bias> {
    /// What each channel is multiplied by.
    pub gamma: G::Of<[f32; CHANNELS]>,
    /// What is then added to it.
    pub beta: B::Of<[f32; CHANNELS]>,
    /// The mean of each channel, in inference.
    pub moving_mean: [f32; CHANNELS],
    /// The variance of each channel, in inference.
    pub moving_variance: [f32; CHANNELS],
}

settings! {
    /// What may stand in braces behind a [`BatchNorm`].
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! {
    ///     struct Net <
    ///         Input<28, 28, 1>,
    ///         Conv2D<1, 8, 3> { use_bias: false },
    ///         BatchNorm<8> { momentum: 0.9, gamma_initializer: Constant(0.5) },
    ///         Relu,
    ///         Flatten,
    ///         Dense<_, 10>
    ///     >;
    /// }
    ///
    /// let mut net = Net::zeroed();
    /// net.initialize(7);
    /// assert_eq!(net.batch_norm_1.gamma, [0.5; 8]);
    /// ```
    pub struct BatchNormSettings {
        /// How much of the moving mean and variance a step keeps. Default: 0.99.
        pub momentum: f32 = 0.99 => (momentum >= 0.0 && momentum <= 1.0, "from 0 to 1"),
        /// What is added to the variance, so that a channel that never changes is not divided by 0. Default: 0.001.
        pub epsilon: f32 = 1e-3 => (epsilon > 0.0 && epsilon < f32::INFINITY, "above 0, and a finite number"),
        /// Whether beta is added. Default: `true`.
        pub center: bool = true,
        /// Whether each channel is multiplied by gamma. Default: `true`.
        pub scale: bool = true,
        /// The start of the moving mean. Default: `Zeros`.
        pub moving_mean_initializer: Initializer = Initializer::Zeros
            => (matches!(moving_mean_initializer.check(), Fit::Ok), "an initializer of finite numbers"),
        /// The start of the moving variance. Default: `Ones`.
        pub moving_variance_initializer: Initializer = Initializer::Ones
            => (matches!(moving_variance_initializer.check(), Fit::Ok), "an initializer of finite numbers"),
    }
    weights {
        gamma: gamma_initializer = Initializer::Ones, gamma_regularizer, gamma_constraint, gamma_l1, gamma_l2;
        beta: beta_initializer = Initializer::Zeros, beta_regularizer, beta_constraint, beta_l1, beta_l2;
    }
}

parameters! {
    impl [const CHANNELS: usize, G: BiasTerm, B: BiasTerm] BatchNorm<CHANNELS, G, B>: BatchNormSettings, variants {
        gamma, beta, state moving_mean, state moving_variance
    }
}

scale_and_center! { impl [const CHANNELS: usize] BatchNorm<CHANNELS>: BatchNormSettings }

impl<In: Shape, S: Setup<Settings = BatchNormSettings>, const CHANNELS: usize, G: BiasTerm, B: BiasTerm>
    ShapeRule<In, S> for BatchNorm<CHANNELS, G, B>
{
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::last(CHANNELS, In::DIMS);
}

impl<const CHANNELS: usize, G: BiasTerm, B: BiasTerm> BatchNorm<CHANNELS, G, B> {
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
        for (channel, (scale, variance)) in scale.iter_mut().zip(variance).enumerate() {
            *scale = gamma_at(self.gamma.floats(), channel) / sqrt(variance + epsilon);
        }
        let beta = self.beta.floats();
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                for (y, x) in y.chunks_exact_mut(CHANNELS).zip(x.chunks_exact(CHANNELS)) {
                    let row = y.iter_mut().zip(x).zip(mean.iter().zip(&*scale));
                    if beta.is_empty() {
                        row.for_each(|((y, x), (mean, scale))| *y = (x - mean) * scale);
                    } else {
                        row.zip(beta)
                            .for_each(|(((y, x), (mean, scale)), beta)| *y = (x - mean) * scale + beta);
                    }
                }
            },
        );
    }

    /// dx = gamma / √(variance + ε)·dy, where mean and variance are constants.
    fn backward_frozen(&self, epsilon: f32, dy: &[f32], dx: &mut [f32], scratch: &mut [f32]) {
        let [scale, ..] = view_blocks_mut::<[f32; CHANNELS]>(scratch) else { return };
        for (channel, (scale, variance)) in scale.iter_mut().zip(&self.moving_variance).enumerate() {
            *scale = gamma_at(self.gamma.floats(), channel) / sqrt(variance + epsilon);
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
impl<In: Shape, S: Setup<Settings = BatchNormSettings>, const CHANNELS: usize, G: BiasTerm, B: BiasTerm>
    Layer<In, S> for BatchNorm<CHANNELS, G, B>
{
    type Activation = Linear;
    const COST: usize = In::DIMS.len();
    /// The batch's mean and variance, and what rounding took off the mean.
    const TRACE: Floats = Floats::once(3 * CHANNELS);
    /// Four values of each channel, and two sums.
    const SCRATCH: Floats = Floats::once(4 * CHANNELS + column_sums_scratch(2, CHANNELS));
    const INFERENCE_SCRATCH: usize = CHANNELS;
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.gamma_initializer.write(&mut self.gamma, random);
        S::SETTINGS.beta_initializer.write(&mut self.beta, random);
        S::SETTINGS.moving_mean_initializer.write(&mut self.moving_mean, random);
        S::SETTINGS.moving_variance_initializer.write(&mut self.moving_variance, random);
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        self.normalize(S::SETTINGS.epsilon, [&self.moving_mean, &self.moving_variance], x, y, scratch);
    }

    #[inline]
    fn forward(&self, pass: Forward<'_>) {
        let Forward { x, y, trace, scratch, trainable, .. } = pass;
        if !trainable {
            return Layer::<In, S>::infer(self, x, y, scratch);
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
        self.normalize(S::SETTINGS.epsilon, [mean, variance], x, y, scratch);
    }

    /// With x̂ = (x − mean) / √(variance + ε), and means over the batch:
    /// dgamma += Σ dy·x̂, dbeta += Σ dy, dx = gamma / √(variance + ε)·(dy − mean(dy) − x̂·mean(dy·x̂)).
    ///
    /// The mean as kept is rounded, by `off`. It costs y no digit, but dx would no longer add up to 0 over the
    /// batch; and a layer in front, whose inputs may all be large, multiplies that sum by them.
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let Backward { x, dy, dx, trace, scratch, .. } = pass;
        let (Some(d), [mean, variance, off]) = (d, view_blocks::<[f32; CHANNELS]>(trace)) else {
            if let Some(dx) = dx {
                self.backward_frozen(S::SETTINGS.epsilon, dy, dx, scratch);
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
            let inverse = 1.0 / sqrt(variance[channel] + S::SETTINGS.epsilon);
            let along = along[channel] - off[channel] * sum[channel];
            if let Some(gamma) = d.gamma.floats_mut().get_mut(channel) {
                *gamma += along * inverse;
            }
            if let Some(beta) = d.beta.floats_mut().get_mut(channel) {
                *beta += sum[channel];
            }
            scale[channel] = gamma_at(self.gamma.floats(), channel) * inverse;
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
    fn update_state(&mut self, trace: &[f32], _samples: usize) {
        let [mean, variance, _] = view_blocks::<[f32; CHANNELS]>(trace) else { return };
        for (moving, batch) in [(&mut self.moving_mean, mean), (&mut self.moving_variance, variance)] {
            for (moving, batch) in moving.iter_mut().zip(batch) {
                *moving = *moving * S::SETTINGS.momentum + batch * (1.0 - S::SETTINGS.momentum);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Chance, Configure, DefaultsOf, Flat, Image, L2, MaxNorm, Sequence, Settings, Variant,
        layers::affine::split,
        setup,
        testing::{check_frozen_with, check_training_with},
    };
    use std::{vec, vec::Vec};

    type Default = DefaultsOf<BatchNorm<1>>;
    setup! { struct Flatter: BatchNormSettings { epsilon: 0.1, momentum: 0.75 } }

    /// The plain formula, with the statistics of each channel of the batch, or the moving ones.
    fn reference(
        has: [bool; 2],
        channels: usize,
        epsilon: f32,
        parameters: &[f64],
        x: &[f64],
        moving: bool,
    ) -> Vec<f64> {
        let (gamma, beta, state) = split(has, channels, parameters);
        let of = |channel: usize| x.iter().skip(channel).step_by(channels);
        let count = (x.len() / channels) as f64;
        let statistics: Vec<_> = (0..channels)
            .map(|channel| {
                let mean = of(channel).sum::<f64>() / count;
                let variance = of(channel).map(|x| (x - mean).powi(2)).sum::<f64>() / count;
                let [moving_mean, moving_variance] = [0, 1].map(|n| state[n * channels + channel]);
                if moving { (moving_mean, moving_variance) } else { (mean, variance) }
            })
            .collect();
        let normalize = |(place, x): (usize, &f64)| {
            let channel = place % channels;
            let (mean, variance) = statistics[channel];
            let scale = gamma[channel] / (variance + f64::from(epsilon)).sqrt();
            (x - mean) * scale + beta[channel]
        };
        x.iter().enumerate().map(normalize).collect()
    }

    fn check<In: Shape, const CHANNELS: usize>() {
        check_with::<In, BatchNorm<CHANNELS>, Default, CHANNELS>([true, true]);
    }

    fn check_with<
        In: Shape,
        L: Layer<In, S>,
        S: Setup<Settings = BatchNormSettings>,
        const CHANNELS: usize,
    >(
        has: [bool; 2],
    ) {
        let epsilon = S::SETTINGS.epsilon;
        // Not fewer: of two values of a channel the one becomes −1 and the other 1, whatever they are, and the
        // gradient vanishes but for what is rounded off.
        for batch in [7, 12] {
            check_training_with::<In, L, S>(batch, |parameters, x| {
                reference(has, CHANNELS, epsilon, parameters, x, false)
            });
        }
        check_frozen_with::<In, L, S>(|parameters, x| reference(has, CHANNELS, epsilon, parameters, x, true));
    }

    #[test]
    fn of_any_shape() {
        check::<Flat<1>, 1>();
        check::<Flat<5>, 5>();
        check::<Flat<70>, 70>();
        check::<Sequence<4, 3>, 3>();
        check::<Image<3, 5, 2>, 2>();
        check::<Image<2, 3, 17>, 17>();
        check_with::<Sequence<4, 3>, BatchNorm<3>, Flatter, 3>([true, true]);
    }

    #[test]
    fn without_gamma_or_beta() {
        setup! { struct Off: BatchNormSettings { center: false } }
        assert_eq!(<BatchNorm<5> as Configure<Off>>::VARIANT, 1);
        fn check<In: Shape, L, const CHANNELS: usize>()
        where
            L: Variant<0, Layer: Layer<In, Default>>
                + Variant<1, Layer: Layer<In, Default>>
                + Variant<2, Layer: Layer<In, Default>>
                + Variant<3, Layer: Layer<In, Default>>,
        {
            check_with::<In, <L as Variant<1>>::Layer, Default, CHANNELS>([true, false]);
            check_with::<In, <L as Variant<2>>::Layer, Default, CHANNELS>([false, true]);
            check_with::<In, <L as Variant<3>>::Layer, Default, CHANNELS>([false, false]);
        }
        check::<Flat<5>, BatchNorm<5>, 5>();
        check::<Image<3, 2, 17>, BatchNorm<17>, 17>();
    }

    #[test]
    fn settings_are_followed_and_checked() {
        setup! {
            struct Set: BatchNormSettings {
                gamma_initializer: Initializer::Constant(1.5),
                beta_initializer: Initializer::Ones,
                moving_mean_initializer: Initializer::Constant(0.25),
                moving_variance_initializer: Initializer::Constant(4.0),
                gamma_regularizer: L2(0.5),
                beta_constraint: MaxNorm(1.0),
            }
        }
        let mut layer = <BatchNorm<2>>::zeroed();
        Layer::<Flat<2>, Set>::build(&mut layer, &mut crate::random(7, 0));
        assert_eq!((layer.gamma, layer.beta), ([1.5; 2], [1.0; 2]));
        assert_eq!((layer.moving_mean, layer.moving_variance), ([0.25; 2], [4.0; 2]));
        assert_eq!(Layer::<Flat<2>, Set>::penalty(&layer), 0.5 * 2.0 * 1.5 * 1.5);
        Layer::<Flat<2>, Set>::constrain(&mut layer);
        assert!((layer.beta[0] - 0.5_f32.sqrt()).abs() < 1e-6 && layer.gamma == [1.5; 2]);

        let default = BatchNormSettings::DEFAULT;
        let name = |settings: BatchNormSettings| match settings.check() {
            Fit::Setting { name, .. } => name,
            _ => "",
        };
        assert_eq!(name(default), "");
        assert_eq!(name(BatchNormSettings { momentum: 1.5, ..default }), "momentum");
        assert_eq!(name(BatchNormSettings { epsilon: 0.0, ..default }), "epsilon");
        let moving_mean_initializer = Initializer::Constant(f32::NAN);
        assert_eq!(name(BatchNormSettings { moving_mean_initializer, ..default }), "moving_mean_initializer");
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
        Layer::<Flat<CHANNELS>>::forward(layer, pass);
        trace
    }

    #[test]
    fn the_moving_statistics_follow_the_batch() {
        let mut layer = <BatchNorm<2>>::zeroed();
        Layer::<Flat<2>>::build(&mut layer, &mut crate::random(7, 0));
        let trace = trace(&layer, &[1.0, 0.0, 3.0, 0.0, 2.0, 0.0, 6.0, 4.0]);
        // Means 3 and 1; variances, divided by 4 and not by 3, 3.5 and 3; and nothing was rounded.
        assert_eq!(trace, [3.0, 1.0, 3.5, 3.0, 0.0, 0.0]);
        Layer::<Flat<2>, Flatter>::update_state(&mut layer, &trace, 4);
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
        Layer::<Flat<1>>::backward(&layer, pass, Some(&mut d));
        // The sum of a gradient about 0.05 long, times the thousand that came in, is what a bias and a kernel in
        // front are given. Each value, of a difference of numbers below 2, is rounded by 1.2e-7 at most, at random:
        // a mean of 2e-9, of which ten times as much is allowed. The mean, rounded, would leave 2e-5.
        let sum: f64 = dx.iter().map(|&dx| f64::from(dx)).sum();
        assert!((sum / COUNT as f64).abs() < 2e-8, "{sum}");
        let mean = x.iter().map(|&x| f64::from(x)).sum::<f64>() / COUNT as f64;
        let along: f64 = x.iter().zip(&dy).map(|(&x, &dy)| f64::from(dy) * (f64::from(x) - mean)).sum();
        let variance = x.iter().map(|&x| (f64::from(x) - mean).powi(2)).sum::<f64>() / COUNT as f64;
        let want = along / (variance + f64::from(BatchNormSettings::DEFAULT.epsilon)).sqrt();
        assert!((f64::from(d.gamma[0]) / want - 1.0).abs() < 1e-6, "{} and {want}", d.gamma[0]);
    }
}
