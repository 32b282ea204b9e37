use crate::{
    Dims, Fit, Inputs, Merge, Setup, configure, math,
    product::{Matrix, product},
    settings,
    sums::row_sum_of_two,
    vectorize,
};

/// The dot products Σ a·b of two values along a size of each: how alike they are.
///
/// Keras's `Dot`. Of two values in a row it is one number. Of sequences, what is left of the first value's sizes
/// stands before what is left of the second's: `{ axes: 2 }` makes of 4 steps and 9 steps of as many features a
/// sequence of 4 × 9, each step of the one beside each of the other; `{ axes: (2, 1) }` is the matrix product.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Attention {
///         let asked = Input<4, 16>;
///         let keys = Input<9, 16>;
///         let values = Input<9, 8>;
///         let weights = Softmax(Dot { axes: 2 }(asked, keys));
///         Dot { axes: (2, 1) }(weights, values)
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Dot;

settings! {
    /// What may stand in braces behind a [`Dot`].
    pub struct DotSettings {
        /// Along which size: 1 is a sample's first, -1 its last; a pair names one of each value. Default: -1.
        pub axes: isize = -1 => (axes != 0, "a size of a sample: 1 is the first, -1 the last"),
        /// That of the second value, if it is another: the second of a pair.
        pub axes_second: Option<isize> = None,
        /// Whether each value is divided by its length along that size, so that the products are cosines. Default:
        /// `false`.
        pub normalize: bool = false,
    }
}

configure! { impl [] Dot: DotSettings }

/// One of the two values: so many vectors of one length.
#[derive(Clone, Copy)]
struct Vectors {
    count: usize,
    length: usize,
    /// Whether each vector stands in a row; else in a column.
    in_rows: bool,
}

impl Vectors {
    /// The vectors of a value along an axis, if it has it.
    const fn new(gives: Dims, axis: isize) -> Option<Self> {
        let [first, second, ..] = gives.sizes;
        match (gives.rank, gives.place_of(axis)) {
            (1, Some(0)) => Some(Vectors { count: 1, length: first, in_rows: true }),
            (2, Some(0)) => Some(Vectors { count: second, length: first, in_rows: false }),
            (2, Some(1)) => Some(Vectors { count: first, length: second, in_rows: true }),
            _ => None,
        }
    }

    /// As a matrix with a vector in each row.
    #[inline(always)]
    fn rows(self, x: &[f32]) -> Matrix<'_> {
        if self.in_rows {
            Matrix::new(x, self.count, self.length)
        } else {
            Matrix::new(x, self.length, self.count).transposed()
        }
    }

    /// Where the numbers of a vector stand.
    #[inline(always)]
    fn places(self, number: usize) -> impl Iterator<Item = usize> + Clone {
        let (start, step) = if self.in_rows { (number * self.length, 1) } else { (number, self.count) };
        (0..self.length).map(move |place| start + place * step)
    }

    /// What a vector is multiplied by to have the length 1; but, as in Keras, not by more than 1/ε.
    #[inline(always)]
    fn scale(self, x: &[f32], number: usize) -> f32 {
        let squares = self.places(number).map(|place| f64::from(x[place]) * f64::from(x[place]));
        let scale = 1.0 / math::sqrt(squares.sum::<f64>() as f32);
        if scale > LARGEST { LARGEST } else { scale }
    }
}

/// 1/ε, with `keras.config.epsilon()`.
const LARGEST: f32 = 1e7;

/// Both values, as vectors along the axes that the settings name.
#[derive(Clone, Copy)]
struct Pair {
    a: Vectors,
    b: Vectors,
}

const fn axes(settings: DotSettings) -> [isize; 2] {
    match settings.axes_second {
        Some(second) => [settings.axes, second],
        None => [settings.axes; 2],
    }
}

impl Pair {
    const fn new(all: &[Dims], settings: DotSettings) -> Self {
        const NONE: Vectors = Vectors { count: 1, length: 1, in_rows: true };
        let [first, second] = axes(settings);
        let a = if let Some(a) = Vectors::new(all[0], first) { a } else { NONE };
        let b = if let Some(b) = Vectors::new(all[all.len() - 1], second) { b } else { NONE };
        Pair { a, b }
    }

