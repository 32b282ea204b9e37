use crate::{Backward, Dims, Fit, Layer, Linear, NoSettings, Random, Shape, ShapeRule, parameters};

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
#[derive(Debug)]
pub struct Flatten;

parameters! { impl [] Flatten {} }

impl<In: Shape> ShapeRule<In> for Flatten {
    const OUTPUT: Dims = Dims::flat(In::DIMS.len());
    const FIT: Fit = Fit::Ok;
}

#[diagnostic::do_not_recommend]
impl<In: Shape> Layer<In> for Flatten {
    type Settings = NoSettings;
    type Activation = Linear;
    const COST: usize = 0;
    const IDENTITY: bool = true;

    fn build(&mut self, _: &NoSettings, _: &mut Random) {}

    #[inline]
    fn infer(&self, _: &NoSettings, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        y.copy_from_slice(x);
    }

    #[inline]
    fn backward(&self, _: &NoSettings, pass: Backward<'_>, _: Option<&mut Self>) {
        if let Some(dx) = pass.dx {
            dx.copy_from_slice(pass.dy);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, Sequence, testing::check_layer};

    #[test]
    fn values_keep_their_order() {
        check_layer::<Flat<5>, Flatten>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Sequence<4, 3>, Flatten>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Image<2, 3, 4>, Flatten>(&NoSettings, |_, x| x.to_vec());
    }
}
