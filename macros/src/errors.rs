//! All mistakes of one model, reported together.

use proc_macro2::{Span, TokenStream};

/// Collects errors. To drop it without [`finish`](Errors::finish) is a mistake in this crate.
#[derive(Default)]
pub(crate) struct Errors {
    all: Option<syn::Error>,
    finished: bool,
}

impl Errors {
    /// Notes a mistake at a place.
    pub(crate) fn add(&mut self, place: Span, message: impl std::fmt::Display) {
        self.add_syn(syn::Error::new(place, message));
    }

    /// Notes what the parser says.
    pub(crate) fn add_syn(&mut self, error: syn::Error) {
        match &mut self.all {
            Some(all) => all.combine(error),
            None => self.all = Some(error),
        }
    }

    /// The compile errors, if there are any.
    pub(crate) fn finish(mut self) -> Option<TokenStream> {
        self.finished = true;
        self.all.take().map(|all| all.to_compile_error())
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        assert!(self.finished || std::thread::panicking(), "errors were collected and not reported");
    }
}
