use super::affine::{gamma_at, scale_and_center};
use crate::{
    Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Initializer, Layer, Linear, Random, Setup,
    Shape, ShapeRule,
    math::sqrt,
    parameters, settings,
    sums::{Terms, column_sums, column_sums_scratch},
    vectorize,
};
use core::ops::Range;

/// Brings each group of a sample's channels, over all its steps or pixels, to mean 0 and variance 1, and each channel
/// from there to a mean and a deviation that are learnt: y = gamma·(x − mean) / √(variance + ε) + beta.
///
/// Keras's `GroupNormalization` over the last axis (`keras/src/layers/normalization/group_normalization.py`), of Wu and
/// He, 2018. Each sample is taken by itself, in training as in inference. With `{ groups: 1 }` all channels are one
/// group; with `{ groups: -1 }` each is its own, which is called instance normalization. `{ center: false }` leaves
/// out beta, and `{ scale: false }` gamma: the type's last parameters are then [`NoBias`](crate::NoBias).
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Net <
///         Input<28, 28, 1>,
///         Conv2D<1, 16, 3>,
///         GroupNorm<16> { groups: 4 },
///         Relu,
///         Flatten,
///         Dense<_, 10>
///     >;
/// }
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct GroupNorm<const CHANNELS: usize, G: BiasTerm = Bias, B: BiasTerm = Bias> {
    /// What each channel is multiplied by.
    pub gamma: G::Of<[f32; CHANNELS]>,
    /// What is then added to it.
    pub beta: B::Of<[f32; CHANNELS]>,
}

settings! {
    /// What may stand in braces behind a [`GroupNorm`].
    pub struct GroupNormSettings {
        /// How many groups of channels there are; -1 for as many as channels. Default: 32.
        pub groups: isize = 32 => (groups > 0 || groups == -1, "at least 1, or -1 for as many as there are channels"),
        /// What is added to the variance, so that values that are all the same are not divided by 0. Default: 0.001.
        pub epsilon: f32 = 1e-3 => (epsilon > 0.0 && epsilon < f32::INFINITY, "above 0, and a finite number"),
        /// Whether beta is added. Default: `true`.
        pub center: bool = true,
        /// Whether each channel is multiplied by gamma. Default: `true`.
        pub scale: bool = true,
    }
    weights {
        gamma: gamma_initializer = Initializer::Ones, gamma_regularizer, gamma_constraint, gamma_l1, gamma_l2;
        beta: beta_initializer = Initializer::Zeros, beta_regularizer, beta_constraint, beta_l1, beta_l2;
    }
}

parameters! {
    impl [const CHANNELS: usize, G: BiasTerm, B: BiasTerm] GroupNorm<CHANNELS, G, B>: GroupNormSettings, variants {
        gamma, beta
    }
}

scale_and_center! { impl [const CHANNELS: usize] GroupNorm<CHANNELS>: GroupNormSettings }

impl GroupNormSettings {
    /// How many groups that is; at least 1.
    const fn groups_of(&self, channels: usize) -> usize {
        match self.groups {
            groups if groups > 0 => groups as usize,
            _ if channels > 0 => channels,
            _ => 1,
        }
    }
}

impl<In: Shape, S: Setup<Settings = GroupNormSettings>, const CHANNELS: usize, G: BiasTerm, B: BiasTerm>
    ShapeRule<In, S> for GroupNorm<CHANNELS, G, B>
{
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::last(CHANNELS, In::DIMS).and(Fit::setting(
        "groups",
        CHANNELS.is_multiple_of(S::SETTINGS.groups_of(CHANNELS)),
        "a divisor of the channels",
    ));
}

/// x
struct Values<'a>(&'a [f32]);

impl Terms<1> for Values<'_> {
    #[inline(always)]
    fn add(&self, [sum]: [&mut [f32]; 1], at: Range<usize>) {
        sum.iter_mut().zip(&self.0[at]).for_each(|(sum, x)| *sum += x);
    }
}

/// (x − mean)²
struct Squares<'a> {
    x: &'a [f32],
    mean: &'a [f32],
}

