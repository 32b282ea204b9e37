use super::broadcast;
use crate::{Dims, Fit, Inputs, Merge, NoSettings, configure, vectorize};

/// The first of two values minus the second, number by number: Keras's `Subtract`.
///
/// Where sizes differ, one of them is 1, or missing in front, and is repeated, as in NumPy.
///
/// ```
/// use cornu_engine::{Subtract, Fit, Flat, Merge};
///
/// let mut y = [0.0; 2];
/// <Subtract as Merge<(Flat<2>, Flat<2>)>>::infer(&[&[5.0, 7.0], &[1.0, 2.0]], &mut y);
/// assert_eq!(y, [4.0, 5.0]);
/// assert_ne!(<Subtract as Merge<(Flat<2>, Flat<2>, Flat<2>)>>::FIT, Fit::Ok);
/// ```
#[derive(Debug)]
pub struct Subtract;

configure! { impl [] Subtract: NoSettings }

#[diagnostic::do_not_recommend]
impl<In: Inputs> Merge<In> for Subtract {
    const OUTPUT: Dims = broadcast::output(In::ALL);
    const FIT: Fit = Fit::count(2, In::ALL).and(broadcast::fit(In::ALL));

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        if const { !broadcast::alike(In::ALL) } {
            return broadcast::infer::<In>(x, y, |a, b| a - b);
        }
        vectorize(y.len(), || {
            y.iter_mut().zip(x[0]).zip(x[1]).for_each(|((y, a), b)| *y = a - b);
        });
    }

    #[inline]
    fn backward(_: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        let sign = if which == 0 { 1.0 } else { -1.0 };
        if const { !broadcast::alike(In::ALL) } {
            return broadcast::backward::<In>(dy, which, dx, |_, dy| dy.map(|dy| sign * dy));
        }
        vectorize(dx.len(), || dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx = sign * dy));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, merges::broadcast::check_broadcast, testing::check_merge};

    fn check<In: Inputs>() {
        check_merge::<In, Subtract>(|x| broadcast::reference::<In>(x, |x| x[0] - x[1]));
    }

    #[test]
    fn of_two() {
        check::<(Flat<1>, Flat<1>)>();
        check::<(Sequence<5, 3>, Sequence<5, 3>)>();
        check::<(Image<2, 3, 4>, Image<2, 3, 4>)>();
    }

    #[test]
    fn of_other_shapes() {
        check_broadcast! { check }
    }

    #[test]
    fn of_three_or_of_two_shapes_does_not_fit() {
        type Three = (Flat<2>, Flat<2>, Flat<2>);
        assert_eq!(<Subtract as Merge<Three>>::FIT, Fit::Count { takes: 2, given: 3 });
        assert!(matches!(<Subtract as Merge<(Flat<2>, Flat<3>)>>::FIT, Fit::Broadcast { .. }));
    }
}
