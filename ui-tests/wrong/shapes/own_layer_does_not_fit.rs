//! A layer of the user's own, behind a layer that gives something else.

mod layers {
    use cornu::{Backward, Dims, Fit, Layer, Linear, Random, Shape, ShapeRule, parameters};

    #[repr(C)]
    pub struct Scale<const N: usize> {
        gain: [f32; N],
    }

    parameters! { impl [const N: usize] Scale<N> { gain } }

    impl<In: Shape, const N: usize> ShapeRule<In> for Scale<N> {
        const OUTPUT: Dims = In::DIMS;
        const FIT: Fit = Fit::last(N, In::DIMS);
    }

    impl<In: Shape, const N: usize> Layer<In> for Scale<N> {
        type Activation = Linear;
        const COST: usize = N;

        fn build(&mut self, _: &mut Random) {}
        fn infer(&self, _: &[f32], _: &mut [f32], _: &mut [f32]) {}
        fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
    }
}

use cornu::prelude::*;

model! { pub struct Scaled < Dense<784, 512, Relu>, layers::Scale<500>, Dense<_, 10, Softmax> >; }

fn main() {}
