//! A layer of the user's own, behind a layer that gives something else.

mod layers {
    use cornu::{Backward, Dims, Fit, Layer, Linear, NoSettings, Random, Shape, ShapeRule, parameters};

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
        type Settings = NoSettings;
        type Activation = Linear;
        const COST: usize = N;

        fn build(&mut self, _: &NoSettings, _: &mut Random) {}
        fn infer(&self, _: &NoSettings, _: &[f32], _: &mut [f32], _: &mut [f32]) {}
        fn backward(&self, _: &NoSettings, _: Backward<'_>, _: Option<&mut Self>) {}
    }
}

use cornu::prelude::*;

model! { pub struct Scaled < Dense<784, 512, Relu>, layers::Scale<500>, Dense<_, 10, Softmax> >; }

fn main() {}
