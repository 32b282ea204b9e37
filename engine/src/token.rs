use crate::{Array, Dims};
use core::{fmt, hash};

/// The number of a word, from 0 to `V` − 1, where `V` is the size of the vocabulary.
///
/// It stands in the memory of an f32, so that a text, `[Token<V>; STEPS]`, is made of floats as all other
/// samples are.
///
/// ```
/// use cornu_engine::{Token, view_floats};
///
/// let text = [Token::<1000>::new(17)?, Token::new(2)?, Token::default()];
/// assert_eq!(text[0].id(), 17);
/// assert_eq!(view_floats(&text), [17.0, 2.0, 0.0]);
/// assert_eq!(Token::<1000>::new(1000).unwrap_err().to_string(), "token 1000 is out of range: of a vocabulary of 1000 the tokens are 0 to 999");
/// # Ok::<(), cornu_engine::TokenError>(())
/// ```
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Token<const V: usize>(f32);

impl<const V: usize> Token<V> {
    const LAST: usize = {
        assert!(V > 0, "a vocabulary has a token at least");
        assert!(V <= 1 << 24, "an f32 holds each whole number up to 2^24 only: choose a smaller vocabulary");
        V - 1
    };

    /// The token with this number.
    ///
    /// ```
    /// use cornu_engine::{Token, TokenError};
    ///
    /// assert_eq!(Token::<3>::new(2)?.id(), 2);
    /// assert_eq!(Token::<3>::new(3), Err(TokenError { token: 3, vocabulary: 3 }));
    /// # Ok::<(), TokenError>(())
    /// ```
    ///
    /// # Errors
    /// If the vocabulary has no more than `id` tokens.
    pub const fn new(id: usize) -> Result<Self, TokenError> {
        if id <= Self::LAST { Ok(Token(id as f32)) } else { Err(TokenError { token: id, vocabulary: V }) }
    }

    /// The number, which is always below `V`.
    ///
    /// Floats that are no token, which views of memory may write, are rounded down and brought into the
    /// range; NaN is 0.
    ///
    /// ```
    /// let mut text = [cornu_engine::Token::<10>::default(); 3];
    /// cornu_engine::view_floats_mut(&mut text).copy_from_slice(&[7.9, 1e9, f32::NAN]);
    /// assert_eq!(text.map(|token| token.id()), [7, 9, 0]);
    /// ```
    #[inline]
    pub const fn id(self) -> usize {
        id(self.0, Self::LAST + 1)
    }
}

/// The number of the token that stands in a float: see [`Token::id`].
#[inline(always)]
pub(crate) const fn id(value: f32, vocabulary: usize) -> usize {
    // Below 0 and NaN become 0 here.
    let id = value as usize;
    if id < vocabulary { id } else { vocabulary - 1 }
}

impl<const V: usize> Array for Token<V> {
    const DIMS: Dims = Dims::SCALAR;
}

/// The token 0, which pads texts.
impl<const V: usize> Default for Token<V> {
    fn default() -> Self {
        Token(0.0)
    }
}

impl<const V: usize> PartialEq for Token<V> {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl<const V: usize> Eq for Token<V> {}

impl<const V: usize> hash::Hash for Token<V> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

impl<const V: usize> fmt::Debug for Token<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Token").field(&self.id()).finish()
    }
}

/// The number, as in `7`.
impl<const V: usize> fmt::Display for Token<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id().fmt(f)
    }
}

/// A token that is not in the vocabulary: see [`Token::new`] for an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenError {
    /// The token's number.
    pub token: usize,
    /// How many tokens the vocabulary has.
    pub vocabulary: usize,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TokenError { token, vocabulary } = self;
        write!(
            f,
            "token {token} is out of range: of a vocabulary of {vocabulary} the tokens are 0 to {}",
            vocabulary.saturating_sub(1)
        )
    }
}

impl core::error::Error for TokenError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, view_blocks};
    use std::format;

    #[test]
    fn any_float_is_a_token_in_range() {
        let floats =
            [0.0, -0.0, 4.0, 4.9, 5.0, -1.0, 1e-40, f32::MAX, f32::INFINITY, f32::NEG_INFINITY, f32::NAN];
        let ids = view_blocks::<Token<5>>(&floats).iter().map(|token| token.id());
        assert!(ids.eq([0, 0, 4, 4, 4, 0, 0, 4, 4, 0, 0]));
    }

    #[test]
    fn the_largest_vocabulary_keeps_its_tokens_apart() {
        const MOST: usize = 1 << 24;
        for id in [0, 1, MOST / 2 + 1, MOST - 2, MOST - 1] {
            assert_eq!(Token::<MOST>::new(id).unwrap().id(), id);
        }
        assert!(Token::<MOST>::new(MOST).is_err());
    }

    #[test]
    fn a_token_is_one_float() {
        assert_eq!((Token::<7>::LENGTH, <[Token<7>; 4]>::DIMS.as_slice()), (1, [4].as_slice()));
        let token = Token::<7>::new(6).unwrap();
        assert_eq!(token.floats(), [6.0]);
        assert_eq!(format!("{token} {token:?}"), "6 Token(6)");
    }
}
