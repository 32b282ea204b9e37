//! Shapes: what flows between two layers, as a value ([`Dims`]) and as a type ([`Shape`]).

use crate::{First, Token};
use core::fmt;

/// The sizes of one sample, or of one parameter, as a value.
///
/// A sample has one size (values), two (steps × features) or three (rows × columns × channels);
/// a parameter may have four.
///
/// ```
/// use cornu_engine::Dims;
///
/// const IMAGE: Dims = Dims::image(28, 28, 1);
/// assert_eq!(IMAGE.len(), 784);
/// assert_eq!(IMAGE.to_string(), "28×28×1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dims {
    /// How many sizes there are.
    pub rank: usize,
    /// The sizes, outermost first; those past `rank` are 1.
    pub sizes: [usize; 4],
    /// Of token ids, how many different ones there may be; 0 of plain numbers.
    pub vocabulary: usize,
}

impl Dims {
    /// A single number.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// assert_eq!(Dims::SCALAR.len(), 1);
    /// assert_eq!(Dims::SCALAR.as_slice(), []);
    /// ```
    pub const SCALAR: Dims = Dims { rank: 0, sizes: [1; 4], vocabulary: 0 };

    /// `values` numbers in a row.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// assert_eq!(Dims::flat(784).as_slice(), [784]);
    /// ```
    pub const fn flat(values: usize) -> Dims {
        Dims { rank: 1, sizes: [values, 1, 1, 1], vocabulary: 0 }
    }

    /// `steps` moments of `features` numbers each.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// // A day of hourly weather: temperature, pressure and wind.
    /// assert_eq!(Dims::sequence(24, 3).to_string(), "24×3");
    /// ```
    pub const fn sequence(steps: usize, features: usize) -> Dims {
        Dims { rank: 2, sizes: [steps, features, 1, 1], vocabulary: 0 }
    }

    /// An image, channels last.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// assert_eq!(Dims::image(30, 20, 3).to_string(), "30×20×3");
    /// ```
    pub const fn image(rows: usize, columns: usize, channels: usize) -> Dims {
        Dims { rank: 3, sizes: [rows, columns, channels, 1], vocabulary: 0 }
    }

    /// `steps` token ids below `vocabulary`.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// assert_eq!(Dims::tokens(200, 10_000).to_string(), "200 token ids below 10000");
    /// ```
    pub const fn tokens(steps: usize, vocabulary: usize) -> Dims {
        Dims { rank: 1, sizes: [steps, 1, 1, 1], vocabulary }
    }

    /// What a [`Shaped`] with these sizes has as its parameters.
    #[doc(hidden)]
    pub const fn type_parameters(self) -> [usize; 4] {
        let [a, b, c, _] = self.sizes;
        if self.vocabulary > 0 { [TOKENS, a, self.vocabulary, 1] } else { [self.rank, a, b, c] }
    }

