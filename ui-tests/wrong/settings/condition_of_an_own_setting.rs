//! An own layer whose setting has a condition.

mod layers {
    use cornu::{Dims, Fit, Layer, Linear, Backward, Random, Setup, Shape, ShapeRule, parameters, settings};

    settings! {
        /// What may stand in braces behind a [`Scale`].
        pub struct ScaleSettings {
            /// What each number is multiplied by.
            pub factor: f32 = 1.0 => (factor > 0.0, "above 0"),
        }
    }

    #[repr(C)]
    pub struct Scale;

    parameters! { impl [] Scale: ScaleSettings {} }

    impl<In: Shape, S: Setup<Settings = ScaleSettings>> ShapeRule<In, S> for Scale {
        const OUTPUT: Dims = In::DIMS;
        const FIT: Fit = Fit::Ok;
    }

    impl<In: Shape, S: Setup<Settings = ScaleSettings>> Layer<In, S> for Scale {
        type Activation = Linear;
        const COST: usize = 1;

        fn build(&mut self, _: &mut Random) {}
        fn infer(&self, _: &[f32], _: &mut [f32], _: &mut [f32]) {}
        fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
    }
}

use cornu::prelude::*;

model! { pub struct Net < Dense<4, 8, Relu>, layers::Scale { factor: 0.0 }, Dense<8, 1> >; }

fn main() {}
