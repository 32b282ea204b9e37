//! A public model of a private layer, in a program.

#![deny(warnings)]

use cornu::prelude::*;
use cornu::{Backward, Dims, First, Fit, Layer, Random, Shape, ShapeRule, parameters};

#[repr(C)]
struct Scale<const N: usize> {
    gain: [f32; N],
}

parameters! { impl [const N: usize] Scale<N> { gain } }

impl<const N: usize> First for Scale<N> {
    const INPUT: Dims = Dims::flat(N);
}

impl<In: Shape, const N: usize> ShapeRule<In> for Scale<N> {
    const OUTPUT: Dims = In::DIMS;
    const FIT: Fit = Fit::last(N, In::DIMS);
}

impl<In: Shape, const N: usize> Layer<In> for Scale<N> {
    type Activation = Linear;
    const COST: usize = N;

    fn build(&mut self, _: &mut Random) {
        self.gain = [1.0; N];
    }
    fn infer(&self, x: &[f32], y: &mut [f32], _: &mut [f32]) {
        y.copy_from_slice(x);
    }
    fn backward(&self, _: Backward<'_>, _: Option<&mut Self>) {}
}

model! { pub struct Net < Scale<3>, Scale<_>, Dense<_, 1> >; }

fn main() {
    let _: [f32; 1] = Net::new(7).predict(&[1.0; 3]);
}