    /// How many numbers there are in all.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// assert_eq!(Dims::image(30, 20, 3).len(), 1800);
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "a size of 0 is refused when a model is compiled")]
    pub const fn len(self) -> usize {
        self.sizes[0] * self.sizes[1] * self.sizes[2] * self.sizes[3]
    }

    /// The innermost size: values, features or channels; of token ids, how many different ones there may
    /// be. It is what `_` stands for in `model!`.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// assert_eq!(Dims::sequence(24, 3).last(), 3);
    /// ```
    pub const fn last(self) -> usize {
        if self.vocabulary > 0 {
            self.vocabulary
        } else if self.rank == 0 {
            1
        } else {
            self.sizes[self.rank - 1]
        }
    }

    /// The same sizes with another innermost one. A scalar has none, and stays as it is.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// // What `Dense<3, 16>` makes of a sequence.
    /// assert_eq!(Dims::sequence(24, 3).with_last(16), Dims::sequence(24, 16));
    /// ```
    pub const fn with_last(mut self, size: usize) -> Dims {
        if self.rank > 0 {
            self.sizes[self.rank - 1] = size;
        }
        self.vocabulary = 0;
        self
    }

    /// The same sizes with one more in front: an array of `count` of these.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// // A kernel: a row of units for each input.
    /// assert_eq!(Dims::flat(512).times(784).to_string(), "784×512");
    /// ```
    pub const fn times(self, count: usize) -> Dims {
        assert!(self.rank < 4, "a parameter has at most four sizes");
        let [a, b, c, _] = self.sizes;
        Dims { rank: self.rank + 1, sizes: [count, a, b, c], vocabulary: 0 }
    }

    /// Of a sequence one step; anything else is one step as a whole.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// assert_eq!(Dims::sequence(24, 3).step(), Dims::flat(3));
    /// ```
    #[must_use]
    pub const fn step(self) -> Dims {
        if self.vocabulary > 0 {
            Dims::tokens(1, self.vocabulary)
        } else if self.rank == 2 {
            Dims::flat(self.sizes[1])
        } else {
            self
        }
    }

    /// The place of a size among those of a sample, from 0, if a sample has it. In `axis` 1 is the first, since Keras
    /// counts the samples of a batch as its size 0, and -1 the last.
    pub(crate) const fn place_of(self, axis: isize) -> Option<usize> {
        let rank = self.rank as isize;
        match axis {
            _ if axis >= 1 && axis <= rank => Some(axis as usize - 1),
            _ if axis < 0 && axis >= -rank => Some((rank + axis) as usize),
            _ => None,
        }
    }

    /// How many numbers there are for each value of the sizes in front of `place`.
    pub(crate) const fn len_from(self, mut place: usize) -> usize {
        let mut len = 1;
        while place < self.rank {
            len *= self.sizes[place];
            place += 1;
        }
        len
    }

    /// Whether these are the same sizes, where `==` may not be called: in a constant.
    pub(crate) const fn same(self, other: Dims) -> bool {
        let ([a, b, c, d], [e, f, g, h]) = (self.sizes, other.sizes);
        let rank = self.rank == other.rank && self.vocabulary == other.vocabulary;
        rank && a == e && b == f && c == g && d == h
    }

    /// The sizes as a slice.
    ///
    /// ```
    /// use cornu_engine::Dims;
    ///
    /// assert_eq!(Dims::image(30, 20, 3).as_slice(), [30, 20, 3]);
    /// ```
    pub const fn as_slice(&self) -> &[usize] {
        self.sizes.split_at(self.rank).0
    }
}

/// Rows × columns × channels, as in `30×30×32`.
impl fmt::Display for Dims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, size) in self.as_slice().iter().enumerate() {
            write!(f, "{}{size}", if place == 0 { "" } else { "×" })?;
        }
        if self.vocabulary > 0 {
            write!(f, " token ids below {}", self.vocabulary)?;
        }
        Ok(())
    }
}

/// The sizes of a sample as a type, with the fixed-size array that one sample is.
///
/// ```
/// use cornu_engine::{Flat, Image, Sequence, Shape};
///
/// let values: <Flat<784> as Shape>::Sample = [0.0; 784];
/// let image: <Image<30, 20, 3> as Shape>::Sample = [[[0.0; 3]; 20]; 30];
/// let series: <Sequence<24, 3> as Shape>::Sample = [[0.0; 3]; 24];
/// # let _ = (values, image, series);
/// ```
pub trait Shape: 'static {
    /// One sample.
    type Sample: crate::Array;
    /// The same sizes as a value.
    const DIMS: Dims;
}

/// A shape of any rank; [`Flat`], [`Sequence`] and [`Image`] are its names. See [`Shape`] for an
/// example.
#[derive(Debug)]
pub struct Shaped<const RANK: usize, const A: usize, const B: usize, const C: usize>;

/// `N` values: `[f32; N]`. See [`Shape`] for an example.
pub type Flat<const N: usize> = Shaped<1, N, 1, 1>;
/// Steps × features: `[[f32; FEATURES]; STEPS]`. See [`Shape`] for an example.
pub type Sequence<const STEPS: usize, const FEATURES: usize> = Shaped<2, STEPS, FEATURES, 1>;
/// Rows × columns × channels: `[[[f32; CHANNELS]; COLUMNS]; ROWS]`. See [`Shape`] for an example.
pub type Image<const ROWS: usize, const COLUMNS: usize, const CHANNELS: usize> =
    Shaped<3, ROWS, COLUMNS, CHANNELS>;

