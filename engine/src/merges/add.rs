use super::broadcast;
use crate::{Dims, Fit, Inputs, Merge, NoSettings, configure, vectorize};

/// The sum of values, number by number: Keras's `Add`.
///
/// Where sizes differ, one of them is 1, or missing in front, and is repeated, as in NumPy.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Residual {
///         let x = Input<8>;
///         let h = Dense<8, 8, Relu>(x);
///         Dense<8, 2>(Add(x, h))
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Add;

configure! { impl [] Add: NoSettings }

#[diagnostic::do_not_recommend]
impl<In: Inputs> Merge<In> for Add {
    const OUTPUT: Dims = broadcast::output(In::ALL);
    const FIT: Fit = broadcast::fit(In::ALL);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        if const { !broadcast::alike(In::ALL) } {
            return broadcast::infer::<In>(x, y, |a, b| a + b);
        }
        y.copy_from_slice(x[0]);
        for x in &x[1..] {
            vectorize(y.len(), || y.iter_mut().zip(*x).for_each(|(y, x)| *y += x));
        }
    }

    #[inline]
    fn backward(_: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        if const { !broadcast::alike(In::ALL) } {
            return broadcast::backward::<In>(dy, which, dx, |_, dy| dy);
        }
        dx.copy_from_slice(dy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, Tokens, merges::broadcast::check_broadcast, testing::check_merge};

    fn check<In: Inputs>() {
        check_merge::<In, Add>(|x| broadcast::reference::<In>(x, |x| x.iter().sum()));
    }

    #[test]
    fn of_two_and_more() {
        check::<(Flat<1>, Flat<1>)>();
        check::<(Image<2, 3, 4>, Image<2, 3, 4>, Image<2, 3, 4>)>();
    }

    #[test]
    fn of_other_shapes() {
        check_broadcast! { check, and three }
    }

    #[test]
    fn tokens_are_no_numbers() {
        let fit = <Add as Merge<(Tokens<3, 9>, Tokens<3, 9>)>>::FIT;
        assert_eq!(fit, Fit::Tokens { gives: Dims::tokens(3, 9) });
    }
}
