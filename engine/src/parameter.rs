//! The table of a model's parameters: what saving, summaries and everything else that speaks of a
//! parameter by its name reads.

use crate::{Array, Dims};
use core::fmt;

/// One array of a model's parameters: its name, its sizes and its place in the block.
///
/// It prints as its path, which is also its name in a file: `dense_1/kernel`.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { struct Line < Dense<2, 1> >; }
///
/// let kernel = &Line::PARAMETERS[0];
/// assert_eq!(kernel.to_string(), "dense_1/kernel");
/// assert_eq!(kernel.dims.as_slice(), [2, 1]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The layer's name in the model; empty in the layer's own table.
    pub layer: &'static str,
    /// The parameter's name in the layer, as in Keras: `kernel`, `bias`, …
    pub name: &'static str,
    /// The sizes, as in Keras: a kernel is inputs × outputs.
    pub dims: Dims,
    /// Where its first float stands in the model's block (in a layer's own table: in the layer's).
    pub offset: usize,
}

impl Parameter {
    const EMPTY: Parameter = Parameter { layer: "", name: "", dims: Dims::SCALAR, offset: 0 };

    /// The floats of this parameter in `block`, which is a whole model, a gradient or a moment.
    ///
    /// ```
    /// use cornu::{Block, prelude::*};
    ///
    /// model! { struct Line < Dense<2, 1> >; }
    ///
    /// let mut line = Line::zeroed();
    /// line.dense_1.bias = [0.5];
    /// let bias = &Line::PARAMETERS[1];
    /// assert_eq!(bias.of(line.floats()), [0.5]);
    /// ```
    pub fn of<'a>(&self, block: &'a [f32]) -> &'a [f32] {
        &block[self.offset..self.offset + self.dims.len()]
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.layer, self.name)
    }
}

/// A block with a table of its parameters; [`parameters!`](crate::parameters) writes it, and has an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no table of parameters, so it is no layer",
    label = "a layer's struct is expected here",
    note = "for a layer of your own write `cornu::parameters! {{ impl [] {Self} {{ kernel, bias }} }}`, with its fields"
)]
pub trait Parameters: crate::Block {
    /// Each parameter once, in memory order.
    const PARAMETERS: &'static [Parameter];
}

/// The sizes of a field, for [`parameters!`](crate::parameters).
#[doc(hidden)]
pub const fn dims_of<B, F: Array>(_: fn(&B) -> &F) -> Dims {
    F::DIMS
}

/// Makes a layer's struct a [`Block`](crate::Block) and writes the table of its parameters.
///
/// The struct is `#[repr(C)]`, so that its parameters lie in the order in which they are written; a
/// model with a layer whose parameters do not is an error. All fields are named; behind `;` those that
/// hold no numbers (`PhantomData`).
///
/// ```
/// use cornu_engine::{Parameters, parameters};
///
/// #[repr(C)]
/// struct Scale<const N: usize> {
///     gain: [f32; N],
/// }
/// parameters! { impl [const N: usize] Scale<N> { gain } }
///
/// assert_eq!(Scale::<3>::PARAMETERS[0].name, "gain");
/// assert_eq!(Scale::<3>::PARAMETERS[0].dims.as_slice(), [3]);
/// ```
#[macro_export]
macro_rules! parameters {
    (impl [$($generics:tt)*] $block:ty { $($field:ident),* $(,)? $(; $($marker:ident),*)? }) => {
        $crate::block! { impl [$($generics)*] $block { $($field,)* $($($marker,)*)? } }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::Parameters for $block {
            const PARAMETERS: &'static [$crate::Parameter] = &[$(
                $crate::Parameter {
                    layer: "",
                    name: stringify!($field),
                    dims: $crate::dims_of(|block: &Self| &block.$field),
                    offset: core::mem::offset_of!(Self, $field) / size_of::<f32>(),
                },
            )*];
        }
    };
}

/// One layer's part of a model's table: its name, where it starts in the model (in bytes), its table.
#[doc(hidden)]
pub type LayerParameters = (&'static str, usize, &'static [Parameter]);

/// How many parameters the layers have together.
#[doc(hidden)]
pub const fn count_parameters(layers: &[LayerParameters]) -> usize {
    let (mut count, mut layer) = (0, 0);
    while layer < layers.len() {
        count += layers[layer].2.len();
        layer += 1;
    }
    count
}

/// The tables of all layers as one.
#[doc(hidden)]
#[track_caller]
pub const fn join_parameters<const COUNT: usize>(layers: &[LayerParameters]) -> [Parameter; COUNT] {
    let mut table = [Parameter::EMPTY; COUNT];
    let (mut place, mut layer) = (0, 0);
    while layer < layers.len() {
        let (name, bytes, parameters) = layers[layer];
        let (mut parameter, mut end) = (0, 0);
        while parameter < parameters.len() {
            let Parameter { name: own_name, dims, offset, .. } = parameters[parameter];
            if offset != end {
                panic!(
                    "a layer's parameters do not lie in the order of their names: write `#[repr(C)]` above its struct"
                );
            }
            end += dims.len();
            table[place] =
                Parameter { layer: name, name: own_name, dims, offset: bytes / size_of::<f32>() + offset };
            place += 1;
            parameter += 1;
        }
        layer += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &[Parameter] = &[
        Parameter { layer: "", name: "kernel", dims: Dims::flat(6), offset: 0 },
        Parameter { layer: "", name: "bias", dims: Dims::flat(2), offset: 6 },
    ];

    #[test]
    fn tables_are_joined_with_their_layers_names_and_places() {
        let [_, _, kernel, bias] = join_parameters(&[("a", 0, TWO), ("b", 32, TWO)]);
        assert_eq!(std::format!("{kernel} {bias}"), "b/kernel b/bias");
        assert_eq!((kernel.offset, bias.offset), (8, 14));
        assert_eq!(bias.of(&[0.0; 16]).len(), 2);
    }

    #[test]
    #[should_panic(expected = "write `#[repr(C)]` above its struct")]
    fn parameters_out_of_order_are_refused() {
        static TURNED: [Parameter; 2] = [TWO[1], TWO[0]];
        join_parameters::<2>(&[("a", 0, &TURNED)]);
    }
}
