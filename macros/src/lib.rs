//! The macro `model!` of Cornu, which documents it.
//!
//! It reads a list of layers, or a graph of them, and writes a struct with the way through them. It knows no rule of any
//! shape and calculates nothing: what it writes names constants and functions of the engine.

mod arguments;
mod errors;
mod expand;
mod graph;
mod input;
mod layer_type;
mod line;
mod named;
mod names;
#[cfg(test)]
mod tests;

/// What `cornu::model!`, which documents it, hands its input to, behind the path of the crate `cornu`.
#[proc_macro]
pub fn model(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::model(input.into()).into()
}
