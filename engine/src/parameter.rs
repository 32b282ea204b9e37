//! The table of a model's parameters: what saving, summaries and everything else that speaks of a
//! parameter by its name reads.

use crate::{Array, Dims, LayerInfo};
use core::fmt;

/// The names that lead to a parameter: the layer's, then those of layers inside it, then its own. It prints
/// with a `/` between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Path {
    names: [&'static str; Path::MOST],
    count: usize,
}

impl Path {
    /// How many names there are at most.
    const MOST: usize = 6;

    /// A parameter's own name.
    ///
    /// ```
    /// use cornu_engine::Path;
    ///
    /// const KERNEL: Path = Path::new("kernel").inside("dense_1").inside("encoder_1");
    /// assert_eq!(KERNEL.to_string(), "encoder_1/dense_1/kernel");
    /// assert_eq!((KERNEL.layer(), KERNEL.name()), ("encoder_1", "kernel"));
    /// ```
    pub const fn new(name: &'static str) -> Self {
        let mut names = [""; Path::MOST];
        names[0] = name;
        Path { names, count: 1 }
    }

    /// The same inside a layer of this name: see [`new`](Path::new) for an example.
    #[must_use]
    pub const fn inside(mut self, layer: &'static str) -> Self {
        assert!(self.count < Path::MOST, "models stand in one another at most five deep");
        self.names[self.count] = layer;
        self.count += 1;
        self
    }

    /// The parameter's own name: `kernel`, `bias`, …
    pub const fn name(&self) -> &'static str {
        self.names[0]
    }

    /// The outermost name: the layer's in the model.
    pub const fn layer(&self) -> &'static str {
        self.names[self.count - 1]
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, name) in self.names[..self.count].iter().enumerate().rev() {
            write!(f, "{name}{}", if place == 0 { "" } else { "/" })?;
        }
        Ok(())
    }
}

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
    /// Its names: the layer's and its own, as in Keras. In the layer's own table, only its own.
    pub path: Path,
    /// The sizes, as in Keras: a kernel is inputs × outputs.
    pub dims: Dims,
    /// Where its first float stands in the model's block (in a layer's own table: in the layer's).
    pub offset: usize,
    /// Whether training changes it along its gradient: it does not change what is frozen, nor what has none,
    /// such as moving means.
    pub trainable: bool,
}

impl Parameter {
    /// No parameter, to fill a table with.
    pub(crate) const EMPTY: Parameter =
        Parameter { path: Path::new(""), dims: Dims::SCALAR, offset: 0, trainable: false };

    /// A parameter that stands here in its layer's block.
    ///
    /// ```
    /// use cornu_engine::{Dims, Parameter};
    ///
    /// const BIAS: Parameter = Parameter::new("bias", Dims::flat(10), 7840);
    /// assert!(BIAS.trainable);
    /// ```
    pub const fn new(name: &'static str, dims: Dims, offset: usize) -> Self {
        Parameter { path: Path::new(name), dims, offset, trainable: true }
    }

    /// The same, which has no gradient.
    ///
    /// ```
    /// use cornu_engine::{Dims, Parameter};
    ///
    /// const MOVING_MEAN: Parameter = Parameter::new("moving_mean", Dims::flat(10), 20).without_gradient();
    /// assert!(!MOVING_MEAN.trainable);
    /// ```
    #[must_use]
    pub const fn without_gradient(self) -> Self {
        Parameter { trainable: false, ..self }
    }

    /// The floats of this parameter in `block`, which is a whole model.
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

    /// As [`of`](Parameter::of), to be changed.
    pub(crate) fn of_mut<'a>(&self, block: &'a mut [f32]) -> &'a mut [f32] {
        &mut block[self.offset..self.offset + self.dims.len()]
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)
    }
}

