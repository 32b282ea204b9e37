use crate::{Dims, First, input_layer};

/// What comes into a model, where its first layer does not say: `Input<784>` values,
/// `Input<24, 3>` steps × features, or `Input<32, 32, 3>` rows × columns × channels.
///
/// It stands first in `model!`, is never run and costs nothing.
///
/// ```
/// use cornu_engine::{First, Input};
///
/// assert_eq!(<Input<32, 32, 3>>::INPUT.len(), 3072);
/// ```
#[derive(Clone, Debug)]
pub struct Input<const A: usize, const B: usize = 0, const C: usize = 0>;

#[diagnostic::do_not_recommend]
impl<const A: usize, const B: usize, const C: usize> First for Input<A, B, C> {
    const INPUT: Dims = match (B, C) {
        (0, 0) => Dims::flat(A),
        (_, 0) => Dims::sequence(A, B),
        _ => Dims::image(A, B, C),
    };
}

input_layer! { impl [const A: usize, const B: usize, const C: usize] Input<A, B, C> }

/// Lets a type without values that says what comes into a model, by [`First`], stand first in `model!`.
///
/// ```
/// use cornu::prelude::*;
/// use cornu_engine::{Dims, First, input_layer};
///
/// /// A second of sound from two microphones.
/// #[derive(Debug)]
/// pub struct Stereo;
///
/// impl First for Stereo {
///     const INPUT: Dims = Dims::sequence(16_000, 2);
/// }
///
/// input_layer! { impl [] Stereo }
///
/// model! { struct Net < Stereo, Dense<2, 8, Relu>, Flatten, Dense<_, 1> >; }
///
/// assert_eq!(Net::INPUTS, [Dims::sequence(16_000, 2)]);
/// ```
#[macro_export]
macro_rules! input_layer {
    (impl [$($generics:tt)*] $input:ty) => {
        $crate::parameters! { impl [$($generics)*] $input {} }

        #[diagnostic::do_not_recommend]
        impl<In: $crate::Shape, $($generics)*> $crate::ShapeRule<In> for $input {
            const OUTPUT: $crate::Dims = In::DIMS;
            const FIT: $crate::Fit = $crate::Fit::Never {
                takes: "nothing, since it says what comes into the model: write it before the first layer, or leave it out",
            };
            const TAKES_TOKENS: bool = true;
            const IS_INPUT: bool = true;
        }

        #[diagnostic::do_not_recommend]
        impl<In: $crate::Shape, $($generics)*> $crate::Layer<In> for $input {
            type Activation = $crate::Linear;
            const IDENTITY: bool = true;
            const STATE: Option<usize> = Some(0);
            $crate::handed_on! {}
        }
    };
}
