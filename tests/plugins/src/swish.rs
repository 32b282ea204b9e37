use cornu::{Activation, activation, math, vectorize};

/// f(x) = x · sigmoid(x), of Ramachandran, Zoph and Le, 2017, "Searching for Activation Functions".
#[derive(Clone, Copy, Debug)]
pub struct Swish;

activation! { Swish }

impl Activation for Swish {
    /// Two inputs may have the same output, so the derivative cannot be written by the output.
    const NEEDS_SUMS: bool = true;

    fn apply(values: &mut [f32], _width: usize) {
        vectorize(values.len(), || values.iter_mut().for_each(|x| *x *= math::sigmoid(*x)));
    }

    /// f′(x) = s + x·s·(1 − s), s = sigmoid(x)
    fn backward(sums: &[f32], _outputs: &[f32], d: &mut [f32], _width: usize) {
        vectorize(d.len(), || {
            for (d, &x) in d.iter_mut().zip(sums) {
                let s = math::sigmoid(x);
                *d *= s + x * s * (1.0 - s);
            }
        });
    }
}
