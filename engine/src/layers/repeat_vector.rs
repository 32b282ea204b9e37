use crate::{
    Backward, Dims, Fit, Layer, Linear, Random, Shape, ShapeRule, parameters,
    sums::{Values, add_down},
};

/// The same values at each of `STEPS` steps: N values become a sequence of `STEPS` × N.
///
/// Keras's `RepeatVector`, such as stands between the encoder and the decoder of a sequence.
///
/// ```
/// use cornu_engine::{Flat, RepeatVector, ShapeRule};
///
/// assert_eq!(<RepeatVector<24> as ShapeRule<Flat<3>>>::OUTPUT.as_slice(), [24, 3]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct RepeatVector<const STEPS: usize>;

parameters! { impl [const STEPS: usize] RepeatVector<STEPS> {} }

impl<In: Shape, const STEPS: usize> ShapeRule<In> for RepeatVector<STEPS> {
    const OUTPUT: Dims = Dims::sequence(STEPS, In::DIMS.last());
    const FIT: Fit = match (STEPS, In::DIMS.rank) {
        (0, _) => Fit::Zero,
        (_, 1) => Fit::Ok,
        _ => Fit::Other { takes: "values in a row", gives: In::DIMS },
    };
}

#[diagnostic::do_not_recommend]
impl<In: Shape, const STEPS: usize> Layer<In> for RepeatVector<STEPS> {
    type Activation = Linear;
    const COST: usize = 0;

    fn build(&mut self, _: &mut Random) {}

    #[inline]
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        let values = In::DIMS.len();
        for (y, x) in y.chunks_exact_mut(STEPS * values).zip(x.chunks_exact(values)) {
            y.chunks_exact_mut(values).for_each(|y| y.copy_from_slice(x));
        }
    }

    /// dx = Σ dy over the steps
    #[inline]
    fn backward(&self, pass: Backward<'_>, _: Option<&mut Self>) {
        let Some(dx) = pass.dx else { return };
        let values = In::DIMS.len();
        dx.fill(0.0);
        for (dx, dy) in dx.chunks_exact_mut(values).zip(pass.dy.chunks_exact(STEPS * values)) {
            add_down(STEPS, [dx], &Values { values: dy, width: values });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Sequence, testing::check_layer};

    #[test]
    fn each_step_is_the_same() {
        check_layer::<Flat<1>, RepeatVector<1>>(|_, x| x.to_vec());
        check_layer::<Flat<5>, RepeatVector<3>>(|_, x| x.repeat(3));
        check_layer::<Flat<3>, RepeatVector<50>>(|_, x| x.repeat(50));
    }

    #[test]
    fn what_does_not_fit_is_told() {
        assert_eq!(<RepeatVector<0> as ShapeRule<Flat<3>>>::FIT, Fit::Zero);
        assert!(matches!(<RepeatVector<2> as ShapeRule<Sequence<3, 1>>>::FIT, Fit::Other { .. }));
    }
}
