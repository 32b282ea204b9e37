//! Settings in braces that change what a layer is: `model!` turns each into another type of the layer.

/// The layer with or without its bias: what `{ use_bias: false }` asks for in `model!`.
///
/// ```
/// use cornu::{Parameters, UseBias, prelude::*};
///
/// model! { struct Net < Dense<4, 2> { use_bias: false } >; }
///
/// assert_eq!(Net::PARAMETER_COUNT, 8);
/// assert_eq!(<<Dense<4, 2> as UseBias<false>>::Layer as Parameters>::PARAMETERS.len(), 2);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no bias that could be left out",
    label = "leave out this setting"
)]
pub trait UseBias<const USE_BIAS: bool> {
    /// That layer.
    type Layer;
}

/// The recurrent layer that gives its output at each step, or at the last one only: what
/// `{ return_sequences: true }` asks for in `model!`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no recurrent layer, so it has no `return_sequences`",
    label = "leave out this setting"
)]
pub trait ReturnSequences<const RETURN_SEQUENCES: bool> {
    /// That layer.
    type Layer;
}

/// The GRU whose reset gate stands after or before the recurrent product: what `{ reset_after: false }` asks
/// for in `model!`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no GRU, so it has no `reset_after`",
    label = "leave out this setting"
)]
pub trait ResetAfter<const RESET_AFTER: bool> {
    /// That layer.
    type Layer;
}

/// Lets `use_bias` choose the last type parameter of a layer: `use_bias! { impl [const N: usize, A] Layer<N, A> }`.
macro_rules! use_bias {
    (impl [$($generics:tt)*] $layer:ident<$($argument:ident),* $(,)?>) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*, B: $crate::BiasTerm> $crate::UseBias<true> for $layer<$($argument),*, B> {
            type Layer = $layer<$($argument),*, $crate::Bias>;
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*, B: $crate::BiasTerm> $crate::UseBias<false> for $layer<$($argument),*, B> {
            type Layer = $layer<$($argument),*, $crate::NoBias>;
        }
    };
}
pub(crate) use use_bias;
/// `use_bias`, as `model!` writes it.
pub type WithBias<L, const USE_BIAS: bool> = <L as UseBias<USE_BIAS>>::Layer;

/// `return_sequences`, as `model!` writes it.
pub type WithSequences<L, const RETURN_SEQUENCES: bool> = <L as ReturnSequences<RETURN_SEQUENCES>>::Layer;

/// `reset_after`, as `model!` writes it.
pub type WithReset<L, const RESET_AFTER: bool> = <L as ResetAfter<RESET_AFTER>>::Layer;
