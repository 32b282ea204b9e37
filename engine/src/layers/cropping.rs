use super::frame::{Frame, frame_layer};
use crate::{Dims, Fit, WithColumns};

/// Cuts off the edges of an image: `TOP` rows above and `BOTTOM` below, `LEFT` columns left and `RIGHT`
/// right, as many on every side as on top if nothing else is said.
///
/// Keras's `Cropping2D`. `Cropping2D<(1, 2)>` cuts off a row above and below, and two columns on either side, as
/// Keras's `cropping=(1, 2)`.
///
/// ```
/// use cornu_engine::{Cropping2D, Image, ShapeRule};
///
/// assert_eq!(<Cropping2D<1> as ShapeRule<Image<30, 20, 3>>>::OUTPUT.as_slice(), [28, 18, 3]);
/// assert_eq!(<Cropping2D<2, 4, 0> as ShapeRule<Image<30, 20, 3>>>::OUTPUT.as_slice(), [24, 20, 3]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Cropping2D<
    const TOP: usize,
    const BOTTOM: usize = TOP,
    const LEFT: usize = TOP,
    const RIGHT: usize = LEFT,
>;

frame_layer! {
    impl [const TOP: usize, const BOTTOM: usize, const LEFT: usize, const RIGHT: usize]
    Cropping2D<TOP, BOTTOM, LEFT, RIGHT> {
        Frame::within(In::DIMS, [TOP, BOTTOM, LEFT, RIGHT]),
        narrow,
        widen,
        {
            let [rows, columns] = Frame::within(In::DIMS, [TOP, BOTTOM, LEFT, RIGHT]).inside();
            Dims::image(rows, columns, In::DIMS.last())
        },
        Fit::image(In::DIMS).and(match Frame::within(In::DIMS, [TOP, BOTTOM, LEFT, RIGHT]).inside() {
            [0, _] => Fit::Other { takes: "an image with more rows than it cuts off", gives: In::DIMS },
            [_, 0] => Fit::Other { takes: "an image with more columns than it cuts off", gives: In::DIMS },
            _ => Fit::Ok,
        })
    }
}

#[diagnostic::do_not_recommend]
impl<const ROWS: usize, const COLUMNS: usize> WithColumns<COLUMNS> for Cropping2D<ROWS, ROWS, ROWS, ROWS> {
    const PLACE: usize = 0;
    type Layer = Cropping2D<ROWS, ROWS, COLUMNS, COLUMNS>;
}

/// Cuts off the ends of a sequence: `LEFT` steps at its start and `RIGHT` at its end.
///
/// Keras's `Cropping1D`, whose default is 1, too.
///
/// ```
/// use cornu_engine::{Cropping1D, Sequence, ShapeRule};
///
/// assert_eq!(<Cropping1D<2, 0> as ShapeRule<Sequence<24, 3>>>::OUTPUT.as_slice(), [22, 3]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Cropping1D<const LEFT: usize = 1, const RIGHT: usize = LEFT>;

frame_layer! {
    impl [const LEFT: usize, const RIGHT: usize] Cropping1D<LEFT, RIGHT> {
        Frame::within(In::DIMS, [0, 0, LEFT, RIGHT]),
        narrow,
        widen,
        Dims::sequence(Frame::within(In::DIMS, [0, 0, LEFT, RIGHT]).inside()[1], In::DIMS.last()),
        Fit::sequence(In::DIMS).and(match Frame::within(In::DIMS, [0, 0, LEFT, RIGHT]).inside() {
            [_, 0] => Fit::Other { takes: "a sequence with more steps than it cuts off", gives: In::DIMS },
            _ => Fit::Ok,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Image, Sequence, Shape, ShapeRule, layers::frame::tests::framed, testing::check_layer};

    fn check<In: Shape, const A: usize, const B: usize, const C: usize, const D: usize>() {
        check_layer::<In, Cropping2D<A, B, C, D>>(|_, x| framed(x, In::DIMS, [A, B, C, D], [0; 4]));
    }

    #[test]
    fn edges_are_cut_off() {
        check::<Image<1, 1, 1>, 0, 0, 0, 0>();
        check::<Image<3, 3, 2>, 1, 1, 1, 1>();
        check::<Image<4, 8, 3>, 1, 2, 3, 4>();
        check::<Image<3, 2, 5>, 0, 1, 0, 1>();
        check_layer::<Image<4, 6, 2>, <Cropping2D<1> as WithColumns<2>>::Layer>(|_, x| {
            framed(x, Dims::image(4, 6, 2), [1, 1, 2, 2], [0; 4])
        });
        check_layer::<Sequence<4, 3>, Cropping1D<2, 1>>(|_, x| x[6..9].to_vec());
    }

    #[test]
    fn what_would_leave_nothing_does_not_fit() {
        let misfit = |fit| matches!(fit, Fit::Other { .. });
        assert!(misfit(<Cropping2D<2> as ShapeRule<Image<4, 9, 1>>>::FIT));
        assert!(misfit(<Cropping2D<0, 0, 5> as ShapeRule<Image<4, 9, 1>>>::FIT));
        assert!(misfit(<Cropping2D<1> as ShapeRule<Sequence<4, 9>>>::FIT));
        assert!(misfit(<Cropping1D<2> as ShapeRule<Sequence<4, 9>>>::FIT));
        assert!(misfit(<Cropping1D as ShapeRule<Image<4, 9, 1>>>::FIT));
    }
}
