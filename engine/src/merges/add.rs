use crate::{Dims, Fit, Inputs, Merge, vectorize};

/// The sum of values of one shape: Keras's `Add`.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     struct Residual {
///         let x = Input<8>;
///         let h = Dense<8, 8, Relu>(x);
///         Dense<8, 2>(Add(x, h))
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Add;

impl<In: Inputs> Merge<In> for Add {
    const OUTPUT: Dims = In::ALL[0];
    const FIT: Fit = Fit::alike(In::ALL);

    #[inline]
    fn infer(x: &[&[f32]], y: &mut [f32]) {
        y.copy_from_slice(x[0]);
        for x in &x[1..] {
            vectorize(y.len(), || y.iter_mut().zip(*x).for_each(|(y, x)| *y += x));
        }
    }

    #[inline]
    fn backward(_: &[&[f32]], _: &[f32], dy: &[f32], _: usize, dx: &mut [f32]) {
        dx.copy_from_slice(dy);
    }
}