impl Terms<1> for Squares<'_> {
    #[inline(always)]
    fn add(&self, [sum]: [&mut [f32]; 1], at: Range<usize>) {
        let channels = self.mean.len();
        for (sum, x) in sum.chunks_exact_mut(channels).zip(self.x[at].chunks_exact(channels)) {
            for ((sum, x), mean) in sum.iter_mut().zip(x).zip(self.mean) {
                *sum += (x - mean) * (x - mean);
            }
        }
    }
}

/// dy, and dy·(x − mean)
struct Gradients<'a> {
    dy: &'a [f32],
    x: &'a [f32],
    mean: &'a [f32],
}

impl Terms<2> for Gradients<'_> {
    #[inline(always)]
    fn add(&self, [sum, along]: [&mut [f32]; 2], at: Range<usize>) {
        let (dy, x) = (&self.dy[at.clone()], &self.x[at]);
        sum.iter_mut().zip(dy).for_each(|(sum, dy)| *sum += dy);
        let channels = self.mean.len();
        let values = dy.chunks_exact(channels).zip(x.chunks_exact(channels));
        for (along, (dy, x)) in along.chunks_exact_mut(channels).zip(values) {
            for ((along, mean), (dy, x)) in along.iter_mut().zip(self.mean).zip(dy.iter().zip(x)) {
                *along += dy * (x - mean);
            }
        }
    }
}

/// Replaces each channel's sum by the mean of its group, which has so many channels; `count` values are added up.
#[inline(always)]
fn to_group_means(sums: &mut [f32], channels: usize, count: usize) {
    for group in sums.chunks_exact_mut(channels) {
        let mean = group.iter().sum::<f32>() / count as f32;
        group.fill(mean);
    }
}

