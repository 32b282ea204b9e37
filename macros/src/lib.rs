//! The macro `model!` of Cornu, which documents it.
//!
//! It reads a list of layers, or a graph of them, and writes a struct with the way through them. It knows no rule of any
//! shape and calculates nothing: what it writes names constants and functions of the engine.

mod arguments;
mod errors;
mod expand;
mod graph;
mod input;
mod line;
mod names;
#[cfg(test)]
mod tests;

/// Makes a network of a list of layers; documented as `cornu::model!`.
#[proc_macro]
pub fn model(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand::model(input.into()).into()
}
