//! What generic code knows of a model.

use crate::{Block, view_blocks};
use generic_array::{ArrayLength, GenericArray, typenum::Unsigned};

/// Anything that makes an output of an input: a network of `model!`, or models composed of others.
///
/// Input and output are plain arrays, and so is everything on the way. Code that is generic over
/// models cannot write `[f32; M::OUTPUT]` on stable Rust; it writes
/// `GenericArray<f32, M::OutputLength>`, and calculates with such lengths
/// (`typenum::Sum`, `Max`, `Prod`).
///
/// ```
/// use cornu_engine::{Model, generic_array::GenericArray};
///
/// /// The mean of a model's answers to a sample and to its mirror image, on the stack.
/// fn with_mirror<M: Model>(model: &M, x: &GenericArray<f32, M::InputLength>) -> GenericArray<f32, M::OutputLength> {
///     let mirrored = x.iter().rev().copied().collect();
///     let (a, b) = (model.predict_array(x), model.predict_array(&mirrored));
///     a.iter().zip(&b).map(|(a, b)| (a + b) / 2.0).collect()
/// }
/// # let _ = with_mirror::<&Nothing>;
/// # struct Nothing;
/// # impl Model for Nothing {
/// #     type Input = [f32; 1];
/// #     type Output = [f32; 1];
/// #     type InputLength = cornu_engine::typenum::U1;
/// #     type OutputLength = cornu_engine::typenum::U1;
/// #     fn predict_into(&self, x: &[f32; 1], y: &mut [f32; 1]) { *y = *x }
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no model",
    label = "a model is expected here: a struct made by `model!`, or a composition of such"
)]
pub trait Model {
    /// One sample, such as `[f32; 784]`.
    type Input: Block;
    /// What the model makes of it, such as `[f32; 10]`.
    type Output: Block;
    /// How many floats the input is, as a typenum number.
    type InputLength: ArrayLength;
    /// How many floats the output is, as a typenum number.
    type OutputLength: ArrayLength;

    /// The output for one sample, written to where it is wanted: for large outputs, which
    /// [`predict`](Model::predict) has on the stack.
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! { struct Net < Dense<2, 3, Softmax> >; }
    ///
    /// let mut probabilities = [0.0; 3];
    /// Net::zeroed().predict_into(&[0.5, 0.1], &mut probabilities);
    /// assert_eq!(probabilities, [1.0 / 3.0; 3]);
    /// ```
    fn predict_into(&self, x: &Self::Input, y: &mut Self::Output);

    /// The output for one sample.
    ///
    /// Many samples at once are `predict_batch`, of the facade's trait `Train`; it is faster than one by
    /// one. A large output is better written by [`predict_into`](Model::predict_into) to where it is
    /// wanted: here it passes over the stack.
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! { struct Net < Dense<2, 3, Softmax> >; }
    ///
    /// assert_eq!(Net::zeroed().predict(&[0.5, 0.1]), [1.0 / 3.0; 3]);
    /// ```
    #[inline]
    fn predict(&self, x: &Self::Input) -> Self::Output {
        let mut y = Self::Output::zeroed();
        self.predict_into(x, &mut y);
        y
    }

    /// The output for one sample, both as arrays whose lengths are types: see [`Model`] for an example.
    #[inline]
    fn predict_array(
        &self,
        x: &GenericArray<f32, Self::InputLength>,
    ) -> GenericArray<f32, Self::OutputLength> {
        const {
            assert!(Self::Input::LENGTH == Self::InputLength::USIZE);
            assert!(Self::Output::LENGTH == Self::OutputLength::USIZE);
        }
        let mut y = GenericArray::default();
        let y_as_output = crate::view_blocks_mut::<Self::Output>(&mut y);
        self.predict_into(&view_blocks(x)[0], &mut y_as_output[0]);
        y
    }
}

impl<M: Model + ?Sized> Model for &M {
    type Input = M::Input;
    type Output = M::Output;
    type InputLength = M::InputLength;
    type OutputLength = M::OutputLength;

    #[inline]
    fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
        (**self).predict_into(x, y);
    }
}

#[cfg(feature = "std")]
impl<M: Model + ?Sized> Model for std::boxed::Box<M> {
    type Input = M::Input;
    type Output = M::Output;
    type InputLength = M::InputLength;
    type OutputLength = M::OutputLength;

    #[inline]
    fn predict_into(&self, x: &Self::Input, y: &mut Self::Output) {
        (**self).predict_into(x, y);
    }
}
