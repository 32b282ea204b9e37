//! What makes one value of several, in a graph. Each one is a file in `merges/`.

use crate::{Configurable, DefaultsOf, Dims, Fit, Setup, Shape};

/// The shapes of several values: a tuple of them, two to eight.
///
/// ```
/// use cornu_engine::{Flat, Inputs};
///
/// assert_eq!(<(Flat<3>, Flat<5>) as Inputs>::ALL[1].len(), 5);
/// ```
pub trait Inputs: 'static {
    /// The sizes of one sample of each.
    const ALL: &'static [Dims];
}

macro_rules! inputs {
    ($($shape:ident)+) => {
        impl<$($shape: Shape),+> Inputs for ($($shape,)+) {
            const ALL: &'static [Dims] = &[$($shape::DIMS),+];
        }
    };
}

inputs! { A }
inputs! { A B }
inputs! { A B C }
inputs! { A B C D }
inputs! { A B C D E }
inputs! { A B C D E F }
inputs! { A B C D E F G }
inputs! { A B C D E F G H }

/// A layer without parameters that takes several values at once, such as [`Add`](crate::Add).
///
/// ```
/// use cornu_engine::{Dims, Fit, Inputs, Merge, configure};
///
/// /// |a − b|, value by value.
/// #[derive(Debug)]
/// pub struct Distance;
/// configure! { impl [] Distance: cornu_engine::NoSettings }
///
/// impl<In: Inputs> Merge<In> for Distance {
///     const OUTPUT: Dims = In::ALL[0];
///     const FIT: Fit = Fit::alike(In::ALL);
///
///     fn infer(x: &[&[f32]], y: &mut [f32]) {
///         for (place, y) in y.iter_mut().enumerate() {
///             *y = (x[0][place] - x[1][place]).abs();
///         }
///     }
///
///     fn backward(x: &[&[f32]], _y: &[f32], dy: &[f32], which: usize, dx: &mut [f32]) {
///         for (place, dx) in dx.iter_mut().enumerate() {
///             *dx = dy[place] * (x[which][place] - x[1 - which][place]).signum();
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer that takes several values",
    label = "give it one value, or write `Add`, `Concatenate` or another layer that merges",
    note = "a type of your own merges values by `cornu::configure!` and `impl cornu::Merge`"
)]
pub trait Merge<In: Inputs, S: Setup = DefaultsOf<Self>>: Configurable + 'static {
    /// The sizes of one sample that comes out, after a fit or without it.
    const OUTPUT: Dims;
    /// Whether values of these shapes may be merged.
    const FIT: Fit;

    /// y = f(x), for as many samples as there are: in each of `x` they stand one after another.
    fn infer(x: &[&[f32]], y: &mut [f32]);

    /// The gradient with respect to `x[which]`, from that of what came out; overwrites `dx`.
    fn backward(x: &[&[f32]], y: &[f32], dy: &[f32], which: usize, dx: &mut [f32]);
}
