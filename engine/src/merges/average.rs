use super::broadcast;
use crate::{Dims, Fit, Inputs, Merge, NoSettings, configure, vectorize};

/// The mean of values, number by number: Keras's `Average`.
///
/// Where sizes differ, one of them is 1, or missing in front, and is repeated, as in NumPy.
///
/// ```
/// use cornu_engine::{Average, Fit, Flat, Merge};
///
/// let mut y = [0.0; 2];
/// <Average as Merge<(Flat<2>, Flat<2>)>>::infer(&[&[5.0, 7.0], &[1.0, 2.0]], &mut y);
/// assert_eq!(y, [3.0, 4.5]);
/// assert_ne!(<Average as Merge<(Flat<2>, Flat<3>)>>::FIT, Fit::Ok);
/// ```
#[derive(Debug)]
pub struct Average;

configure! { impl [] Average: NoSettings }

#[diagnostic::do_not_recommend]
impl<In: Inputs> Merge<In> for Average {
    const OUTPUT: Dims = broadcast::output(In::ALL);
    const FIT: Fit = broadcast::fit(In::ALL);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        if const { broadcast::alike(In::ALL) } {
            y.copy_from_slice(x[0]);
            for x in &x[1..] {
                vectorize(y.len(), || y.iter_mut().zip(*x).for_each(|(y, x)| *y += x));
            }
        } else {
            broadcast::infer::<In>(x, y, |a, b| a + b);
        }
        let count = x.len() as f32;
        vectorize(y.len(), || y.iter_mut().for_each(|y| *y /= count));
    }

    #[inline]
    fn backward(x: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        let count = x.len() as f32;
        if const { !broadcast::alike(In::ALL) } {
            return broadcast::backward::<In>(dy, which, dx, |_, dy| dy.map(|dy| dy / count));
        }
        vectorize(dx.len(), || dx.iter_mut().zip(dy).for_each(|(dx, dy)| *dx = dy / count));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, merges::broadcast::check_broadcast, testing::check_merge};

    fn check<In: Inputs>() {
        check_merge::<In, Average>(|x| {
            broadcast::reference::<In>(x, |x| x.iter().sum::<f64>() / x.len() as f64)
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
}
