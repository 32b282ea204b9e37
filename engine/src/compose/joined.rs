use super::SameType;
use crate::{Block, Model, view_blocks};
use core::ops::Add;
use generic_array::{ArrayLength, GenericArray};
use typenum::{Sum, Unsigned};

/// Two models side by side on the same input; the output is both outputs in a row, such as the
/// features that two encoders find.
///
/// ```
/// use cornu::{Joined, prelude::*};
///
/// model! { struct Shapes < Dense<64, 32, Relu> >; }
/// model! { struct Colours < Dense<64, 16, Relu> >; }
///
/// # use cornu::Block;
/// # let (shapes, colours, pixels) = (Shapes::zeroed(), Colours::zeroed(), [0.5; 64]);
/// let both = Joined::new(&shapes, &colours);
/// let features = both.predict(&pixels); // GenericArray<f32, Sum<U32, U16>>
/// assert_eq!(features.len(), 48);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Joined<Left, Right> {
    left: Left,
    right: Right,
}

impl<Left: Model, Right: Model> Joined<Left, Right> {
    /// Both take the same input: see [`Joined`] for an example.
    pub const fn new(left: Left, right: Right) -> Self
    where
        Right::Input: SameType<Left::Input>,
    {
        Joined { left, right }
    }
}

impl<Left, Right> Model for Joined<Left, Right>
where
    Left: Model,
    Right: Model,
    Left::OutputLength: Add<Right::OutputLength, Output: ArrayLength>,
{
    type Input = Left::Input;
    type Output = GenericArray<f32, Self::OutputLength>;
    type InputLength = Left::InputLength;
    type OutputLength = Sum<Left::OutputLength, Right::OutputLength>;

    fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
        let (left, right) = y.split_at_mut(Left::OutputLength::USIZE);
        left.copy_from_slice(self.left.predict(x).floats());
        right.copy_from_slice(self.right.predict(&view_blocks(x.floats())[0]).floats());
    }
}
