use super::handed_on::handed_on;
use crate::{Dims, Fit, Layer, Linear, Shape, ShapeRule, parameters};

/// The same values with other sizes: `Reshape<72>` in a row, `Reshape<24, 3>` a sequence,
/// `Reshape<28, 28, 1>` an image.
///
/// Keras's `Reshape`; no size may be left open (Keras's -1). It costs nothing in use.
///
/// ```
/// use cornu_engine::{Flat, Reshape, ShapeRule};
///
/// assert_eq!(<Reshape<28, 28, 1> as ShapeRule<Flat<784>>>::OUTPUT.as_slice(), [28, 28, 1]);
/// ```
#[repr(C)]
#[derive(Debug)]
pub struct Reshape<const A: usize, const B: usize = 0, const C: usize = 0>;

parameters! { impl [const A: usize, const B: usize, const C: usize] Reshape<A, B, C> {} }

impl<In: Shape, const A: usize, const B: usize, const C: usize> ShapeRule<In> for Reshape<A, B, C> {
    const OUTPUT: Dims = match (B, C) {
        (0, 0) => Dims::flat(A),
        (_, 0) => Dims::sequence(A, B),
        _ => Dims::image(A, B, C),
    };
    const FIT: Fit = {
        let makes = <Self as ShapeRule<In>>::OUTPUT;
        if makes.len() == 0 {
            Fit::Zero
        } else if makes.len() == In::DIMS.len() {
            Fit::Ok
        } else {
            Fit::Reshape { makes, gives: In::DIMS }
        }
    };
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
    use crate::{Flat, Image, NoSettings, Sequence, testing::check_layer};

    #[test]
    fn values_keep_their_order() {
        check_layer::<Flat<6>, Reshape<1, 2, 3>>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Sequence<4, 3>, Reshape<12>>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Image<2, 3, 4>, Reshape<4, 6>>(&NoSettings, |_, x| x.to_vec());
    }

    #[test]
    fn other_values_do_not_fit() {
        let (makes, gives) = (Dims::sequence(4, 3), Dims::flat(13));
        assert_eq!(<Reshape<4, 3> as ShapeRule<Flat<13>>>::FIT, Fit::Reshape { makes, gives });
        assert_eq!(<Reshape<0> as ShapeRule<Flat<13>>>::FIT, Fit::Zero);
        assert_eq!(<Reshape<4, 0, 3> as ShapeRule<Flat<13>>>::FIT, Fit::Zero);
    }
}