/// A block with a table of its parameters; [`parameters!`](crate::parameters) writes it, and has an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no table of parameters, so it is not a layer",
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
/// hold no numbers (`PhantomData`). `state` stands before a parameter that has no gradient, such as a moving
/// mean. Behind the type may stand what may be set in braces: `impl [] Highway: HighwaySettings { kernel }`; if the
/// settings change which parameters there are, with `, variants` behind it, and with implementations of
/// [`Configure`](crate::Configure) and [`Variant`](crate::Variant).
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
/// assert_eq!(Scale::<3>::PARAMETERS[0].path.name(), "gain");
/// assert_eq!(Scale::<3>::PARAMETERS[0].dims.as_slice(), [3]);
/// ```
#[macro_export]
macro_rules! parameters {
    (impl [$($generics:tt)*] $block:ty { $($fields:tt)* }) => {
        $crate::parameters! { impl [$($generics)*] $block: $crate::NoSettings { $($fields)* } }
    };
    (impl [$($generics:tt)*] $block:ty: $settings:ty { $($fields:tt)* }) => {
        $crate::parameters! { @ table [$($generics)*] $block { $($fields)* } }
        $crate::configure! { impl [$($generics)*] $block: $settings }
    };
    (impl [$($generics:tt)*] $block:ty: $settings:ty, variants { $($fields:tt)* }) => {
        $crate::parameters! { @ table [$($generics)*] $block { $($fields)* } }
        $crate::configure! { impl [$($generics)*] $block: $settings, variants }
    };
    (@ table [$($generics:tt)*] $block:ty {
        $($field:ident $($second:ident)?),* $(,)? $(; $($marker:ident),*)?
    }) => {
        $crate::parameters! { @ block [$($generics)*] $block { $([$field $($second)?])* } { $($($marker)*)? } }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::Parameters for $block {
            const PARAMETERS: &'static [$crate::Parameter] =
                &[$($crate::parameters!(@ parameter $field $($second)?),)*];
        }
    };
    (@ block [$($generics:tt)*] $block:ty { $([$($words:ident)+])* } { $($marker:ident)* }) => {
        $crate::parameters! { @ fields [$($generics)*] [$block] [] { $([$($words)+])* } { $($marker)* } }
    };
    (@ fields $generics:tt $block:tt [$($done:ident)*] { [state $field:ident] $($rest:tt)* } $markers:tt) => {
        $crate::parameters! { @ fields $generics $block [$($done)* $field] { $($rest)* } $markers }
    };
    (@ fields $generics:tt $block:tt [$($done:ident)*] { [$field:ident] $($rest:tt)* } $markers:tt) => {
        $crate::parameters! { @ fields $generics $block [$($done)* $field] { $($rest)* } $markers }
    };
    (@ fields [$($generics:tt)*] [$block:ty] [$($field:ident)*] {} { $($marker:ident)* }) => {
        $crate::block! { impl [$($generics)*] $block { $($field,)* $($marker,)* } }
    };
    (@ parameter state $field:ident) => {
        $crate::parameters!(@ parameter $field).without_gradient()
    };
    (@ parameter $field:ident) => {
        $crate::Parameter::new(
            ::core::stringify!($field),
            $crate::dims_of(|__block: &Self| &__block.$field),
            ::core::mem::offset_of!(Self, $field) / ::core::mem::size_of::<f32>(),
        )
    };
}

/// One layer's part of a model's table: its name, where it starts in the model (in bytes), whether it is
/// trained, its table.
#[doc(hidden)]
pub type LayerParameters = (&'static str, usize, bool, &'static [Parameter]);

/// How many parameters the layers have together.
#[doc(hidden)]
pub const fn count_parameters(layers: &[LayerParameters]) -> usize {
    let (mut count, mut layer) = (0, 0);
    while layer < layers.len() {
        let (parameters, mut place) = (layers[layer].3, 0);
        while place < parameters.len() {
            count += (parameters[place].dims.len() > 0) as usize;
            place += 1;
        }
        layer += 1;
    }
    count
}

/// The tables of all layers as one; a bias that is left out has no floats, and no place in it.
#[doc(hidden)]
#[track_caller]
pub const fn join_parameters<const COUNT: usize>(layers: &[LayerParameters]) -> [Parameter; COUNT] {
    let mut table = [Parameter::EMPTY; COUNT];
    let (mut place, mut layer) = (0, 0);
    while layer < layers.len() {
        let (name, bytes, trained, parameters) = layers[layer];
        let (mut parameter, mut end) = (0, 0);
        while parameter < parameters.len() {
            let Parameter { path, dims, offset, trainable } = parameters[parameter];
            if offset != end {
                panic!(
                    "a layer's parameters do not lie in the order of their names: write `#[repr(C)]` above its struct"
                );
            }
            end += dims.len();
            if dims.len() > 0 {
                table[place] = Parameter {
                    path: path.inside(name),
                    dims,
                    offset: bytes / size_of::<f32>() + offset,
                    trainable: trained && trainable,
                };
                place += 1;
            }
            parameter += 1;
        }
        layer += 1;
    }
    table
}

