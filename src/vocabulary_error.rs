use std::{error::Error, fmt, io};

/// Why texts or a file are no vocabulary.
///
/// ```
/// use cornu::{Vocabulary, VocabularyError};
///
/// let no_texts: [&str; 0] = [];
/// assert!(matches!(Vocabulary::<1000>::adapt(no_texts), Err(VocabularyError::NoWords)));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum VocabularyError {
    /// The system could not read or write the file, or it is no text.
    Io(io::Error),
    /// There are no words.
    NoWords,
    /// A line is no word.
    Word {
        /// The line, from 1.
        line: u64,
        /// What stands there.
        text: String,
    },
    /// A word stands there twice.
    Repeated {
        /// The line on which it stands again, from 1.
        line: u64,
        /// The line on which it stands first.
        first: u64,
        /// The word.
        word: String,
    },
    /// There are more words than tokens for them.
    TooMany {
        /// How many words there is room for.
        expected: usize,
        /// How many there are.
        received: usize,
    },
}

impl fmt::Display for VocabularyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            VocabularyError::Io(error) => write!(f, "it cannot be read or written: {error}"),
            VocabularyError::NoWords => f.write_str(
                "there are no words: expected at least one, received none; were the texts loaded, and is this the \
                 right file?",
            ),
            VocabularyError::Word { line, text } => {
                write!(
                    f,
                    "line {line}: expected one word, in small letters and without punctuation and spaces, received "
                )?;
                match text.as_str() {
                    "" => f.write_str("nothing"),
                    text => write!(f, "`{text}`"),
                }?;
                f.write_str(": name a file that a vocabulary was saved to")
            }
            VocabularyError::Repeated { line, first, word } => write!(
                f,
                "line {line}: the word `{word}` stands on line {first} already: expected each word once; name a file \
                 that a vocabulary was saved to"
            ),
            VocabularyError::TooMany { expected, received } => write!(
                f,
                "expected at most {expected} words, received {received}: it is another model's vocabulary, or \
                 `Vocabulary<{}>` is meant, which has room for two tokens more than words",
                received.saturating_add(2)
            ),
        }
    }
}

impl Error for VocabularyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            VocabularyError::Io(error) => Some(error),
            _ => None,
        }
    }
}
