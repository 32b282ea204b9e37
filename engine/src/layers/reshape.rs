use super::handed_on::handed_on;
use crate::{Dims, Fit, HasOpenSize, Layer, Linear, Shape, ShapeRule, parameters};

/// The same values with other sizes: `Reshape<72>` in a row, `Reshape<24, 3>` a sequence,
/// `Reshape<28, 28, 1>` an image.
///
/// Keras's `Reshape`. One size may be left open, as -1: it is worked out from the number of values that come in. In
/// inference the layer costs nothing.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Net <
///         Input<784>,
///         Reshape<28, 28, 1>,
///         MaxPool2D<2>,
///         Reshape<-1, 7>,
///         LSTM<7, 16>
///     >;
/// }
/// ```
///
/// In a type, an open size is [`OPEN`]:
///
/// ```
/// use cornu_engine::{Image, OPEN, Reshape, ShapeRule};
///
/// assert_eq!(<Reshape<OPEN, 8> as ShapeRule<Image<4, 4, 3>>>::OUTPUT.as_slice(), [6, 8]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Reshape<const A: usize, const B: usize = 0, const C: usize = 0>;

/// A size of a [`Reshape`] that is left open: what -1 in `model!` stands for.
pub const OPEN: usize = usize::MAX;

#[diagnostic::do_not_recommend]
impl<const A: usize, const B: usize, const C: usize> HasOpenSize for Reshape<A, B, C> {}

parameters! { impl [const A: usize, const B: usize, const C: usize] Reshape<A, B, C> {} }

/// What becomes of the sizes.
struct Target {
    makes: Dims,
    fit: Fit,
}

impl Target {
    const fn new(sizes: [usize; 3], gives: Dims) -> Self {
        let rank = match sizes {
            [_, 0, 0] => 1,
            [_, _, 0] => 2,
            _ => 3,
        };
        let mut makes = Dims { rank, sizes: [1; 4], vocabulary: 0 };
        let (mut open, mut count, mut place) = (0, 0, 0);
        while place < rank {
            if sizes[place] == OPEN {
                (open, count) = (place, count + 1);
            } else {
                makes.sizes[place] = sizes[place];
            }
            place += 1;
        }
        let (rest, values) = (makes.len(), gives.len());
        let fit = if rest == 0 {
            Fit::Zero
        } else if count > 1 {
            Fit::Never { takes: "one open size at most: write a number for every other `-1`" }
        } else if count == 1 {
            makes.sizes[open] = values / rest;
            if values.is_multiple_of(rest) { Fit::Ok } else { Fit::Multiple { of: rest, gives } }
        } else if rest == values {
            Fit::Ok
        } else {
            Fit::Reshape { makes, gives }
        };
        Target { makes, fit }
    }
}

impl<In: Shape, const A: usize, const B: usize, const C: usize> ShapeRule<In> for Reshape<A, B, C> {
    const OUTPUT: Dims = Target::new([A, B, C], In::DIMS).makes;
    const FIT: Fit = Target::new([A, B, C], In::DIMS).fit;
}

#[diagnostic::do_not_recommend]
impl<In: Shape, const A: usize, const B: usize, const C: usize> Layer<In> for Reshape<A, B, C> {
    type Activation = Linear;
    const IDENTITY: bool = true;
    handed_on! {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, testing::check_layer};

    #[test]
    fn values_keep_their_order() {
        check_layer::<Flat<6>, Reshape<1, 2, 3>>(|_, x| x.to_vec());
        check_layer::<Sequence<4, 3>, Reshape<12>>(|_, x| x.to_vec());
        check_layer::<Image<2, 3, 4>, Reshape<4, 6>>(|_, x| x.to_vec());
        check_layer::<Image<2, 3, 4>, Reshape<4, OPEN>>(|_, x| x.to_vec());
    }

    #[test]
    fn an_open_size_takes_what_is_left() {
        assert_eq!(<Reshape<OPEN> as ShapeRule<Image<2, 3, 2>>>::OUTPUT, Dims::flat(12));
        assert_eq!(<Reshape<3, OPEN> as ShapeRule<Flat<12>>>::OUTPUT, Dims::sequence(3, 4));
        assert_eq!(<Reshape<2, OPEN, 3> as ShapeRule<Flat<12>>>::OUTPUT, Dims::image(2, 2, 3));
        assert_eq!(<Reshape<OPEN, 2, 3> as ShapeRule<Flat<12>>>::OUTPUT, Dims::image(2, 2, 3));
        assert_eq!(<Reshape<6, OPEN> as ShapeRule<Flat<6>>>::OUTPUT, Dims::sequence(6, 1));
    }

    #[test]
    fn other_values_do_not_fit() {
        let (makes, gives) = (Dims::sequence(4, 3), Dims::flat(13));
        assert_eq!(<Reshape<4, 3> as ShapeRule<Flat<13>>>::FIT, Fit::Reshape { makes, gives });
        assert_eq!(<Reshape<0> as ShapeRule<Flat<13>>>::FIT, Fit::Zero);
        assert_eq!(<Reshape<4, 0, 3> as ShapeRule<Flat<13>>>::FIT, Fit::Zero);
        assert_eq!(<Reshape<OPEN, 4> as ShapeRule<Flat<13>>>::FIT, Fit::Multiple { of: 4, gives });
        assert_eq!(<Reshape<14, OPEN> as ShapeRule<Flat<13>>>::FIT, Fit::Multiple { of: 14, gives });
        assert_eq!(<Reshape<0, OPEN> as ShapeRule<Flat<13>>>::FIT, Fit::Zero);
        assert!(matches!(<Reshape<OPEN, OPEN> as ShapeRule<Flat<13>>>::FIT, Fit::Never { .. }));
    }
}
