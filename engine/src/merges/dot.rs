use super::numbers;
use crate::{Dims, Fit, Inputs, Merge, sums::row_sum_of_two, vectorize};

/// The dot product Σ a·b of two values in a row: how alike they are, as one number.
///
/// Keras's `Dot(axes=1)` of two vectors, without its `normalize`.
///
/// ```
/// use cornu_engine::{Dot, Flat, Merge};
///
/// let mut y = [0.0];
/// <Dot as Merge<(Flat<2>, Flat<2>)>>::infer(&[&[5.0, 7.0], &[1.0, 2.0]], &mut y);
/// assert_eq!(y, [19.0]);
/// ```
#[derive(Debug)]
pub struct Dot;

#[diagnostic::do_not_recommend]
impl<In: Inputs> Merge<In> for Dot {
    const OUTPUT: Dims = Dims::flat(1);
    const FIT: Fit = match In::ALL[0].rank {
        1 => Fit::count(2, In::ALL).and(numbers(In::ALL)),
        _ => Fit::Other { takes: "two values in a row", gives: In::ALL[0] },
    };

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        let (a, b) = (x[0].chunks_exact(In::ALL[0].len()), x[1].chunks_exact(In::ALL[0].len()));
        vectorize(
            x[0].len(),
            #[inline(always)]
            || {
                for (y, (a, b)) in y.iter_mut().zip(a.zip(b)) {
                    *y = row_sum_of_two(a, b, |a, b| a * b);
                }
            },
        );
    }

    /// da = dy·b, db = dy·a
    #[inline]
    fn backward(x: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        let (length, other) = (In::ALL[0].len(), x[1 - which]);
        for ((dx, other), dy) in dx.chunks_exact_mut(length).zip(other.chunks_exact(length)).zip(dy) {
            dx.iter_mut().zip(other).for_each(|(dx, other)| *dx = dy * other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Sequence, testing::check_merge};

    fn check<In: Inputs>() {
        check_merge::<In, Dot>(|x| std::vec![x[0].iter().zip(&x[1]).map(|(a, b)| a * b).sum()]);
    }

    #[test]
    fn of_two() {
        check::<(Flat<1>, Flat<1>)>();
        check::<(Flat<5>, Flat<5>)>();
        check::<(Flat<70>, Flat<70>)>();
    }

    #[test]
    fn anything_else_does_not_fit() {
        assert!(matches!(<Dot as Merge<(Flat<2>, Flat<3>)>>::FIT, Fit::Unlike { .. }));
        type Three = (Flat<2>, Flat<2>, Flat<2>);
        assert_eq!(<Dot as Merge<Three>>::FIT, Fit::Count { takes: 2, given: 3 });
        type Sequences = (Sequence<2, 2>, Sequence<2, 2>);
        assert!(matches!(<Dot as Merge<Sequences>>::FIT, Fit::Other { .. }));
    }
}
