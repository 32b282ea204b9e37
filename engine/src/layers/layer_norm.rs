use super::affine::{scale_and_center, scale_row, write_row};
use crate::{
    Backward, Bias, BiasTerm, Block, Dims, Fit, Floats, Forward, Initializer, Layer, Linear, Random, Setup,
    Shape, ShapeRule,
    math::{larger, sqrt},
    parameters, settings,
    sums::{Rows, Values, add_down, row_sum, row_sum_of_two},
    vectorize,
};

/// Brings the features of each step to mean 0 and variance 1, and each feature from there to a mean and a
/// deviation that are learnt: y = gamma·(x − mean) / √(variance + ε) + beta.
///
/// Keras's `LayerNormalization` over the last axis
/// (`keras/src/layers/normalization/layer_normalization.py`), of Ba, Kiros and Hinton, 2016. Each sample, and of a
/// sequence or an image each step or pixel, is taken by itself, in training as in inference. The variance is the
/// mean of the squared distances. `{ center: false }` leaves out beta, and `{ scale: false }` gamma: the type's last
/// parameters are then [`NoBias`](crate::NoBias).
///
/// ```
/// use cornu_engine::{Flat, Layer, LayerNorm};
///
/// let layer: LayerNorm<2> = LayerNorm { gamma: [1.0, 10.0], beta: [0.0, 0.5] };
/// let mut y = [f32::NAN; 2];
/// Layer::<Flat<2>>::infer(&layer, &[10.0, 14.0], &mut y, &mut []);
/// assert!((y[0] + 1.0).abs() < 1e-3 && (y[1] - 10.5).abs() < 1e-2);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct LayerNorm<const FEATURES: usize, G: BiasTerm = Bias, B: BiasTerm = Bias> {
    /// What each feature is multiplied by.
    pub gamma: G::Of<[f32; FEATURES]>,
    /// What is then added to it.
    pub beta: B::Of<[f32; FEATURES]>,
}

settings! {
    /// What may stand in braces behind a [`LayerNorm`].
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! {
    ///     struct Net <
    ///         Dense<8, 16>,
    ///         LayerNorm<16> { epsilon: 1e-5, center: false, gamma_constraint: NonNeg },
    ///         Dense<16, 2>
    ///     >;
    /// }
    /// ```
    pub struct LayerNormSettings {
        /// What is added to the variance, so that features that are all the same are not divided by 0. Default:
        /// 0.001.
        pub epsilon: f32 = 1e-3 => (epsilon > 0.0 && epsilon < f32::INFINITY, "above 0, and a finite number"),
        /// Whether beta is added. Default: `true`.
        pub center: bool = true,
        /// Whether each feature is multiplied by gamma. Default: `true`.
        pub scale: bool = true,
    }
    weights {
        gamma: gamma_initializer = Initializer::Ones, gamma_regularizer, gamma_constraint, gamma_l1, gamma_l2;
        beta: beta_initializer = Initializer::Zeros, beta_regularizer, beta_constraint, beta_l1, beta_l2;
    }
}

parameters! {
    impl [const FEATURES: usize, G: BiasTerm, B: BiasTerm] LayerNorm<FEATURES, G, B>: LayerNormSettings, variants {
        gamma, beta
    }
}

scale_and_center! { impl [const FEATURES: usize] LayerNorm<FEATURES>: LayerNormSettings }

impl<In: Shape, S: Setup<Settings = LayerNormSettings>, const FEATURES: usize, G: BiasTerm, B: BiasTerm>
    ShapeRule<In, S> for LayerNorm<FEATURES, G, B>
{
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::last(FEATURES, In::DIMS);
}

/// dy·x̂, and dy
struct Gradients<'a> {
    x: &'a [f32],
    dy: &'a [f32],
    trace: &'a [f32],
    features: usize,
}

impl Rows<2> for Gradients<'_> {
    #[inline(always)]
    fn add(&self, row: usize, column: usize, [gamma, beta]: [&mut [f32]; 2]) {
        self.add(row, column, [gamma]);
        let dy = &self.dy[row * self.features + column..];
        beta.iter_mut().zip(dy).for_each(|(beta, dy)| *beta += dy);
    }
}