impl<const CHANNELS: usize, G: BiasTerm, B: BiasTerm> GroupNorm<CHANNELS, G, B> {
    /// One sample; leaves each channel's mean, and its 1 / √(variance + ε), in `statistics`.
    #[inline(always)]
    fn normalize(
        &self,
        settings: &GroupNormSettings,
        x: &[f32],
        y: &mut [f32],
        statistics: &mut [f32],
        scratch: &mut [f32],
    ) {
        let channels = CHANNELS / settings.groups_of(CHANNELS);
        let count = x.len() / CHANNELS * channels;
        let (mean, inverse) = statistics.split_at_mut(CHANNELS);
        column_sums(x.len(), CHANNELS, mean, scratch, &Values(x));
        to_group_means(mean, channels, count);
        // A second way through the sample: Σx² − (Σx)² would lose the variance of what is far from 0.
        column_sums(x.len(), CHANNELS, inverse, scratch, &Squares { x, mean });
        to_group_means(inverse, channels, count);
        inverse.iter_mut().for_each(|variance| *variance = 1.0 / sqrt(*variance + settings.epsilon));
        let (scale, _) = scratch.split_at_mut(CHANNELS);
        for (channel, (scale, inverse)) in scale.iter_mut().zip(&*inverse).enumerate() {
            *scale = gamma_at(self.gamma.floats(), channel) * inverse;
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
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = GroupNormSettings>, const CHANNELS: usize, G: BiasTerm, B: BiasTerm>
    Layer<In, S> for GroupNorm<CHANNELS, G, B>
{
    type Activation = Linear;
    const COST: usize = 3 * In::DIMS.len();
    /// Each channel's mean, and what it is multiplied by.
    const TRACE: Floats = Floats::each(2 * CHANNELS);
    /// Two sums of each channel.
    const SCRATCH: Floats = Floats::once(2 * CHANNELS + column_sums_scratch(2, CHANNELS));
    const INFERENCE_SCRATCH: usize = 2 * CHANNELS + column_sums_scratch(1, CHANNELS);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.gamma_initializer.write(&mut self.gamma, random);
        S::SETTINGS.beta_initializer.write(&mut self.beta, random);
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], scratch: &mut [f32]) {
        let (statistics, scratch) = scratch.split_at_mut(2 * CHANNELS);
        for (y, x) in y.chunks_exact_mut(In::DIMS.len()).zip(x.chunks_exact(In::DIMS.len())) {
            self.normalize(&S::SETTINGS, x, y, statistics, scratch);
        }
    }

    #[inline]
    fn forward(&self, pass: Forward<'_>) {
        let Forward { x, y, trace, scratch, .. } = pass;
        let samples = y.chunks_exact_mut(In::DIMS.len()).zip(x.chunks_exact(In::DIMS.len()));
        for ((y, x), statistics) in samples.zip(trace.chunks_exact_mut(2 * CHANNELS)) {
            self.normalize(&S::SETTINGS, x, y, statistics, scratch);
        }
    }

    /// With x̂ = (x − mean) / √(variance + ε), g = gamma·dy and means over a group of a sample:
    /// dgamma += Σ dy·x̂, dbeta += Σ dy, dx = (g − mean(g) − x̂·mean(g·x̂)) / √(variance + ε).
    #[inline]
    fn backward(&self, pass: Backward<'_>, mut d: Option<&mut Self>) {
        let Backward { x, dy, mut dx, trace, scratch, .. } = pass;
        let length = In::DIMS.len();
        let channels = CHANNELS / const { S::SETTINGS.groups_of(CHANNELS) };
        let count = length / CHANNELS * channels;
        let (sums, scratch) = scratch.split_at_mut(2 * CHANNELS);
        let samples =
            x.chunks_exact(length).zip(dy.chunks_exact(length)).zip(trace.chunks_exact(2 * CHANNELS));
        for (number, ((x, dy), statistics)) in samples.enumerate() {
            let (mean, inverse) = statistics.split_at(CHANNELS);
            column_sums(x.len(), CHANNELS, sums, scratch, &Gradients { dy, x, mean });
            let (sum, along) = sums.split_at_mut(CHANNELS);
            if let Some(d) = &mut d {
                for (gamma, (along, inverse)) in
                    d.gamma.floats_mut().iter_mut().zip(along.iter().zip(inverse))
                {
                    *gamma += along * inverse;
                }
                d.beta.floats_mut().iter_mut().zip(&*sum).for_each(|(beta, sum)| *beta += sum);
            }
            let Some(dx) = &mut dx else { continue };
            let dx = &mut dx[number * length..][..length];
            let (scale, _) = scratch.split_at_mut(CHANNELS);
            for channel in 0..CHANNELS {
                let gamma = gamma_at(self.gamma.floats(), channel);
                scale[channel] = gamma;
                sum[channel] *= gamma;
                along[channel] *= gamma * inverse[channel] * inverse[channel];
            }
            to_group_means(sum, channels, count);
            to_group_means(along, channels, count);
            vectorize(
                x.len(),
                #[inline(always)]
                || {
                    let rows = x.chunks_exact(CHANNELS).zip(dy.chunks_exact(CHANNELS));
                    for (dx, (x, dy)) in dx.chunks_exact_mut(CHANNELS).zip(rows) {
                        let means = mean.iter().zip(inverse).zip(sum.iter().zip(&*along)).zip(&*scale);
                        for ((dx, (x, dy)), (((mean, inverse), (of_dy, slope)), scale)) in
                            dx.iter_mut().zip(x.iter().zip(dy)).zip(means)
                        {
                            *dx = inverse * (scale * dy - of_dy - (x - mean) * slope);
                        }
                    }
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configure, Flat, Image, L1, NonNeg, Sequence, Settings, Variant, layers::affine::split, setup,
        testing::check_layer_with,
    };
    use std::vec::Vec;

    struct Groups<const GROUPS: isize>;

    impl<const GROUPS: isize> Setup for Groups<GROUPS> {
        type Settings = GroupNormSettings;
        const SETTINGS: GroupNormSettings = {
            let mut settings = GroupNormSettings::DEFAULT;
            settings.groups = GROUPS;
            settings
        };
    }

    fn check_with<In: Shape, L: Layer<In, S>, S: Setup<Settings = GroupNormSettings>>(has: [bool; 2]) {
        check_layer_with::<In, L, S>(|parameters, x| {
            let channels = In::DIMS.last();
            let (gamma, beta, _) = split(has, channels, parameters);
            let groups = if S::SETTINGS.groups == -1 { channels } else { S::SETTINGS.groups as usize };
            let group = |place: usize| place % channels / (channels / groups);
            let normalize = |(place, value): (usize, &f64)| {
                let all: Vec<f64> = (0..x.len())
                    .filter(|&other| group(other) == group(place))
                    .map(|other| x[other])
                    .collect();
                let of = |f: &dyn Fn(f64) -> f64| all.iter().map(|&x| f(x)).sum::<f64>() / all.len() as f64;
                let mean = of(&|x| x);
                let deviation = (of(&|x| (x - mean).powi(2)) + f64::from(S::SETTINGS.epsilon)).sqrt();
                gamma[place % channels] * (value - mean) / deviation + beta[place % channels]
            };
            x.iter().enumerate().map(normalize).collect()
        });
    }

    fn check<In: Shape, const CHANNELS: usize, const GROUPS: isize>() {
        check_with::<In, GroupNorm<CHANNELS>, Groups<GROUPS>>([true, true]);
    }

    #[test]
    fn of_any_shape() {
        check::<Flat<6>, 6, 1>();
        check::<Flat<8>, 8, 2>();
        check::<Sequence<4, 6>, 6, 1>();
        check::<Sequence<4, 6>, 6, 2>();
        check::<Sequence<4, 6>, 6, 6>();
        check::<Sequence<5, 3>, 3, -1>();
        check::<Image<3, 2, 6>, 6, 3>();
        check::<Image<2, 2, 32>, 32, 32>();
        check_with::<Image<2, 2, 32>, GroupNorm<32>, crate::DefaultsOf<GroupNorm<32>>>([true, true]);
    }

    #[test]
    fn without_gamma_or_beta() {
        setup! { struct Off: GroupNormSettings { center: false, scale: false } }
        assert_eq!(<GroupNorm<6> as Configure<Off>>::VARIANT, 3);
        type In = Image<2, 3, 6>;
        check_with::<In, <GroupNorm<6> as Variant<1>>::Layer, Groups<2>>([true, false]);
        check_with::<In, <GroupNorm<6> as Variant<2>>::Layer, Groups<2>>([false, true]);
        check_with::<In, <GroupNorm<6> as Variant<3>>::Layer, Groups<2>>([false, false]);
    }

    #[test]
    fn settings_are_followed_and_checked() {
        setup! {
            struct Set: GroupNormSettings {
                groups: 2,
                epsilon: 0.1,
                gamma_initializer: Initializer::Constant(-1.5),
                beta_initializer: Initializer::Constant(0.25),
                beta_regularizer: L1(0.5),
                gamma_constraint: NonNeg,
            }
        }
        check_with::<Sequence<3, 4>, GroupNorm<4>, Set>([true, true]);
        let mut layer = <GroupNorm<4>>::zeroed();
        Layer::<Flat<4>, Set>::build(&mut layer, &mut crate::random(7, 0));
        assert_eq!((layer.gamma, layer.beta), ([-1.5; 4], [0.25; 4]));
        assert_eq!(Layer::<Flat<4>, Set>::penalty(&layer), 0.5);
        Layer::<Flat<4>, Set>::constrain(&mut layer);
        assert_eq!((layer.gamma, layer.beta), ([0.0; 4], [0.25; 4]));

        let is_groups = |fit| matches!(fit, Fit::Setting { name: "groups", .. });
        assert!(is_groups(<Groups<0>>::SETTINGS.check()) && is_groups(<Groups<-2>>::SETTINGS.check()));
        assert!(is_groups(<GroupNorm<6> as ShapeRule<Flat<6>, Groups<4>>>::FIT));
        assert!(is_groups(<GroupNorm<6> as ShapeRule<Flat<6>, Groups<12>>>::FIT));
        assert_eq!(<GroupNorm<6> as ShapeRule<Flat<6>, Groups<-1>>>::FIT, Fit::Ok);
        assert_eq!(<GroupNorm<0> as ShapeRule<Flat<6>, Groups<-1>>>::FIT, Fit::Zero);
    }
}
