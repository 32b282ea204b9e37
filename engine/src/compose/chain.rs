use super::SameType;
use crate::{Block, Model, view_blocks};

/// One model after another, such as an encoder and a classifier that were compiled apart; that they
/// fit is checked where they meet.
///
/// ```
/// use cornu::{Chain, prelude::*};
///
/// model! { struct Encoder < Dense<64, 8, Relu> >; }
/// model! { struct Classifier < Dense<8, 10, Softmax> >; }
///
/// # use cornu::Block;
/// # let (encoder, classifier, pixels) = (Encoder::zeroed(), Classifier::zeroed(), [0.5; 64]);
/// let whole = Chain::new(&encoder, &classifier);
/// let classes: [f32; 10] = whole.predict(&pixels);
/// # assert_eq!(classes, [0.1; 10]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Chain<First, Second> {
    first: First,
    second: Second,
}

impl<First: Model, Second: Model> Chain<First, Second> {
    /// `second` takes what `first` gives: see [`Chain`] for an example.
    pub const fn new(first: First, second: Second) -> Self
    where
        Second::Input: SameType<First::Output>,
    {
        Chain { first, second }
    }
}

impl<First: Model, Second: Model> Model for Chain<First, Second> {
    type Input = First::Input;
    type Output = Second::Output;
    type InputLength = First::InputLength;
    type OutputLength = Second::OutputLength;

    fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
        let between = self.first.predict(x);
        // `new` has seen the same sizes, so one block of the one is one of the other.
        self.second.predict_into(&view_blocks(between.floats())[0], y);
    }
}