/// The first of them alone.
impl Rows<1> for Gradients<'_> {
    #[inline(always)]
    fn add(&self, row: usize, column: usize, [gamma]: [&mut [f32]; 1]) {
        let at = row * self.features + column;
        let (x, dy) = (&self.x[at..][..gamma.len()], &self.dy[at..][..gamma.len()]);
        let (mean, inverse) = (self.trace[2 * row], self.trace[2 * row + 1]);
        for (gamma, (x, dy)) in gamma.iter_mut().zip(x.iter().zip(dy)) {
            *gamma += dy * ((x - mean) * inverse);
        }
    }
}

impl<const FEATURES: usize, G: BiasTerm, B: BiasTerm> LayerNorm<FEATURES, G, B> {
    /// One row; gives its mean, and 1 / √(variance + ε).
    #[inline(always)]
    fn normalize(&self, epsilon: f32, x: &[f32], y: &mut [f32]) -> [f32; 2] {
        let one = 1.0 / FEATURES as f32;
        let mean = row_sum(x, |x| x) * one;
        let variance = row_sum(x, |x| (x - mean) * (x - mean)) * one;
        let inverse = 1.0 / sqrt(variance + epsilon);
        write_row(x, y, self.gamma.floats(), self.beta.floats(), |x| (x - mean) * inverse);
        [mean, inverse]
    }

    /// Adds the gradients of all rows to this one, which is that of the parameters.
    #[inline(always)]
    fn add_gradients(&mut self, x: &[f32], dy: &[f32], trace: &[f32]) {
        let rows = x.len() / FEATURES.max(1);
        let gradients = Gradients { x, dy, trace, features: FEATURES };
        // Either may be left out.
        match (self.gamma.floats_mut(), self.beta.floats_mut()) {
            ([], beta) => add_down(rows, [beta], &Values { values: dy, width: FEATURES }),
            (gamma, []) => add_down(rows, [gamma], &gradients),
            (gamma, beta) => add_down(rows, [gamma, beta], &gradients),
        }
    }

    /// The gradient of each row.
    #[inline(always)]
    fn backward_rows(&self, x: &[f32], dy: &[f32], trace: &[f32], dx: &mut [f32]) {
        let one = 1.0 / FEATURES as f32;
        let rows = x.chunks_exact(FEATURES).zip(dy.chunks_exact(FEATURES)).zip(trace.chunks_exact(2));
        for (dx, ((x, dy), trace)) in dx.chunks_exact_mut(FEATURES).zip(rows) {
            let (mean, inverse) = (trace[0], trace[1]);
            scale_row(dy, dx, self.gamma.floats());
            let of_dy = row_sum(dx, |dx| dx) * one;
            let slope = row_sum_of_two(dx, x, |dx, x| dx * (x - mean)) * one * inverse * inverse;
            for (dx, x) in dx.iter_mut().zip(x) {
                *dx = inverse * (*dx - of_dy - (x - mean) * slope);
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = LayerNormSettings>, const FEATURES: usize, G: BiasTerm, B: BiasTerm>
    Layer<In, S> for LayerNorm<FEATURES, G, B>
{
    type Activation = Linear;
    const COST: usize = 3 * In::DIMS.len();
    /// Each row's mean, and what it is multiplied by.
    const TRACE: Floats = Floats::each(2 * (In::DIMS.len() / larger(1, FEATURES)));
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.gamma_initializer.write(&mut self.gamma, random);
        S::SETTINGS.beta_initializer.write(&mut self.beta, random);
    }

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                for (y, x) in y.chunks_exact_mut(FEATURES).zip(x.chunks_exact(FEATURES)) {
                    self.normalize(S::SETTINGS.epsilon, x, y);
                }
            },
        );
    }

