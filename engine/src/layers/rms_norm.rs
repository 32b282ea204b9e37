use crate::{
    Backward, Dims, Fit, Floats, Forward, Initializer, Layer, Linear, Random, Setup, Shape, ShapeRule,
    math::{larger, sqrt},
    parameters, settings,
    sums::{Rows, add_down, row_sum, row_sum_of_two},
    vectorize,
};

/// Brings the features of each step to a mean square of 1, and each from there to a scale that is learnt:
/// y = scale·x / √(mean(x²) + ε).
///
/// Keras's `RMSNormalization` over the last axis
/// (`keras/src/layers/normalization/rms_normalization.py`), of Zhang and Sennrich, 2019. Each sample, and of a
/// sequence or an image each step or pixel, is taken by itself, in training as in inference.
///
/// ```
/// use cornu_engine::{Flat, Layer, RMSNorm};
///
/// let layer = RMSNorm { scale: [1.0, 1.0, 1.0, 10.0] };
/// let mut y = [f32::NAN; 4];
/// Layer::<Flat<4>>::infer(&layer, &[2.0, 0.0, -4.0, 4.0], &mut y, &mut []);
/// // The mean square was 9.
/// assert!((y[2] + 4.0 / 3.0).abs() < 1e-6 && (y[3] - 40.0 / 3.0).abs() < 1e-5);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct RMSNorm<const FEATURES: usize> {
    /// What each feature is multiplied by.
    pub scale: [f32; FEATURES],
}

settings! {
    /// What may stand in braces behind an [`RMSNorm`].
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { struct Net < Dense<8, 16>, RMSNorm<16> { epsilon: 1e-5, scale_l2: 1e-4 }, Dense<16, 2> >; }
    /// ```
    pub struct RMSNormSettings {
        /// What is added to the mean square, so that features that are all 0 are not divided by 0. Default: 0.000001.
        pub epsilon: f32 = 1e-6 => (epsilon > 0.0 && epsilon < f32::INFINITY, "above 0, and a finite number"),
    }
    weights {
        scale: scale_initializer = Initializer::Ones, scale_regularizer, scale_constraint, scale_l1, scale_l2;
    }
}

parameters! { impl [const FEATURES: usize] RMSNorm<FEATURES>: RMSNormSettings { scale } }

impl<In: Shape, S: Setup<Settings = RMSNormSettings>, const FEATURES: usize> ShapeRule<In, S>
    for RMSNorm<FEATURES>
{
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::last(FEATURES, In::DIMS);
}

/// dy·x·r
struct Gradients<'a> {
    x: &'a [f32],
    dy: &'a [f32],
    trace: &'a [f32],
    features: usize,
}

impl Rows<1> for Gradients<'_> {
    #[inline(always)]
    fn add(&self, row: usize, column: usize, [scale]: [&mut [f32]; 1]) {
        let at = row * self.features + column;
        let (x, dy) = (&self.x[at..][..scale.len()], &self.dy[at..][..scale.len()]);
        let inverse = self.trace[row];
        for (scale, (x, dy)) in scale.iter_mut().zip(x.iter().zip(dy)) {
            *scale += dy * (x * inverse);
        }
    }
}

impl<const FEATURES: usize> RMSNorm<FEATURES> {
    /// One row; gives 1 / √(mean(x²) + ε).
    #[inline(always)]
    fn normalize(&self, epsilon: f32, x: &[f32], y: &mut [f32]) -> f32 {
        let inverse = 1.0 / sqrt(row_sum(x, |x| x * x) / FEATURES as f32 + epsilon);
        for ((y, x), scale) in y.iter_mut().zip(x).zip(&self.scale) {
            *y = x * inverse * scale;
        }
        inverse
    }

    /// Adds the gradients of all rows to this one, which is that of the parameters.
    #[inline(always)]
    fn add_gradients(&mut self, x: &[f32], dy: &[f32], trace: &[f32]) {
        let rows = x.len() / FEATURES.max(1);
        add_down(rows, [&mut self.scale], &Gradients { x, dy, trace, features: FEATURES });
    }