/// Token ids: `[Token<VOCABULARY>; STEPS]`. It stands first in `model!`, in the place of an `Input`.
///
/// ```
/// use cornu_engine::{Dims, First, Shape, Token, Tokens};
///
/// assert_eq!(<Tokens<200, 10_000>>::INPUT, Dims::tokens(200, 10_000));
/// let review: <Tokens<200, 10_000> as Shape>::Sample = [Token::default(); 200];
/// # let _ = review;
/// ```
pub type Tokens<const STEPS: usize, const VOCABULARY: usize> = Shaped<TOKENS, STEPS, VOCABULARY, 1>;

/// What stands for the rank of token ids, so that they are another type than as many values.
const TOKENS: usize = 0;

/// Constant sizes as a [`Shape`].
#[doc(hidden)]
#[macro_export]
macro_rules! shaped {
    ($dims:ident) => {
        $crate::Shaped<
            { $dims.type_parameters()[0] },
            { $dims.type_parameters()[1] },
            { $dims.type_parameters()[2] },
            { $dims.type_parameters()[3] },
        >
    };
}

impl<const N: usize> Shape for Flat<N> {
    type Sample = [f32; N];
    const DIMS: Dims = Dims::flat(N);
}

impl<const STEPS: usize, const FEATURES: usize> Shape for Sequence<STEPS, FEATURES> {
    type Sample = [[f32; FEATURES]; STEPS];
    const DIMS: Dims = Dims::sequence(STEPS, FEATURES);
}

impl<const ROWS: usize, const COLUMNS: usize, const CHANNELS: usize> Shape
    for Image<ROWS, COLUMNS, CHANNELS>
{
    type Sample = [[[f32; CHANNELS]; COLUMNS]; ROWS];
    const DIMS: Dims = Dims::image(ROWS, COLUMNS, CHANNELS);
}

impl<const STEPS: usize, const VOCABULARY: usize> Shape for Tokens<STEPS, VOCABULARY> {
    type Sample = [Token<VOCABULARY>; STEPS];
    const DIMS: Dims = Dims::tokens(STEPS, VOCABULARY);
}

#[diagnostic::do_not_recommend]
impl<const STEPS: usize, const VOCABULARY: usize> First for Tokens<STEPS, VOCABULARY> {
    const INPUT: Dims = if VOCABULARY == 0 { Dims::flat(0) } else { Dims::tokens(STEPS, VOCABULARY) };
}

crate::input_layer! { impl [const STEPS: usize, const VOCABULARY: usize] Tokens<STEPS, VOCABULARY> }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Block;

    #[test]
    fn sizes_count_and_print_in_decimal() {
        assert_eq!(Dims::image(30, 20, 3).len(), 1800);
        assert_eq!(Dims::image(30, 20, 3).last(), 3);
        assert_eq!(Dims::sequence(24, 3).with_last(16), Dims::sequence(24, 16));
        assert_eq!(Dims::flat(7).times(5).as_slice(), [5, 7]);
        assert_eq!(std::format!("{}", Dims::image(30, 20, 3)), "30×20×3");
        assert_eq!(Dims::SCALAR.len(), 1);
    }

    #[test]
    fn an_axis_counts_from_1_or_from_the_end() {
        let image = Dims::image(30, 20, 3);
        let places = [-4, -3, -1, 0, 1, 3, 4].map(|axis| image.place_of(axis));
        assert_eq!(places, [None, Some(0), Some(2), None, Some(0), Some(2), None]);
        assert_eq!([Dims::SCALAR.place_of(1), Dims::SCALAR.place_of(-1)], [None; 2]);
        assert_eq!([0, 1, 2, 3].map(|place| image.len_from(place)), [1800, 60, 3, 1]);
    }

    #[test]
    fn a_scalar_has_nothing_innermost() {
        assert_eq!(Dims::SCALAR.last(), 1);
        assert_eq!(Dims::SCALAR.with_last(16), Dims::SCALAR);
    }

    #[test]
    fn a_sample_is_as_long_as_its_dims_say() {
        assert_eq!(<Image<4, 3, 2> as Shape>::Sample::LENGTH, Image::<4, 3, 2>::DIMS.len());
        assert_eq!(<Sequence<4, 3> as Shape>::Sample::LENGTH, Sequence::<4, 3>::DIMS.len());
    }
}