    #[inline]
    fn forward(&self, pass: Forward<'_>) {
        let Forward { x, y, trace, .. } = pass;
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                let rows = y.chunks_exact_mut(FEATURES).zip(x.chunks_exact(FEATURES));
                for ((y, x), trace) in rows.zip(trace.chunks_exact_mut(2)) {
                    trace.copy_from_slice(&self.normalize(S::SETTINGS.epsilon, x, y));
                }
            },
        );
    }

    /// With x̂ = (x − mean) / √(variance + ε) and g = gamma·dy, of each row:
    /// dgamma += dy·x̂, dbeta += dy, dx = (g − mean(g) − x̂·mean(g·x̂)) / √(variance + ε).
    #[inline]
    fn backward(&self, pass: Backward<'_>, d: Option<&mut Self>) {
        let Backward { x, dy, dx, trace, .. } = pass;
        if let Some(d) = d {
            d.add_gradients(x, dy, trace);
        }
        if let Some(dx) = dx {
            vectorize(
                x.len(),
                #[inline(always)]
                || self.backward_rows(x, dy, trace, dx),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Configure, DefaultsOf, Flat, Image, L1, NonNeg, Sequence, Settings, Variant, layers::affine::split,
        setup, testing::check_layer_with,
    };

    type Default = DefaultsOf<LayerNorm<1>>;

    fn check<In: Shape, const FEATURES: usize>() {
        check_with::<In, LayerNorm<FEATURES>, Default, FEATURES>([true, true]);
    }

    fn check_with<
        In: Shape,
        L: Layer<In, S>,
        S: Setup<Settings = LayerNormSettings>,
        const FEATURES: usize,
    >(
        has: [bool; 2],
    ) {
        check_layer_with::<In, L, S>(|parameters, x| {
            let (gamma, beta, _) = split(has, FEATURES, parameters);
            let row = |x: &[f64]| {
                let of = |f: &dyn Fn(f64) -> f64| x.iter().map(|&x| f(x)).sum::<f64>() / FEATURES as f64;
                let mean = of(&|x| x);
                let deviation = (of(&|x| (x - mean).powi(2)) + f64::from(S::SETTINGS.epsilon)).sqrt();
                (0..FEATURES)
                    .map(|n| gamma[n] * (x[n] - mean) / deviation + beta[n])
                    .collect::<std::vec::Vec<_>>()
            };
            x.chunks(FEATURES).flat_map(row).collect()
        });
    }

    #[test]
    fn of_any_shape() {
        check::<Flat<1>, 1>();
        check::<Flat<5>, 5>();
        check::<Flat<16>, 16>();
        check::<Flat<83>, 83>();
        check::<Sequence<1, 3>, 3>();
        check::<Sequence<4, 7>, 7>();
        check::<Image<3, 2, 5>, 5>();
        check::<Image<2, 2, 33>, 33>();
    }

    #[test]
    fn without_gamma_or_beta() {
        setup! { struct Off: LayerNormSettings { scale: false } }
        assert_eq!(<LayerNorm<5> as Configure<Off>>::VARIANT, 2);
        check_with::<Flat<5>, <LayerNorm<5> as Variant<1>>::Layer, Default, 5>([true, false]);
        check_with::<Flat<5>, <LayerNorm<5> as Variant<2>>::Layer, Default, 5>([false, true]);
        check_with::<Flat<5>, <LayerNorm<5> as Variant<3>>::Layer, Default, 5>([false, false]);
        check_with::<Image<2, 3, 33>, <LayerNorm<33> as Variant<1>>::Layer, Default, 33>([true, false]);
        check_with::<Image<2, 3, 33>, <LayerNorm<33> as Variant<2>>::Layer, Default, 33>([false, true]);
        check_with::<Image<2, 3, 33>, <LayerNorm<33> as Variant<3>>::Layer, Default, 33>([false, false]);
    }

    #[test]
    fn settings_are_followed_and_checked() {
        setup! {
            struct Set: LayerNormSettings {
                epsilon: 0.1,
                gamma_initializer: Initializer::Constant(-1.5),
                beta_initializer: Initializer::Constant(0.25),
                beta_regularizer: L1(0.5),
                gamma_constraint: NonNeg,
            }
        }
        check_with::<Sequence<4, 7>, LayerNorm<7>, Set, 7>([true, true]);
        let mut layer = <LayerNorm<2>>::zeroed();
        Layer::<Flat<2>, Set>::build(&mut layer, &mut crate::random(7, 0));
        assert_eq!((layer.gamma, layer.beta), ([-1.5; 2], [0.25; 2]));
        assert_eq!(Layer::<Flat<2>, Set>::penalty(&layer), 0.25);
        Layer::<Flat<2>, Set>::constrain(&mut layer);
        assert_eq!((layer.gamma, layer.beta), ([0.0; 2], [0.25; 2]));

        let settings = LayerNormSettings { epsilon: 0.0, ..LayerNormSettings::DEFAULT };
        assert!(matches!(settings.check(), Fit::Setting { name: "epsilon", .. }));
    }
}
