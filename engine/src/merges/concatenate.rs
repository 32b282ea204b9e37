use crate::{Dims, Fit, Inputs, Merge, Setup, configure, settings};

/// Values one behind the other along one of their sizes, in which alone they may differ: Keras's
/// `Concatenate`.
///
/// Unless `{ axis: … }` says otherwise, that is the last one: features beside features, channels beside channels.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Net {
///         let past = Input<24, 3>;
///         let present = Input<1, 3>;
///         let steps = Concatenate { axis: 1 }(past, present);
///         Dense<_, 1>(Flatten(steps))
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Concatenate;

settings! {
    /// What may stand in braces behind a [`Concatenate`].
    pub struct ConcatenateSettings {
        /// Along which size: 1 is a sample's first, -1 its last. Default: -1.
        pub axis: isize = -1 => (axis != 0, "a sample's size: 1 is the first, -1 the last"),
    }
}

configure! { impl [] Concatenate: ConcatenateSettings }

const fn output(axis: isize, all: &[Dims]) -> Dims {
    let mut sizes = all[0];
    let Some(place) = sizes.place_of(axis) else { return sizes };
    let mut value = 1;
    while value < all.len() {
        sizes.sizes[place] += all[value].sizes[place];
        value += 1;
    }
    sizes
}

const fn fit(axis: isize, all: &[Dims]) -> Fit {
    let Some(place) = all[0].place_of(axis) else {
        return Fit::setting("axis", false, "a size that the values have: 1 is the first, -1 the last");
    };
    let mut value = 1;
    while value < all.len() {
        let mut other = all[value];
        other.sizes[place] = all[0].sizes[place];
        if !other.same(all[0]) {
            return Fit::Unlike { first: all[0], against: 0, other: all[value], place: value };
        }
        value += 1;
    }
    Fit::Ok
}

/// How many numbers of each value stand in a row: its size along the axis, and those behind it.
const fn run(axis: isize, sizes: Dims) -> usize {
    match sizes.place_of(axis) {
        Some(place) => sizes.len_from(place),
        None => sizes.len(),
    }
}

#[diagnostic::do_not_recommend]
impl<In: Inputs, S: Setup<Settings = ConcatenateSettings>> Merge<In, S> for Concatenate {
    const OUTPUT: Dims = output(S::SETTINGS.axis, In::ALL);
    const FIT: Fit = fit(S::SETTINGS.axis, In::ALL);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        let whole = const { run(S::SETTINGS.axis, output(S::SETTINGS.axis, In::ALL)) };
        let mut start = 0;
        for (x, sizes) in x.iter().zip(In::ALL) {
            let part = run(S::SETTINGS.axis, *sizes);
            for (y, x) in y.chunks_exact_mut(whole).zip(x.chunks_exact(part)) {
                y[start..start + part].copy_from_slice(x);
            }
            start += part;
        }
    }

    #[inline]
    fn backward(_: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        let whole = const { run(S::SETTINGS.axis, output(S::SETTINGS.axis, In::ALL)) };
        let part = run(S::SETTINGS.axis, In::ALL[which]);
        let start: usize = In::ALL[..which].iter().map(|sizes| run(S::SETTINGS.axis, *sizes)).sum();
        for (dx, dy) in dx.chunks_exact_mut(part).zip(dy.chunks_exact(whole)) {
            dx.copy_from_slice(&dy[start..start + part]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, Tokens, testing::check_merge_with};

    struct Along<const AXIS: isize>;

    impl<const AXIS: isize> Setup for Along<AXIS> {
        type Settings = ConcatenateSettings;
        const SETTINGS: ConcatenateSettings = ConcatenateSettings { axis: AXIS };
    }

    /// Each number that goes out is found by its own indices.
    fn check<In: Inputs, const AXIS: isize>(place: usize) {
        check_merge_with::<In, Concatenate, Along<AXIS>>(|x| {
            let [a, b, c, _] = <Concatenate as Merge<In, Along<AXIS>>>::OUTPUT.sizes;
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
        assert_eq!(<Concatenate as Merge<Pair>>::FIT, Fit::Unlike { first, against: 0, other, place: 1 });
        assert_eq!(<Concatenate as Merge<Pair, Along<1>>>::FIT, Fit::Ok);
        assert!(matches!(<Concatenate as Merge<Pair, Along<0>>>::FIT, Fit::Setting { name: "axis", .. }));
        assert!(matches!(<Concatenate as Merge<Pair, Along<3>>>::FIT, Fit::Setting { name: "axis", .. }));
        assert!(matches!(<Concatenate as Merge<Pair, Along<-3>>>::FIT, Fit::Setting { name: "axis", .. }));
        assert!(matches!(ConcatenateSettings { axis: 0 }.check(), Fit::Setting { name: "axis", .. }));
        assert!(matches!(<Concatenate as Merge<(Flat<4>, Sequence<4, 1>)>>::FIT, Fit::Unlike { .. }));
        assert!(matches!(
            <Concatenate as Merge<(Flat<4>, Sequence<4, 1>), Along<1>>>::FIT,
            Fit::Unlike { .. }
        ));
        assert!(matches!(<Concatenate as Merge<(Tokens<3, 9>, Tokens<3, 8>)>>::FIT, Fit::Unlike { .. }));
        assert_eq!(<Concatenate as Merge<(Tokens<3, 9>, Tokens<4, 9>)>>::OUTPUT, Dims::tokens(7, 9));
    }
}
