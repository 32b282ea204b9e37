use super::numbers;
use crate::{Dims, Fit, Inputs, Merge, NoSettings, configure, vectorize};

/// The sum of values of one shape: Keras's `Add`.
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
    const OUTPUT: Dims = In::ALL[0];
    const FIT: Fit = numbers(In::ALL);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        y.copy_from_slice(x[0]);
        for x in &x[1..] {
            vectorize(y.len(), || y.iter_mut().zip(*x).for_each(|(y, x)| *y += x));
        }
    }

    #[inline]
    fn backward(_: &[&[f32]], _: &[f32], dy: &[f32], _: usize, dx: &mut [f32]) {
        dx.copy_from_slice(dy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Tokens, testing::check_merge};
    use std::vec::Vec;

    fn check<In: Inputs>() {
        check_merge::<In, Add>(|x| {
            let sum = |place: usize| x.iter().map(|x| x[place]).sum::<f64>();
            (0..x[0].len()).map(sum).collect::<Vec<_>>()
        });
    }

    #[test]
    fn of_two_and_more() {
        check::<(Flat<1>, Flat<1>)>();
        check::<(Image<2, 3, 4>, Image<2, 3, 4>, Image<2, 3, 4>)>();
    }

    #[test]
    fn tokens_are_no_numbers() {
        let fit = <Add as Merge<(Tokens<3, 9>, Tokens<3, 9>)>>::FIT;
        assert_eq!(fit, Fit::Tokens { gives: Dims::tokens(3, 9) });
    }
}
