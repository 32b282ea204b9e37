use core::fmt;

/// The number of a word, an item or a user: a whole number below `VOCABULARY`.
///
/// It is kept as a float, which is exact up to 2²⁴, so that tokens flow through the same memory as all
/// else that a model takes.
///
/// ```
/// use cornu_engine::Token;
///
/// let token = Token::<10_000>::new(42)?;
/// assert_eq!(token.id(), 42);
/// assert!(Token::<10_000>::new(10_000).is_err());
/// # Ok::<(), cornu_engine::TokenError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq)]
#[repr(transparent)]
pub struct Token<const VOCABULARY: usize>(f32);

impl<const VOCABULARY: usize> Token<VOCABULARY> {
    /// The token with this number: see [`Token`] for an example.
    ///
    /// # Errors
    /// If there are not that many.
    pub const fn new(id: usize) -> Result<Self, TokenError> {
        const { assert!(VOCABULARY <= 1 << 24, "a vocabulary has at most 16,777,216 tokens") }
        if id < VOCABULARY { Ok(Token(id as f32)) } else { Err(TokenError { id, vocabulary: VOCABULARY }) }
    }

    /// Its number: see [`Token`] for an example.
    pub fn id(self) -> usize {
        id(self.0, VOCABULARY)
    }
}

/// The number that stands in a float: the nearest one below that there is; of NaN, 0.
pub(crate) fn id(value: f32, vocabulary: usize) -> usize {
    // The conversion stops at 0 and makes 0 of NaN.
    (value as usize).min(vocabulary - 1)
}

impl<const VOCABULARY: usize> fmt::Debug for Token<VOCABULARY> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.id())
    }
}

impl<const VOCABULARY: usize> fmt::Display for Token<VOCABULARY> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id().fmt(f)
    }
}

/// There is no token with such a number: see [`Token`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenError {
    /// The number that was asked for.
    pub id: usize,
    /// How many tokens there are.
    pub vocabulary: usize,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TokenError { id, vocabulary } = self;
        write!(
            f,
            "there is no such token: expected a number below {vocabulary}, received {id}; \
             give the model a larger vocabulary, or map what is unknown to a token of its own"
        )
    }
}

impl core::error::Error for TokenError {}
