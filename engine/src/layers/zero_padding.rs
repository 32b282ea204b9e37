use super::frame::{Frame, frame_layer};
use crate::{Dims, Fit, WithColumns};

/// Zeros around an image: `TOP` rows above and `BOTTOM` below, `LEFT` columns left and `RIGHT` right, as
/// many on every side as on top if nothing else is said.
///
/// Keras's `ZeroPadding2D`, whose default is 1, too. `ZeroPadding2D<(1, 2)>` is a row above and below, and two columns
/// on either side, as Keras's `padding=(1, 2)`.
///
/// ```
/// use cornu_engine::{Image, ShapeRule, ZeroPadding2D};
///
/// assert_eq!(<ZeroPadding2D as ShapeRule<Image<30, 20, 3>>>::OUTPUT.as_slice(), [32, 22, 3]);
/// assert_eq!(<ZeroPadding2D<0, 1> as ShapeRule<Image<30, 20, 3>>>::OUTPUT.as_slice(), [31, 20, 3]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct ZeroPadding2D<
    const TOP: usize = 1,
    const BOTTOM: usize = TOP,
    const LEFT: usize = TOP,
    const RIGHT: usize = LEFT,
>;

frame_layer! {
    impl [const TOP: usize, const BOTTOM: usize, const LEFT: usize, const RIGHT: usize]
    ZeroPadding2D<TOP, BOTTOM, LEFT, RIGHT> {
        Frame::around(In::DIMS, [TOP, BOTTOM, LEFT, RIGHT]),
        widen,
        narrow,
        {
            let [rows, columns] = Frame::around(In::DIMS, [TOP, BOTTOM, LEFT, RIGHT]).outside();
            Dims::image(rows, columns, In::DIMS.last())
        },
        Fit::image(In::DIMS)
    }
}

#[diagnostic::do_not_recommend]
impl<const ROWS: usize, const COLUMNS: usize> WithColumns<COLUMNS> for ZeroPadding2D<ROWS, ROWS, ROWS, ROWS> {
    const PLACE: usize = 0;
    type Layer = ZeroPadding2D<ROWS, ROWS, COLUMNS, COLUMNS>;
}

/// Zeros around a sequence: `LEFT` steps before it and `RIGHT` behind it.
///
/// Keras's `ZeroPadding1D`, whose default is 1, too.
///
/// ```
/// use cornu_engine::{Sequence, ShapeRule, ZeroPadding1D};
///
/// assert_eq!(<ZeroPadding1D<2, 0> as ShapeRule<Sequence<24, 3>>>::OUTPUT.as_slice(), [26, 3]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct ZeroPadding1D<const LEFT: usize = 1, const RIGHT: usize = LEFT>;

frame_layer! {
    impl [const LEFT: usize, const RIGHT: usize] ZeroPadding1D<LEFT, RIGHT> {
        Frame::around(In::DIMS, [0, 0, LEFT, RIGHT]),
        widen,
        narrow,
        Dims::sequence(Frame::around(In::DIMS, [0, 0, LEFT, RIGHT]).outside()[1], In::DIMS.last()),
        Fit::sequence(In::DIMS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Image, Sequence, Shape, ShapeRule, layers::frame::tests::framed, testing::check_layer};

    fn check<In: Shape, const A: usize, const B: usize, const C: usize, const D: usize>() {
        check_layer::<In, ZeroPadding2D<A, B, C, D>>(|_, x| framed(x, In::DIMS, [0; 4], [A, B, C, D]));
    }

    #[test]
    fn zeros_stand_around() {
        check::<Image<1, 1, 1>, 1, 1, 1, 1>();
        check::<Image<2, 3, 2>, 1, 2, 3, 4>();
        check::<Image<3, 2, 5>, 0, 1, 0, 1>();
        check::<Image<3, 2, 1>, 0, 0, 0, 0>();
        check_layer::<Image<3, 4, 2>, <ZeroPadding2D<1> as WithColumns<2>>::Layer>(|_, x| {
            framed(x, Dims::image(3, 4, 2), [0; 4], [1, 1, 2, 2])
        });
        check_layer::<Sequence<4, 3>, ZeroPadding1D<2, 1>>(|_, x| {
            framed(x, Dims::image(4, 1, 3), [0; 4], [2, 1, 0, 0])
        });
    }

    #[test]
    fn other_ranks_do_not_fit() {
        assert!(matches!(<ZeroPadding2D as ShapeRule<Sequence<3, 2>>>::FIT, Fit::Other { .. }));
        assert!(matches!(<ZeroPadding1D as ShapeRule<Image<3, 2, 1>>>::FIT, Fit::Other { .. }));
    }
}