    const fn output(self, all: &[Dims]) -> Dims {
        match (all[0].rank, all[all.len() - 1].rank) {
            (2, 2) => Dims::sequence(self.a.count, self.b.count),
            // One of them is 1.
            _ => Dims::flat(self.a.count * self.b.count),
        }
    }

    const fn fit(all: &[Dims], settings: DotSettings) -> Fit {
        if all.len() != 2 {
            return Fit::count(2, all);
        }
        let mut place = 0;
        while place < 2 {
            if all[place].vocabulary > 0 {
                return Fit::Tokens { gives: all[place] };
            } else if all[place].rank > 2 {
                // The message names the first value.
                return Fit::Never { takes: "values in a row and sequences" };
            }
            place += 1;
        }
        let [first, second] = axes(settings);
        match (Vectors::new(all[0], first), Vectors::new(all[1], second)) {
            (Some(a), Some(b)) if a.length == b.length => Fit::Ok,
            (Some(_), Some(_)) => Fit::setting("axes", false, "sizes that are as large as each other"),
            _ => Fit::setting("axes", false, "sizes that the values have: 1 is the first, -1 the last"),
        }
    }

    /// The gradient of one sample with respect to the vectors of `own`, where each is divided by its length; `d` gives
    /// that of the product of one of them with one of `other`. With â = a/|a|: da = Σ d·(b̂ − (â·b̂)·â)/|a|.
    ///
    /// In f64, since the difference is small beside its terms where the two are alike.
    #[inline(always)]
    fn normalized_gradient(
        [own, other]: [Vectors; 2],
        [x, by]: [&[f32]; 2],
        dx: &mut [f32],
        d: impl Fn(usize, usize) -> f32,
    ) {
        dx.fill(0.0);
        for (first, second) in (0..own.count).flat_map(|n| (0..other.count).map(move |m| (n, m))) {
            let places = own.places(first).zip(other.places(second));
            let pairs = places.clone().map(|(a, b)| (f64::from(x[a]), f64::from(by[b])));
            let [aa, ab, bb] =
                pairs.fold([0.0; 3], |[aa, ab, bb], (a, b)| [aa + a * a, ab + a * b, bb + b * b]);
            let most = f64::from(LARGEST);
            let [a_scale, b_scale] = [aa, bb].map(|squares| match 1.0 / libm::sqrt(squares) {
                scale if scale > most => most,
                scale => scale,
            });
            let factor = f64::from(d(first, second)) * a_scale * b_scale;
            // The part along the vector itself does not change its direction; but of one that is shorter than ε the
            // factor is a constant.
            let along = if a_scale < most { ab * a_scale * a_scale } else { 0.0 };
            for (a, b) in places {
                dx[a] += (factor * (f64::from(by[b]) - along * f64::from(x[a]))) as f32;
            }
        }
    }
}

