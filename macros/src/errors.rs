//! All mistakes of one model, reported together.

use proc_macro2::{Span, TokenStream};

/// Collects errors. To drop it without [`finish`](Errors::finish) is a mistake in this crate.
#[derive(Default)]
pub(crate) struct Errors {
    all: Option<syn::Error>,
    count: usize,
    finished: bool,
}

impl Errors {
    /// One whose errors nobody is told.
    pub(crate) fn silent() -> Self {
        Errors { all: None, count: 0, finished: true }
    }

    /// Notes a mistake at a place.
    pub(crate) fn add(&mut self, place: Span, message: impl std::fmt::Display) {
        let error = syn::Error::new(place, message);
        match &mut self.all {
            Some(all) => all.combine(error),
            None => self.all = Some(error),
        }
        self.count += 1;
    }

    /// Notes what the parser says. Where tokens are missing at the end, it speaks of the whole macro; the
    /// place is then `end`.
    pub(crate) fn add_syn(&mut self, error: &syn::Error, end: Span) {
        let message = error.to_string();
        match message.strip_prefix("unexpected end of input, ") {
            Some(expected) => self.add(end, format_args!("{expected} after this")),
            None => self.add(error.span(), message),
        }
    }

    /// How many mistakes there are.
    pub(crate) fn count(&self) -> usize {
        self.count
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
