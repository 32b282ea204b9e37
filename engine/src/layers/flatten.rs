use super::handed_on::handed_on;
use crate::{Dims, Fit, Layer, Linear, Shape, ShapeRule, parameters};

/// The values of a sequence or an image in a row, in Keras's order: rows, columns, channels.
///
/// Keras's `Flatten`. It has no parameters.
///
/// ```
/// use cornu_engine::{Flatten, Image, ShapeRule};
///
/// assert_eq!(<Flatten as ShapeRule<Image<28, 28, 1>>>::OUTPUT.as_slice(), [784]);
/// ```
#[repr(C)]
#[derive(Clone, Debug)]
pub struct Flatten;

parameters! { impl [] Flatten {} }

impl<In: Shape> ShapeRule<In> for Flatten {
    const OUTPUT: Dims = Dims::flat(In::DIMS.len());
    const FIT: Fit = Fit::Ok;
}

#[diagnostic::do_not_recommend]
impl<In: Shape> Layer<In> for Flatten {
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
        check_layer::<Flat<5>, Flatten>(|_, x| x.to_vec());
        check_layer::<Sequence<4, 3>, Flatten>(|_, x| x.to_vec());
        check_layer::<Image<2, 3, 4>, Flatten>(|_, x| x.to_vec());
    }
}
