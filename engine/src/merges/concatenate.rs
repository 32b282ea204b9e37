use crate::{Dims, Fit, Inputs, Merge, NoSettings, configure};

/// Values one behind the other along one of their sizes, in which alone they may differ: Keras's
/// `Concatenate`.
///
/// `AXIS` counts as in Keras: 1 is the first size of a sample, -1 the last, and the default: features beside
/// features, channels beside channels. Token ids of one vocabulary may stand behind each other, too.
///
/// ```
/// use cornu_engine::{Concatenate, Dims, Merge, Sequence};
///
/// type Features = (Sequence<24, 3>, Sequence<24, 5>);
/// assert_eq!(<Concatenate as Merge<Features>>::OUTPUT, Dims::sequence(24, 8));
/// type Steps = (Sequence<24, 3>, Sequence<6, 3>);
/// assert_eq!(<Concatenate<1> as Merge<Steps>>::OUTPUT, Dims::sequence(30, 3));
/// ```
#[derive(Debug)]
pub struct Concatenate<const AXIS: isize = -1>;

configure! { impl [const AXIS: isize] Concatenate<AXIS>: NoSettings }

/// The place of a size among those of a sample, from 0; Keras counts samples as its first.
const fn place(axis: isize, sizes: Dims) -> Option<usize> {
    let rank = sizes.rank as isize;
    match axis {
        _ if axis >= 1 && axis <= rank => Some(axis as usize - 1),
        _ if axis < 0 && axis >= -rank => Some((rank + axis) as usize),
        _ => None,
    }
}

const fn output(axis: isize, all: &[Dims]) -> Dims {
    let mut sizes = all[0];
    let Some(place) = place(axis, sizes) else { return sizes };
    let mut value = 1;
    while value < all.len() {
        sizes.sizes[place] += all[value].sizes[place];
        value += 1;
    }
    sizes
}

const fn fit(axis: isize, all: &[Dims]) -> Fit {
    let Some(place) = place(axis, all[0]) else {
        return Fit::Other {
            takes: "values that have the axis it names (1 is a sample's first)",
            gives: all[0],
        };
    };
    let mut value = 1;
    while value < all.len() {
        let mut other = all[value];
        other.sizes[place] = all[0].sizes[place];
        if !other.same(all[0]) {
            return Fit::Unlike { first: all[0], other: all[value], place: value };
        }
        value += 1;
    }
    Fit::Ok
}

/// How many numbers of each value stand in a row: its size along the axis, and those behind it.
const fn run(axis: isize, sizes: Dims) -> usize {
    let (mut at, mut floats) = (
        match place(axis, sizes) {
            Some(place) => place,
            None => 0,
        },
        1,
    );
    while at < sizes.rank {
        floats *= sizes.sizes[at];
        at += 1;
    }
    floats
}

#[diagnostic::do_not_recommend]
impl<In: Inputs, const AXIS: isize> Merge<In> for Concatenate<AXIS> {
    const OUTPUT: Dims = output(AXIS, In::ALL);
    const FIT: Fit = fit(AXIS, In::ALL);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        let whole = const { run(AXIS, output(AXIS, In::ALL)) };
        let mut start = 0;
        for (x, sizes) in x.iter().zip(In::ALL) {
            let part = run(AXIS, *sizes);
            for (y, x) in y.chunks_exact_mut(whole).zip(x.chunks_exact(part)) {
                y[start..start + part].copy_from_slice(x);
            }
            start += part;
        }
    }

    #[inline]
    fn backward(_: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        let whole = const { run(AXIS, output(AXIS, In::ALL)) };
        let part = run(AXIS, In::ALL[which]);
        let start: usize = In::ALL[..which].iter().map(|sizes| run(AXIS, *sizes)).sum();
        for (dx, dy) in dx.chunks_exact_mut(part).zip(dy.chunks_exact(whole)) {
            dx.copy_from_slice(&dy[start..start + part]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, Tokens, testing::check_merge};

    /// Each number that goes out is found by its own indices.
    fn check<In: Inputs, const AXIS: isize>(place: usize) {
        check_merge::<In, Concatenate<AXIS>>(|x| {
            let [a, b, c, _] = <Concatenate<AXIS> as Merge<In>>::OUTPUT.sizes;
            let value = |at: [usize; 3]| {
                let mut at = at;
                let mut which = 0;
                while at[place] >= In::ALL[which].sizes[place] {
                    at[place] -= In::ALL[which].sizes[place];
                    which += 1;
                }
                let [_, b, c, _] = In::ALL[which].sizes;
                x[which][(at[0] * b + at[1]) * c + at[2]]
            };
            (0..a * b * c).map(|at| value([at / (b * c), at / c % b, at % c])).collect()
        });
    }

    #[test]
    fn along_each_axis() {
        check::<(Flat<1>, Flat<1>), -1>(0);
        check::<(Flat<3>, Flat<1>, Flat<5>), 1>(0);
        check::<(Sequence<4, 3>, Sequence<4, 1>), -1>(1);
        check::<(Sequence<4, 3>, Sequence<2, 3>), 1>(0);
        check::<(Image<2, 3, 4>, Image<2, 3, 1>, Image<2, 3, 2>), -1>(2);
        check::<(Image<2, 3, 4>, Image<2, 1, 4>), 2>(1);
        check::<(Image<2, 3, 4>, Image<1, 3, 4>), -3>(0);
    }

    #[test]
    fn what_differs_elsewhere_does_not_fit() {
        type Pair = (Sequence<4, 3>, Sequence<5, 3>);
        let (first, other) = (Dims::sequence(4, 3), Dims::sequence(5, 3));
        assert_eq!(<Concatenate as Merge<Pair>>::FIT, Fit::Unlike { first, other, place: 1 });
        assert_eq!(<Concatenate<1> as Merge<Pair>>::FIT, Fit::Ok);
        assert!(matches!(<Concatenate<0> as Merge<Pair>>::FIT, Fit::Other { .. }));
        assert!(matches!(<Concatenate<3> as Merge<Pair>>::FIT, Fit::Other { .. }));
        assert!(matches!(<Concatenate<-3> as Merge<Pair>>::FIT, Fit::Other { .. }));
        assert!(matches!(<Concatenate as Merge<(Flat<4>, Sequence<4, 1>)>>::FIT, Fit::Unlike { .. }));
        assert!(matches!(<Concatenate<1> as Merge<(Flat<4>, Sequence<4, 1>)>>::FIT, Fit::Unlike { .. }));
        assert!(matches!(<Concatenate as Merge<(Tokens<3, 9>, Tokens<3, 8>)>>::FIT, Fit::Unlike { .. }));
        assert_eq!(<Concatenate as Merge<(Tokens<3, 9>, Tokens<4, 9>)>>::OUTPUT, Dims::tokens(7, 9));
    }
}
