use super::{broadcast, extreme};
use crate::{Dims, Fit, Inputs, Merge, NoSettings, configure};

/// The smallest of values, number by number: Keras's `Minimum`.
///
/// Where sizes differ, one of them is 1, or missing in front, and is repeated, as in NumPy.
///
/// NaN goes through. Of two that are equal each gets half the gradient, as in Keras with torch; of more, the
/// last gets half, and those before it share the rest by the same rule.
///
/// ```
/// use cornu_engine::{Minimum, Fit, Flat, Merge};
///
/// let mut y = [0.0; 2];
/// <Minimum as Merge<(Flat<2>, Flat<2>)>>::infer(&[&[5.0, 1.0], &[1.0, 2.0]], &mut y);
/// assert_eq!(y, [1.0, 1.0]);
/// assert_ne!(<Minimum as Merge<(Flat<2>, Flat<3>)>>::FIT, Fit::Ok);
/// ```
#[derive(Debug)]
pub struct Minimum;

configure! { impl [] Minimum: NoSettings }

#[diagnostic::do_not_recommend]
impl<In: Inputs> Merge<In> for Minimum {
    const OUTPUT: Dims = broadcast::output(In::ALL);
    const FIT: Fit = broadcast::fit(In::ALL);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        extreme::infer::<In>(x, y, |a, b| a > b);
    }

    #[inline]
    fn backward(x: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        extreme::backward::<In>(x, dy, which, dx, |a, b| a > b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, merges::broadcast::check_broadcast, testing::check_merge};

    fn check<In: Inputs>() {
        check_merge::<In, Minimum>(|x| {
            broadcast::reference::<In>(x, |x| x.iter().fold(f64::MAX, |best: f64, x| best.min(*x)))
        });
    }

    #[test]
    fn of_two_and_more() {
        check::<(Flat<1>, Flat<1>)>();
        check::<(Sequence<5, 3>, Sequence<5, 3>)>();
        check::<(Image<2, 3, 4>, Image<2, 3, 4>, Image<2, 3, 4>)>();
        check::<(Flat<7>, Flat<7>, Flat<7>, Flat<7>)>();
    }

    #[test]
    fn of_other_shapes() {
        check_broadcast! { check, and three }
    }

    /// Numbers of Keras.
    #[test]
    fn equals_share_the_gradient() {
        fn back<In: Inputs>(x: &[&[f32]]) -> std::vec::Vec<f32> {
            let back = |which| {
                let mut dx = [f32::NAN];
                <Minimum as Merge<In>>::backward(x, &[], &[1.0], which, &mut dx);
                dx[0]
            };
            (0..x.len()).map(back).collect()
        }
        assert_eq!(back::<(Flat<1>, Flat<1>)>(&[&[3.0], &[3.0]]), [0.5, 0.5]);
        assert_eq!(back::<(Flat<1>, Flat<1>, Flat<1>)>(&[&[3.0], &[3.0], &[3.0]]), [0.25, 0.25, 0.5]);
    }
}
