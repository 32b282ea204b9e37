use super::handed_on::handed_on;
use crate::{
    Activation, Dims, Elu, Fit, Gelu, HardSigmoid, Layer, LeakyRelu, Linear, Relu, Selu, Shape, ShapeRule,
    Sigmoid, Silu, Softmax, Softplus, Softsign, Tanh, parameters,
};
use core::{fmt, marker::PhantomData};

/// An activation as a layer of its own, behind one that has none: Keras's `Activation`.
///
/// An activation of ours needs no wrapper: `Relu` is a layer, too, as Keras's `ReLU` is. This makes one of
/// your own a layer: `Activate<MyActivation>`. The shape stays as it is.
///
/// ```
/// use cornu_engine::{Activate, Dims, Image, Relu, ShapeRule};
///
/// assert_eq!(<Relu as ShapeRule<Image<7, 7, 64>>>::OUTPUT, Dims::image(7, 7, 64));
/// assert_eq!(<Activate<Relu> as ShapeRule<Image<7, 7, 64>>>::OUTPUT, Dims::image(7, 7, 64));
/// ```
#[repr(C)]
pub struct Activate<A> {
    activation: PhantomData<A>,
}

parameters! { impl [A: Activation] Activate<A> { ; activation } }

impl<A> fmt::Debug for Activate<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Activate")
    }
}

/// A layer that hands on what it takes, to the activation behind it.
macro_rules! activation_layer {
    (impl [$($generics:tt)*] $layer:ty { $activation:ty }) => {
        impl<In: Shape, $($generics)*> ShapeRule<In> for $layer {
            const OUTPUT: Dims = In::DIMS;
            const FIT: Fit = Fit::Ok;
        }

        #[diagnostic::do_not_recommend]
        impl<In: Shape, $($generics)*> Layer<In> for $layer {
            type Activation = $activation;
    const STATE: Option<usize> = Some(0);
    handed_on! {}
        }
    };
}

activation_layer! { impl [A: Activation] Activate<A> { A } }

/// Makes activations without sizes layers.
macro_rules! activations_as_layers {
    ($($activation:ident)*) => {
        $(
            parameters! { impl [] $activation {} }
            activation_layer! { impl [] $activation { $activation } }
        )*
    };
}

activations_as_layers! {
    Elu Gelu HardSigmoid LeakyRelu Linear Relu Selu Sigmoid Silu Softmax Softplus Softsign Tanh
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flat, Image, NoSettings, Sequence, testing::check_layer};

    /// An activation of somebody else.
    struct Half;

    impl Activation for Half {
        fn apply(values: &mut [f32], _: usize) {
            values.iter_mut().for_each(|x| *x *= 0.5);
        }

        fn backward(_: &[f32], _: &[f32], d: &mut [f32], _: usize) {
            d.iter_mut().for_each(|d| *d *= 0.5);
        }
    }

    /// The sums of such a layer are what it takes; the rest is the activation's, which is checked there.
    #[test]
    fn sums_are_what_comes_in() {
        check_layer::<Flat<3>, Activate<Half>>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Flat<3>, Linear>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Sequence<4, 3>, Relu>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Image<2, 3, 4>, Sigmoid>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Image<2, 3, 4>, Softmax>(&NoSettings, |_, x| x.to_vec());
        check_layer::<Sequence<4, 3>, Tanh>(&NoSettings, |_, x| x.to_vec());
    }

    #[test]
    fn the_activation_behind_is_its_own() {
        fn outputs<L: Layer<Flat<2>>>() -> [f32; 2] {
            let mut y = [-1.0, 4.0];
            L::Activation::apply(&mut y, L::OUTPUT.last());
            y
        }
        assert_eq!(outputs::<Activate<Half>>(), [-0.5, 2.0]);
        assert_eq!(outputs::<Activate<Relu>>(), [0.0, 4.0]);
        assert_eq!(outputs::<Relu>(), [0.0, 4.0]);
        assert_eq!(outputs::<Linear>(), [-1.0, 4.0]);
    }
}