#[diagnostic::do_not_recommend]
impl<In: Inputs, S: Setup<Settings = DotSettings>> Merge<In, S> for Dot {
    const OUTPUT: Dims = Pair::new(In::ALL, S::SETTINGS).output(In::ALL);
    const FIT: Fit = Pair::fit(In::ALL, S::SETTINGS);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        let Pair { a, b } = const { Pair::new(In::ALL, S::SETTINGS) };
        let samples = x[0].chunks_exact(a.count * a.length).zip(x[1].chunks_exact(b.count * b.length));
        for (y, (x, by)) in y.chunks_exact_mut(a.count * b.count).zip(samples) {
            if a.count * b.count == 1 {
                vectorize(
                    x.len(),
                    #[inline(always)]
                    || y[0] = row_sum_of_two(x, by, |a, b| a * b),
                );
            } else {
                y.fill(0.0);
                product(a.rows(x), b.rows(by).transposed(), y, &mut []);
            }
            if S::SETTINGS.normalize {
                for (first, y) in y.chunks_exact_mut(b.count).enumerate() {
                    let scale = a.scale(x, first);
                    y.iter_mut().for_each(|y| *y *= scale);
                }
                for second in 0..b.count {
                    let scale = b.scale(by, second);
                    y.iter_mut().skip(second).step_by(b.count).for_each(|y| *y *= scale);
                }
            }
        }
    }

    /// With the vectors of each value as the rows of a matrix, y = a·bᵀ: da = dy·b, db = dyᵀ·a.
    #[inline]
    fn backward(x: &[&[f32]], _: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
        let Pair { a, b } = const { Pair::new(In::ALL, S::SETTINGS) };
        let (own, other) = if which == 0 { (a, b) } else { (b, a) };
        let values = x[which].chunks_exact(own.count * own.length);
        let others = x[1 - which].chunks_exact(other.count * other.length);
        let samples = dx.chunks_exact_mut(own.count * own.length).zip(values.zip(others));
        for ((dx, (x, by)), dy) in samples.zip(dy.chunks_exact(a.count * b.count)) {
            if S::SETTINGS.normalize {
                let at = |first, second| match which {
                    0 => first * b.count + second,
                    _ => second * b.count + first,
                };
                Pair::normalized_gradient([own, other], [x, by], dx, |first, second| dy[at(first, second)]);
            } else if a.count * b.count == 1 {
                dx.iter_mut().zip(by).for_each(|(dx, by)| *dx = dy[0] * by);
            } else {
                let dy = Matrix::new(dy, a.count, b.count);
                let dy = if which == 0 { dy } else { dy.transposed() };
                dx.fill(0.0);
                if own.in_rows {
                    product(dy, other.rows(by), dx, &mut []);
                } else {
                    product(other.rows(by).transposed(), dy.transposed(), dx, &mut []);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, testing::check_merge_with};

    struct Along<const A: isize, const B: isize, const NORMALIZE: bool>;

    impl<const A: isize, const B: isize, const NORMALIZE: bool> Setup for Along<A, B, NORMALIZE> {
        type Settings = DotSettings;
        const SETTINGS: DotSettings =
            DotSettings { axes: A, axes_second: if A == B { None } else { Some(B) }, normalize: NORMALIZE };
    }

    /// The sum over the places whose numbers along the two axes, from 1, are alike.
    fn reference<In: Inputs>(
        x: &[std::vec::Vec<f64>],
        [a, b]: [usize; 2],
        normalize: bool,
    ) -> std::vec::Vec<f64> {
        let vectors = |which: usize, axis: usize| {
            let sizes = In::ALL[which];
            let [rows, columns, ..] = sizes.sizes;
            let x = &x[which];
            let mut vectors: std::vec::Vec<std::vec::Vec<f64>> = match (sizes.rank, axis) {
                (1, _) => std::vec![x.clone()],
                (_, 2) => (0..rows).map(|n| x[n * columns..][..columns].to_vec()).collect(),
                _ => (0..columns).map(|n| (0..rows).map(|row| x[row * columns + n]).collect()).collect(),
            };
            for vector in vectors.iter_mut().filter(|_| normalize) {
                let norm = vector.iter().map(|x| x * x).sum::<f64>().sqrt();
                vector.iter_mut().for_each(|x| *x /= norm);
            }
            vectors
        };
        let (a, b) = (vectors(0, a), vectors(1, b));
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum();
        a.iter().flat_map(|a| b.iter().map(|b| dot(a, b)).collect::<std::vec::Vec<f64>>()).collect()
    }

    fn check<In: Inputs, const A: isize, const B: isize>(axes: [usize; 2]) {
        check_merge_with::<In, Dot, Along<A, B, false>>(|x| reference::<In>(x, axes, false));
        check_merge_with::<In, Dot, Along<A, B, true>>(|x| reference::<In>(x, axes, true));
    }

    #[test]
    fn of_two() {
        check_merge_with::<(Flat<1>, Flat<1>), Dot, Along<-1, -1, false>>(|x| std::vec![x[0][0] * x[1][0]]);
        check::<(Flat<5>, Flat<5>), -1, -1>([1, 1]);
        check::<(Flat<5>, Flat<5>), 1, 1>([1, 1]);
        check::<(Flat<70>, Flat<70>), -1, -1>([1, 1]);
    }

    #[test]
    fn of_sequences() {
        check::<(Sequence<4, 2>, Sequence<4, 3>), 1, 1>([1, 1]);
        check::<(Sequence<2, 4>, Sequence<3, 4>), 2, 2>([2, 2]);
        check::<(Sequence<2, 4>, Sequence<3, 4>), -1, -1>([2, 2]);
        check::<(Sequence<4, 2>, Sequence<3, 4>), 1, 2>([1, 2]);
        check::<(Sequence<2, 4>, Sequence<4, 3>), 2, 1>([2, 1]);
        check::<(Sequence<2, 4>, Sequence<4, 3>), -1, -2>([2, 1]);
        check::<(Sequence<5, 33>, Sequence<3, 33>), 2, 2>([2, 2]);
        check::<(Sequence<17, 9>, Sequence<17, 3>), 1, 1>([1, 1]);
    }

    #[test]
    fn of_a_sequence_and_values_in_a_row() {
        check::<(Sequence<2, 4>, Flat<4>), 2, 1>([2, 1]);
        check::<(Flat<4>, Sequence<2, 4>), 1, 2>([1, 2]);
        check::<(Flat<4>, Sequence<4, 3>), 1, 1>([1, 1]);
        type Pair = (Sequence<4, 1>, Flat<4>);
        check::<Pair, 1, 1>([1, 1]);
        assert_eq!(<Dot as Merge<Pair, Along<1, 1, false>>>::OUTPUT, Dims::flat(1));
        type Matrices = (Sequence<2, 4>, Sequence<3, 4>);
        assert_eq!(<Dot as Merge<Matrices>>::OUTPUT, Dims::sequence(2, 3));
    }

    #[test]
    fn what_has_no_direction_stays_finite() {
        type Pair = (Flat<2>, Flat<2>);
        type Cosine = Along<-1, -1, true>;
        let (mut y, mut dx) = ([f32::NAN], [f32::NAN; 2]);
        let x: [&[f32]; 2] = [&[0.0, 0.0], &[3.0, 4.0]];
        <Dot as Merge<Pair, Cosine>>::infer(&x, &mut y);
        <Dot as Merge<Pair, Cosine>>::backward(&x, &y, &[1.0], 0, &mut dx);
        assert_eq!(y, [0.0]);
        // The factor 1/ε, as in Keras.
        assert!((dx[0] / 6e6 - 1.0).abs() < 1e-6 && (dx[1] / 8e6 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn anything_else_does_not_fit() {
        let is_axes = |fit| matches!(fit, Fit::Setting { name: "axes", .. });
        assert!(is_axes(<Dot as Merge<(Flat<2>, Flat<3>)>>::FIT));
        type Three = (Flat<2>, Flat<2>, Flat<2>);
        assert_eq!(<Dot as Merge<Three>>::FIT, Fit::Count { takes: 2, given: 3 });
        type Sequences = (Sequence<2, 3>, Sequence<3, 2>);
        assert!(is_axes(<Dot as Merge<Sequences>>::FIT));
        assert_eq!(<Dot as Merge<Sequences, Along<1, 2, false>>>::FIT, Fit::Ok);
        assert!(is_axes(<Dot as Merge<Sequences, Along<3, 3, false>>>::FIT));
        assert!(is_axes(<Dot as Merge<Sequences, Along<1, 0, false>>>::FIT));
        assert!(is_axes(DotSettings { axes: 0, ..<Along<1, 1, false>>::SETTINGS }.check()));
        type Images = (Image<2, 2, 2>, Image<2, 2, 2>);
        assert!(matches!(<Dot as Merge<Images>>::FIT, Fit::Never { .. }));
    }
}
