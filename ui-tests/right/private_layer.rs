//! A public model of a private layer, in a program.

#![deny(warnings)]

use cornu::prelude::*;
use cornu::{Activation, Backward, Dims, First, Fit, Layer, Random, Shape, ShapeRule, parameters};

#[repr(C)]
struct Scale<const N: usize> {
    gain: [f32; N],
}

parameters! { impl [const N: usize] Scale<N> { gain } }

#[derive(Clone, Copy)]
struct Double;

cornu::activation! { Double }

impl Activation for Double {
    fn apply(values: &mut [f32], _width: usize) {
        values.iter_mut().for_each(|x| *x *= 2.0);
    }

    fn backward(_sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        d.iter_mut().for_each(|d| *d *= 2.0);
    }
}

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

model! { pub struct Net < Scale<3>, Scale<_> { trainable: false }, Dense<_, 4, Double> { use_bias: false }, Dense<_, 1> >; }

fn main() {
    let _: [f32; 1] = Net::new(7).predict(&[1.0; 3]);
}
