use super::{average_pool::Average, max_pool::Maximum, pooling::Pool};
use crate::{Backward, Dims, Fit, Floats, Layer, Linear, Random, Shape, ShapeRule, parameters, vectorize};

/// The largest value of each channel of an image, or of each feature of a sequence.
///
/// y = max over all pixels, or steps, of x. Keras's `GlobalMaxPooling2D` and `GlobalMaxPooling1D` in one.
/// Where several values are the largest, they share the gradient, as in Keras. (In a
/// [`MaxPool2D`](crate::MaxPool2D) the first takes it.)
///
/// ```
/// use cornu_engine::{GlobalMaxPool, Image, Sequence, ShapeRule};
///
/// assert_eq!(<GlobalMaxPool as ShapeRule<Image<7, 7, 64>>>::OUTPUT.as_slice(), [64]);
/// assert_eq!(<GlobalMaxPool as ShapeRule<Sequence<24, 3>>>::OUTPUT.as_slice(), [3]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct GlobalMaxPool;

/// The mean of each channel of an image, or of each feature of a sequence.
///
/// y = Σ x / n over all n pixels, or steps. Keras's `GlobalAveragePooling2D` and `GlobalAveragePooling1D`
/// in one.
///
/// ```
/// use cornu_engine::{GlobalAveragePool, Image, Sequence, ShapeRule};
///
/// assert_eq!(<GlobalAveragePool as ShapeRule<Image<7, 7, 64>>>::OUTPUT.as_slice(), [64]);
/// assert_eq!(<GlobalAveragePool as ShapeRule<Sequence<24, 3>>>::OUTPUT.as_slice(), [3]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct GlobalAveragePool;

parameters! { impl [] GlobalMaxPool {} }
parameters! { impl [] GlobalAveragePool {} }

const fn fit(gives: Dims) -> Fit {
    match gives.rank {
        2 | 3 => Fit::Ok,
        _ => Fit::Other { takes: "an image or a sequence", gives },
    }
}

impl<In: Shape> ShapeRule<In> for GlobalMaxPool {
    const OUTPUT: Dims = Dims::flat(In::DIMS.last());
    const FIT: Fit = fit(In::DIMS);
}

impl<In: Shape> ShapeRule<In> for GlobalAveragePool {
    const OUTPUT: Dims = Dims::flat(In::DIMS.last());
    const FIT: Fit = fit(In::DIMS);
}

#[diagnostic::do_not_recommend]
impl<In: Shape> Layer<In> for GlobalMaxPool {
    type Activation = Linear;
    const COST: usize = 0;
    const SCRATCH: Floats = Floats::once(In::DIMS.last());

    fn build(&mut self, _: &mut Random) {}

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        const { Pool::of_all(In::DIMS) }.forward::<Maximum>(x, y);
    }

    /// dx = dy / m where x is one of m largest values, else 0
    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        let Some(dx) = pass.dx else { return };
        let (values, channels) = (In::DIMS.len(), In::DIMS.last());
        let share = &mut pass.scratch[..channels];
        let samples = dx.chunks_exact_mut(values).zip(pass.x.chunks_exact(values));
        let gradients = pass.y.chunks_exact(channels).zip(pass.dy.chunks_exact(channels));
        for ((dx, x), (y, dy)) in samples.zip(gradients) {
            vectorize(
                values,
                #[inline(always)]
                || {
                    share.fill(0.0);
                    for x in x.chunks_exact(channels) {
                        for ((count, x), y) in share.iter_mut().zip(x).zip(y) {
                            // NaN is compared with nothing, and counts.
                            *count += if *x < *y { 0.0 } else { 1.0 };
                        }
                    }
                    share.iter_mut().zip(dy).for_each(|(share, dy)| *share = dy / *share);
                    for (dx, x) in dx.chunks_exact_mut(channels).zip(x.chunks_exact(channels)) {
                        for (((dx, x), y), share) in dx.iter_mut().zip(x).zip(y).zip(&*share) {
                            *dx = if *x < *y { 0.0 } else { *share };
                        }
                    }
                },
            );
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Shape> Layer<In> for GlobalAveragePool {
    type Activation = Linear;
    const COST: usize = In::DIMS.len();

    fn build(&mut self, _: &mut Random) {}

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        const { Pool::of_all(In::DIMS) }.forward::<Average>(x, y);
    }

    /// dx = dy / n
    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        const { Pool::of_all(In::DIMS) }.backward::<Average>(pass);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, testing::check_layer};

    fn check<In: Shape>() {
        let channels = In::DIMS.last();
        let of = move |x: &[f64], channel: usize| -> std::vec::Vec<f64> {
            x.iter().skip(channel).step_by(channels).copied().collect()
        };
        check_layer::<In, GlobalMaxPool>(|_, x| {
            (0..channels).map(|channel| of(x, channel).into_iter().fold(f64::MIN, f64::max)).collect()
        });
        let values = In::DIMS.len() / channels;
        check_layer::<In, GlobalAveragePool>(|_, x| {
            (0..channels).map(|channel| of(x, channel).iter().sum::<f64>() / values as f64).collect()
        });
    }

    #[test]
    fn of_images_and_sequences() {
        check::<Image<1, 1, 1>>();
        check::<Image<5, 3, 2>>();
        check::<Image<2, 3, 43>>();
        check::<Sequence<1, 5>>();
        check::<Sequence<17, 3>>();
    }

    #[test]
    fn equals_share_the_gradient() {
        let x = [1.0, 5.0, 1.0, 2.0, 0.0, 5.0];
        let mut dx = [f32::NAN; 6];
        let (dx_of, trace, scratch) = (Some(&mut dx[..]), &mut [][..], &mut [f32::NAN; 2][..]);
        let pass = Backward { x: &x, y: &[1.0, 5.0], dy: &[1.0, 3.0], dx: dx_of, trace, scratch };
        Layer::<Sequence<3, 2>>::backward(&GlobalMaxPool, pass, None);
        assert_eq!(dx, [0.5, 1.5, 0.5, 0.0, 0.0, 1.5]);
    }

    #[test]
    fn values_in_a_row_do_not_fit() {
        assert!(matches!(<GlobalMaxPool as ShapeRule<Flat<3>>>::FIT, Fit::Other { .. }));
        assert!(matches!(<GlobalAveragePool as ShapeRule<Flat<3>>>::FIT, Fit::Other { .. }));
    }
}
