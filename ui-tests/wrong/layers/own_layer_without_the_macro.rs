use cornu::{Backward, Dims, Fit, Layer, Random, Shape, ShapeRule, prelude::*};

pub struct Nothing;

impl<In: Shape> ShapeRule<In> for Nothing {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::Ok;
}

impl<In: Shape> Layer<In> for Nothing {
    type Activation = Linear;
    const COST: usize = 0;

    fn build(&mut self, _: &mut Random) {}
    fn infer(&self, _: &[f32], _: &mut [f32], _: &mut [f32]) {}
    fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
}

model! { pub struct Net < Dense<4, 8>, Nothing, Dense<8, 1> >; }

fn main() {}
