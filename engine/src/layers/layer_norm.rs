use crate::{
    Backward, Dims, Fit, Floats, Forward, Layer, Linear, Random, Settings, Shape, ShapeRule,
    math::{larger, sqrt},
    parameters,
    sums::{Rows, add_down, row_sum, row_sum_of_two},
    vectorize,
};

/// Brings the features of each step to mean 0 and variance 1, and each feature from there to a mean and a
/// deviation that are learnt: y = gamma·(x − mean) / √(variance + ε) + beta.
///
/// Keras's `LayerNormalization` over the last axis
/// (`keras/src/layers/normalization/layer_normalization.py`), of Ba, Kiros and Hinton, 2016. Each sample, and of a
/// sequence or an image each step or pixel, is taken by itself, in training as in use. The variance is the mean
/// of the squared distances. `center=False` and `scale=False` are left out.
///
/// ```
/// use cornu_engine::{Flat, Layer, LayerNorm, LayerNormSettings, random};
///
/// let mut layer = LayerNorm { gamma: [f32::NAN; 2], beta: [f32::NAN; 2] };
/// let settings = LayerNormSettings { epsilon: 0.0 };
/// Layer::<Flat<2>>::build(&mut layer, &settings, &mut random(7, 0));
///
/// let mut y = [f32::NAN; 2];
/// Layer::<Flat<2>>::infer(&layer, &settings, &[10.0, 14.0], &mut y, &mut []);
/// assert_eq!(y, [-1.0, 1.0]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct LayerNorm<const FEATURES: usize> {
    /// What each feature is multiplied by.
    pub gamma: [f32; FEATURES],
    /// What is then added to it.
    pub beta: [f32; FEATURES],
}

parameters! { impl [const FEATURES: usize] LayerNorm<FEATURES> { gamma, beta } }

/// What may stand in braces behind a [`LayerNorm`].
///
/// ```
/// use cornu_engine::{LayerNormSettings, Settings};
///
/// assert_eq!(LayerNormSettings::DEFAULT.epsilon, 0.001);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct LayerNormSettings {
    /// What is added to the variance, so that features that are all the same are not divided by 0; 0.001.
    pub epsilon: f32,
}

impl Settings for LayerNormSettings {
    const DEFAULT: Self = LayerNormSettings { epsilon: 1e-3 };
}

impl<In: Shape, const FEATURES: usize> ShapeRule<In> for LayerNorm<FEATURES> {
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
        let at = row * self.features + column;
        let (x, dy) = (&self.x[at..][..gamma.len()], &self.dy[at..][..gamma.len()]);
        let (mean, inverse) = (self.trace[2 * row], self.trace[2 * row + 1]);
        for ((gamma, beta), (x, dy)) in gamma.iter_mut().zip(beta).zip(x.iter().zip(dy)) {
            *gamma += dy * ((x - mean) * inverse);
            *beta += dy;
        }
    }
}

impl<const FEATURES: usize> LayerNorm<FEATURES> {
    /// One row; gives its mean, and 1 / √(variance + ε).
    #[inline(always)]
    fn normalize(&self, epsilon: f32, x: &[f32], y: &mut [f32]) -> [f32; 2] {
        let one = 1.0 / FEATURES as f32;
        let mean = row_sum(x, |x| x) * one;
        let variance = row_sum(x, |x| (x - mean) * (x - mean)) * one;
        let inverse = 1.0 / sqrt(variance + epsilon);
        for ((y, x), (gamma, beta)) in y.iter_mut().zip(x).zip(self.gamma.iter().zip(&self.beta)) {
            *y = (x - mean) * inverse * gamma + beta;
        }
        [mean, inverse]
    }

    /// Adds the gradients of all rows to this one, which is that of the parameters.
    #[inline(always)]
    fn add_gradients(&mut self, x: &[f32], dy: &[f32], trace: &[f32]) {
        let rows = x.len() / FEATURES.max(1);
        add_down(rows, [&mut self.gamma, &mut self.beta], &Gradients { x, dy, trace, features: FEATURES });
    }

    /// The gradient of each row.
    #[inline(always)]
    fn backward_rows(&self, x: &[f32], dy: &[f32], trace: &[f32], dx: &mut [f32]) {
        let one = 1.0 / FEATURES as f32;
        let rows = x.chunks_exact(FEATURES).zip(dy.chunks_exact(FEATURES)).zip(trace.chunks_exact(2));
        for (dx, ((x, dy), trace)) in dx.chunks_exact_mut(FEATURES).zip(rows) {
            let (mean, inverse) = (trace[0], trace[1]);
            dx.iter_mut().zip(dy).zip(&self.gamma).for_each(|((dx, dy), gamma)| *dx = gamma * dy);
            let of_dy = row_sum(dx, |dx| dx) * one;
            let slope = row_sum_of_two(dx, x, |dx, x| dx * (x - mean)) * one * inverse * inverse;
            for (dx, x) in dx.iter_mut().zip(x) {
                *dx = inverse * (*dx - of_dy - (x - mean) * slope);
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Shape, const FEATURES: usize> Layer<In> for LayerNorm<FEATURES> {
    type Settings = LayerNormSettings;
    type Activation = Linear;
    const COST: usize = 3 * In::DIMS.len();
    /// Each row's mean, and what it is multiplied by.
    const TRACE: Floats = Floats::each(2 * (In::DIMS.len() / larger(1, FEATURES)));
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, _: &LayerNormSettings, _: &mut Random) {
        self.gamma.fill(1.0);
        self.beta.fill(0.0);
    }

    #[inline]
    fn infer(&self, settings: &LayerNormSettings, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                for (y, x) in y.chunks_exact_mut(FEATURES).zip(x.chunks_exact(FEATURES)) {
                    self.normalize(settings.epsilon, x, y);
                }
            },
        );
    }

    #[inline]
    fn forward(&self, settings: &LayerNormSettings, pass: Forward<'_>) {
        let Forward { x, y, trace, .. } = pass;
        vectorize(
            x.len(),
            #[inline(always)]
            || {
                let rows = y.chunks_exact_mut(FEATURES).zip(x.chunks_exact(FEATURES));
                for ((y, x), trace) in rows.zip(trace.chunks_exact_mut(2)) {
                    trace.copy_from_slice(&self.normalize(settings.epsilon, x, y));
                }
            },
        );
    }

    /// With x̂ = (x − mean) / √(variance + ε) and g = gamma·dy, of each row:
    /// dgamma += dy·x̂, dbeta += dy, dx = (g − mean(g) − x̂·mean(g·x̂)) / √(variance + ε).
    #[inline]
    fn backward(&self, _: &LayerNormSettings, pass: Backward<'_>, d: Option<&mut Self>) {
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
    use crate::{Flat, Image, Sequence, testing::check_layer};

    fn check<In: Shape, const FEATURES: usize>() {
        let settings = LayerNormSettings::DEFAULT;
        check_layer::<In, LayerNorm<FEATURES>>(&settings, |parameters, x| {
            let (gamma, beta) = parameters.split_at(FEATURES);
            let row = |x: &[f64]| {
                let of = |f: &dyn Fn(f64) -> f64| x.iter().map(|&x| f(x)).sum::<f64>() / FEATURES as f64;
                let mean = of(&|x| x);
                let deviation = (of(&|x| (x - mean).powi(2)) + f64::from(settings.epsilon)).sqrt();
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
}