/// Parameters in a row that are all trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    parameter: usize,
    gradient: usize,
    length: usize,
}

impl Run {
    /// Where they stand in the network.
    pub(crate) fn parameters(self) -> core::ops::Range<usize> {
        self.parameter..self.parameter + self.length
    }

    /// Where their gradient stands, among those of the layers that are trained.
    pub(crate) fn gradient(self) -> core::ops::Range<usize> {
        self.gradient..self.gradient + self.length
    }
}

/// The runs of a network, in order, as few as can be.
pub(crate) struct Runs {
    table: &'static [Parameter],
    layers: &'static [LayerInfo],
    /// The layer of the next parameter, the floats before it, and those of them that have no gradient.
    layer: usize,
    before: usize,
    frozen: usize,
}

impl Runs {
    pub(crate) fn of(table: &'static [Parameter], layers: &'static [LayerInfo]) -> Self {
        Runs { table, layers, layer: 0, before: 0, frozen: 0 }
    }

    /// Goes on to the layer that has a parameter at this place.
    fn find(&mut self, offset: usize) {
        while let Some(layer) = self.layers.get(self.layer)
            && offset >= self.before + layer.parameters
        {
            self.before += layer.parameters;
            self.frozen += if layer.trainable { 0 } else { layer.parameters };
            self.layer += 1;
        }
    }
}

impl Iterator for Runs {
    type Item = Run;

    fn next(&mut self) -> Option<Run> {
        let start = self.table.iter().position(|parameter| parameter.trainable)?;
        let Parameter { offset, .. } = self.table[start];
        self.find(offset);
        let mut end = start;
        let mut length = 0;
        while let Some(parameter) = self.table.get(end)
            && parameter.trainable
        {
            length += parameter.dims.len();
            end += 1;
        }
        self.table = &self.table[end..];
        Some(Run { parameter: offset, gradient: offset - self.frozen, length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &[Parameter] =
        &[Parameter::new("kernel", Dims::flat(6), 0), Parameter::new("bias", Dims::flat(2), 6)];

    #[test]
    fn tables_are_joined_with_their_layers_names_and_places() {
        let [_, _, kernel, bias] = join_parameters(&[("a", 0, true, TWO), ("b", 32, false, TWO)]);
        assert_eq!(std::format!("{kernel} {bias}"), "b/kernel b/bias");
        assert_eq!((kernel.offset, bias.offset, bias.trainable), (8, 14, false));
        assert_eq!(bias.of(&[0.0; 16]).len(), 2);
    }

    #[test]
    fn what_has_no_floats_has_no_place() {
        const UNBIASED: &[Parameter] = &[TWO[0], Parameter::new("bias", Dims::flat(0), 6)];
        let layers = [("a", 0, true, UNBIASED), ("b", 24, true, TWO)];
        assert_eq!(count_parameters(&layers), 3);
        assert_eq!(join_parameters::<3>(&layers)[1].offset, 6);
    }

    #[test]
    fn what_is_trained_stands_in_runs() {
        const STATE: &[Parameter] = &[TWO[0], TWO[1].without_gradient()];
        const ONE: &[Parameter] = &[TWO[0]];
        const TABLE: &[Parameter] = &join_parameters::<7>(&[
            ("a", 0, false, TWO),
            ("b", 32, true, TWO),
            ("c", 64, true, STATE),
            ("d", 96, true, ONE),
        ]);
        const fn layer(parameters: usize, trainable: bool) -> LayerInfo {
            LayerInfo { parameters, trainable, ..LayerInfo::EMPTY }
        }
        // One without parameters stands between.
        const LAYERS: &[LayerInfo] =
            &[layer(8, false), layer(8, true), layer(0, false), layer(8, true), layer(6, true)];
        let runs: std::vec::Vec<_> =
            Runs::of(TABLE, LAYERS).map(|run| (run.parameters(), run.gradient())).collect();
        assert_eq!(runs, [(8..22, 0..14), (24..30, 16..22)]);
    }

    #[test]
    #[should_panic(expected = "write `#[repr(C)]` above its struct")]
    fn parameters_out_of_order_are_refused() {
        static TURNED: [Parameter; 2] = [TWO[1], TWO[0]];
        join_parameters::<2>(&[("a", 0, true, &TURNED)]);
    }
}