    /// The gradient of each row.
    #[inline(always)]
    fn backward_rows(&self, x: &[f32], dy: &[f32], trace: &[f32], dx: &mut [f32]) {
        let rows = x.chunks_exact(FEATURES).zip(dy.chunks_exact(FEATURES)).zip(trace);
        for (dx, ((x, dy), inverse)) in dx.chunks_exact_mut(FEATURES).zip(rows) {
            dx.iter_mut().zip(dy).zip(&self.scale).for_each(|((dx, dy), scale)| *dx = scale * dy);
            let slope = row_sum_of_two(dx, x, |dx, x| dx * x) / FEATURES as f32 * inverse * inverse;
            dx.iter_mut().zip(x).for_each(|(dx, x)| *dx = inverse * (*dx - x * slope));
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Shape, S: Setup<Settings = RMSNormSettings>, const FEATURES: usize> Layer<In, S>
    for RMSNorm<FEATURES>
{
    type Activation = Linear;
    const COST: usize = 2 * In::DIMS.len();
    /// What each row is multiplied by.
    const TRACE: Floats = Floats::each(In::DIMS.len() / larger(1, FEATURES));
    const STATE: Option<usize> = Some(0);

    fn build(&mut self, random: &mut Random) {
        S::SETTINGS.scale_initializer.write(&mut self.scale, random);
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
                for ((y, x), trace) in rows.zip(trace) {
                    *trace = self.normalize(S::SETTINGS.epsilon, x, y);
                }
            },
        );
    }

    /// With r = 1 / √(mean(x²) + ε) and g = scale·dy, of each row: dscale += dy·x·r, dx = r·(g − x·r²·mean(g·x)).
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
    use crate::{Block, DefaultsOf, Flat, Image, Sequence, Settings, setup, testing::check_layer_with};

    fn check<In: Shape, const FEATURES: usize>() {
        check_with::<In, DefaultsOf<RMSNorm<FEATURES>>, FEATURES>();
    }

    fn check_with<In: Shape, S: Setup<Settings = RMSNormSettings>, const FEATURES: usize>() {
        check_layer_with::<In, RMSNorm<FEATURES>, S>(|scale, x| {
            let row = |x: &[f64]| {
                let mean = x.iter().map(|x| x * x).sum::<f64>() / FEATURES as f64;
                let root = (mean + f64::from(S::SETTINGS.epsilon)).sqrt();
                x.iter().zip(scale).map(|(x, scale)| scale * x / root).collect::<std::vec::Vec<_>>()
            };
            x.chunks(FEATURES).flat_map(row).collect()
        });
    }

    #[test]
    fn of_any_shape() {
        // Of one feature alone the root takes all, and the gradient is a rest of rounding.
        check::<Flat<2>, 2>();
        check::<Flat<5>, 5>();
        check::<Flat<83>, 83>();
        check::<Sequence<1, 3>, 3>();
        check::<Sequence<4, 16>, 16>();
        check::<Image<2, 3, 33>, 33>();
    }

    #[test]
    fn settings_are_followed_and_checked() {
        setup! {
            struct Set: RMSNormSettings { epsilon: 0.1, scale_initializer: Initializer::Constant(1.5), scale_l2: 0.5 }
        }
        check_with::<Sequence<4, 16>, Set, 16>();
        let mut layer = <RMSNorm<2>>::zeroed();
        Layer::<Flat<2>, Set>::build(&mut layer, &mut crate::random(7, 0));
        assert_eq!(layer.scale, [1.5; 2]);
        assert_eq!(Layer::<Flat<2>, Set>::penalty(&layer), 0.5 * 2.0 * 1.5 * 1.5);

        let settings = RMSNormSettings { epsilon: f32::NAN, ..RMSNormSettings::DEFAULT };
        assert!(matches!(settings.check(), Fit::Setting { name: "epsilon", .. }));
    }
}
