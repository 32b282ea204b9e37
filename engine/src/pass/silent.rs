//! Traits of layers, once more, for the code that `model!` writes.
//!
//! What is not a layer is told once, where it is written: by the constant of [`is_layer`], and, if it is `Configurable` but
//! not a [`Layer`](crate::Layer) of one value, by that of [`enter`](super::enter). Each of these traits takes a type
//! that hangs on such a constant, so that behind the error the compiler has nothing more to say of the layer.

use crate::{
    Block, Configurable, Configure, Defaults, Dims, First, Fit, HasOpenSize, Setup, Variant, WithColumns,
};

/// [`Block`], of a field.
pub trait BlockIn<After>: Block {}

#[diagnostic::do_not_recommend]
impl<After, T: Block> BlockIn<After> for T {}

/// [`Configurable`].
pub trait ConfigurableIn<After> {
    /// What may be set.
    type Settings: crate::Settings;
}

#[diagnostic::do_not_recommend]
impl<After, L: Configurable> ConfigurableIn<After> for L {
    type Settings = L::Settings;
}

/// The [`Setup`] of a use without braces.
pub type DefaultsIn<After, L> = Defaults<<L as ConfigurableIn<After>>::Settings>;

/// [`Configure`].
pub trait ConfigureIn<After, S> {
    /// [`Configure::CHECK`]
    const CHECK: Fit;
    /// [`Configure::VARIANT`]
    const VARIANT: usize;
    /// [`Configure::SIZE`]
    const SIZE: usize;
}

#[diagnostic::do_not_recommend]
impl<After, S: Setup, L: Configure<S>> ConfigureIn<After, S> for L {
    const CHECK: Fit = L::CHECK;
    const VARIANT: usize = L::VARIANT;
    const SIZE: usize = L::SIZE;
}

/// The type that settings ask for, if these are its number and size.
pub type VariantOf<L, const NUMBER: usize, const SIZE: usize> = <L as Variant<NUMBER, SIZE>>::Layer;

/// Which variant of the layer's type settings ask for: its number and size. If one of them is an error, so is this.
pub const fn variant<After, L: ConfigureIn<After, S>, S: Setup>() -> [usize; 2] {
    // Where they ask for nothing, they are looked at all the same.
    let _settings = S::SETTINGS;
    [L::VARIANT, L::SIZE]
}

/// [`First`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand first in a model: it does not say what one sample is",
    label = "what comes in?",
    note = "write `Input<784>`, `Input<steps, features>` or `Input<rows, columns, channels>` before it",
    note = "a layer of your own says it by `impl cornu::First`"
)]
pub trait FirstIn<After> {
    /// [`First::INPUT`]
    const INPUT: Dims;
}

#[diagnostic::do_not_recommend]
impl<After, L: First> FirstIn<After> for L {
    const INPUT: Dims = L::INPUT;
}

/// [`WithColumns`].
pub trait WithColumnsIn<Paired, const COLUMNS: usize> {
    /// [`WithColumns::PLACE`]
    const PLACE: usize;
    /// That layer.
    type Layer;
}

#[diagnostic::do_not_recommend]
impl<Paired, const COLUMNS: usize, L: WithColumns<COLUMNS>> WithColumnsIn<Paired, COLUMNS> for L {
    const PLACE: usize = L::PLACE;
    type Layer = L::Layer;
}

/// A layer of which a size is a pair.
pub type Rectangular<Paired, L, const COLUMNS: usize> = <L as WithColumnsIn<Paired, COLUMNS>>::Layer;

/// Of a layer none of whose sizes may be a pair, the error is here.
pub const fn paired<L: WithColumns<COLUMNS>, const COLUMNS: usize>() -> usize {
    COLUMNS
}

/// Ends compilation if the pair of a layer does not stand at this place.
#[track_caller]
pub const fn check_pair<Paired, L: WithColumnsIn<Paired, COLUMNS>, const COLUMNS: usize>(
    layer: &str,
    place: usize,
) {
    if L::PLACE != place {
        crate::misfit::panic_not_a_pair(layer, L::PLACE);
    }
}

/// [`HasOpenSize`].
pub trait HasOpenSizeIn<Opened> {
    /// That layer.
    type Layer;
}

#[diagnostic::do_not_recommend]
impl<Opened, L: HasOpenSize> HasOpenSizeIn<Opened> for L {
    type Layer = L;
}

/// A layer of which a size is left open.
pub type Open<Opened, L> = <L as HasOpenSizeIn<Opened>>::Layer;

/// Of a layer none of whose sizes may be left open, the error is here.
pub const fn opened<L: HasOpenSize>() -> usize {
    0
}

/// [`Configurable`], which each layer is, whatever comes into it: so this can be asked before that is known.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer",
    label = "a layer is expected here, such as `Dense<784, 512, Relu>`",
    note = "a type of your own becomes a layer by `cornu::parameters!`, `impl cornu::ShapeRule` and `impl cornu::Layer`",
    note = "an activation of your own also becomes a layer by `cornu::activation!`"
)]
pub trait IsLayer {}

#[diagnostic::do_not_recommend]
impl<L: Configurable> IsLayer for L {}

/// Of what is not a layer, the error is here.
pub const fn is_layer<L: IsLayer>() -> usize {
    0
}

/// A type that hangs on a constant such as that of [`is_layer`], [`paired`] or [`opened`]: the first argument of the traits
/// above.
#[derive(Debug)]
pub struct After<const SOME: usize>;
