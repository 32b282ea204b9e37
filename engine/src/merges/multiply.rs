use super::broadcast::{self, Steps};
use crate::{Dims, Fit, Inputs, Merge, NoSettings, configure, vectorize};

/// The product of values, number by number: Keras's `Multiply`.
///
/// Where sizes differ, one of them is 1, or missing in front, and is repeated, as in NumPy.
/// So each channel of an image may be weighed by a number of its own:
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Weighed {
///         let image = Input<8, 8, 16>;
///         let weights = Dense<16, 16, Sigmoid>(GlobalAveragePool(image));
///         Multiply(image, weights)
///     }
/// }
/// ```
///
/// ```
/// use cornu_engine::{Multiply, Fit, Flat, Merge};
///
/// let mut y = [0.0; 2];
/// <Multiply as Merge<(Flat<2>, Flat<2>)>>::infer(&[&[5.0, 7.0], &[1.0, 2.0]], &mut y);
/// assert_eq!(y, [5.0, 14.0]);
/// assert_ne!(<Multiply as Merge<(Flat<2>, Flat<3>)>>::FIT, Fit::Ok);
/// ```
#[derive(Debug)]
pub struct Multiply;

configure! { impl [] Multiply: NoSettings }

#[diagnostic::do_not_recommend]
impl<In: Inputs> Merge<In> for Multiply {
    const OUTPUT: Dims = broadcast::output(In::ALL);
    const FIT: Fit = broadcast::fit(In::ALL);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        if const { !broadcast::alike(In::ALL) } {
            return broadcast::infer::<In>(x, y, |a, b| a * b);
        }
        y.copy_from_slice(x[0]);
        for x in &x[1..] {
            vectorize(y.len(), || y.iter_mut().zip(*x).for_each(|(y, x)| *y *= x));
        }
    }

    /// dxₖ = dy · the product of all others
    #[inline]
    fn backward(x: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        if const { !broadcast::alike(In::ALL) } {
            return broadcast::backward::<In>(dy, which, dx, |run, mut d| {
                let others = x.iter().zip(In::ALL).enumerate().filter(|(place, _)| *place != which);
                for (_, (x, sizes)) in others {
                    let x = Steps::of(*sizes).load(x, run);
                    d.iter_mut().zip(x).for_each(|(d, x)| *d *= x);
                }
                d
            });
        }
        dx.copy_from_slice(dy);
        for (_, x) in x.iter().enumerate().filter(|(place, _)| *place != which) {
            vectorize(dx.len(), || dx.iter_mut().zip(*x).for_each(|(dx, x)| *dx *= x));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, merges::broadcast::check_broadcast, testing::check_merge};

    fn check<In: Inputs>() {
        check_merge::<In, Multiply>(|x| broadcast::reference::<In>(x, |x| x.iter().product()));
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
