//! Texts as the numbers of their words, after
//! [`keras.layers.TextVectorization`](https://keras.io/api/layers/preprocessing_layers/text/text_vectorization/).

use crate::{FileError, Token, VocabularyError, file};
use std::{collections::HashMap, fs, io, path::Path};

/// What Keras calls the words of the tokens 0 and 1.
const SPECIAL: [&str; 2] = ["", "[UNK]"];

/// The words that a network knows, and for each its token: at most `V` tokens.
///
/// As in Keras's `TextVectorization(max_tokens=V)`, token 0 fills up short texts, 1 stands for all words that
/// are not known, and from 2 on are the words, the most frequent first. Words are told apart by white space;
/// capitals become small ones, and punctuation is left out: `Don't!` is the word `dont`. Only the signs of ASCII
/// count as capitals, punctuation and white space, as in Keras.
///
/// ```
/// use cornu::{Token, Vocabulary};
///
/// let vocabulary = Vocabulary::<5>::adapt(["The cat sat.", "The cat ran!", "A dog ran, the cat sat."])?;
/// assert_eq!(vocabulary.words(), ["the", "cat", "sat"]);
///
/// // A text of four steps, as a network takes it.
/// let text: [Token<5>; 4] = vocabulary.encode("The dog sat");
/// assert_eq!(text.map(Token::id), [2, 1, 4, 0]);
/// assert_eq!(text.map(|token| vocabulary.word(token).unwrap()), ["the", "[UNK]", "sat", ""]);
/// # Ok::<(), cornu::VocabularyError>(())
/// ```
///
/// A network and its vocabulary belong together: [`save`](Self::save) it beside the weights.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary<const V: usize> {
    words: Vec<String>,
    /// Each word's place in `words`.
    places: HashMap<String, usize>,
}

impl<const V: usize> Vocabulary<V> {
    /// How many words there is room for.
    const MOST: usize = {
        assert!(V > SPECIAL.len(), "a vocabulary has two tokens that are no words, and at least one that is");
        V - SPECIAL.len()
    };

    /// The `V` − 2 most frequent words of some texts; of equally frequent ones those that come last in the
    /// alphabet (to be exact: whose bytes are larger), as in Keras.
    ///
    /// ```
    /// let vocabulary = cornu::Vocabulary::<1000>::adapt(&["one two", "two, three"])?;
    /// assert_eq!(vocabulary.words(), ["two", "three", "one"]);
    /// # Ok::<(), cornu::VocabularyError>(())
    /// ```
    ///
    /// # Errors
    /// If the texts have no word.
    pub fn adapt(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Result<Self, VocabularyError> {
        let mut counts = HashMap::<String, u64>::new();
        for text in texts {
            for word in split(&standardize(text.as_ref())) {
                match counts.get_mut(word) {
                    Some(count) => *count += 1,
                    None => drop(counts.insert(word.to_owned(), 1)),
                }
            }
        }
        let mut words: Vec<_> = counts.into_iter().collect();
        words.sort_unstable_by(|(a, a_count), (b, b_count)| (b_count, b).cmp(&(a_count, a)));
        words.truncate(Self::MOST);
        if words.is_empty() {
            Err(VocabularyError::NoWords)
        } else {
            Ok(Self::of(words.into_iter().map(|(word, _)| word).collect()))
        }
    }

    /// A text as exactly `STEPS` tokens: what is too long loses its end, what is too short is filled up with
    /// 0 at the end. So does Keras's `TextVectorization(output_sequence_length=STEPS)`.
    ///
    /// ```
    /// let vocabulary = cornu::Vocabulary::<100>::adapt(["a a a b b c"])?;
    /// assert_eq!(vocabulary.encode::<2>("A, b, c").map(|token| token.id()), [2, 3]);
    /// assert_eq!(vocabulary.encode::<5>("A, b, c").map(|token| token.id()), [2, 3, 4, 0, 0]);
    /// # Ok::<(), cornu::VocabularyError>(())
    /// ```
    pub fn encode<const STEPS: usize>(&self, text: &str) -> [Token<V>; STEPS] {
        let mut tokens = [Token::default(); STEPS];
        let text = standardize(text);
        tokens.iter_mut().zip(split(&text)).for_each(|(token, word)| *token = self.token(word));
        tokens
    }

    /// A text as exactly `STEPS` tokens: what is too long loses its beginning, what is too short is filled up
    /// with 0 at the beginning. So does `keras.utils.pad_sequences(…, maxlen=STEPS)`.
    ///
    /// For recurrent layers, which keep best what they saw last.
    ///
    /// ```
    /// let vocabulary = cornu::Vocabulary::<100>::adapt(["a a a b b c"])?;
    /// assert_eq!(vocabulary.encode_pre::<2>("A, b, c").map(|token| token.id()), [3, 4]);
    /// assert_eq!(vocabulary.encode_pre::<5>("A, b, c").map(|token| token.id()), [0, 0, 2, 3, 4]);
    /// # Ok::<(), cornu::VocabularyError>(())
    /// ```
    pub fn encode_pre<const STEPS: usize>(&self, text: &str) -> [Token<V>; STEPS] {
        let mut tokens = [Token::default(); STEPS];
        let text = standardize(text);
        tokens.iter_mut().rev().zip(split(&text).rev()).for_each(|(token, word)| *token = self.token(word));
        tokens
    }

    /// The token of one word, in small letters and without punctuation; 1 if it is not known.
    ///
    /// ```
    /// let vocabulary = cornu::Vocabulary::<100>::adapt(["a a b"])?;
    /// assert_eq!((vocabulary.token("b").id(), vocabulary.token("z").id()), (3, 1));
    /// # Ok::<(), cornu::VocabularyError>(())
    /// ```
    pub fn token(&self, word: &str) -> Token<V> {
        let id = self.places.get(word).map_or(1, |place| SPECIAL.len() + place);
        // No place is as large as `MOST`.
        Token::new(id).unwrap_or_default()
    }

    /// What a token stands for: of 0 this is the empty text and of 1 `[UNK]`, as in Keras. `None` if there are
    /// not as many words.
    ///
    /// ```
    /// use cornu::{Token, Vocabulary};
    ///
    /// let vocabulary = Vocabulary::<100>::adapt(["a a b"])?;
    /// assert_eq!(vocabulary.word(Token::new(3).unwrap()), Some("b"));
    /// assert_eq!(vocabulary.word(Token::new(4).unwrap()), None);
    /// # Ok::<(), cornu::VocabularyError>(())
    /// ```
    pub fn word(&self, token: Token<V>) -> Option<&str> {
        match token.id().checked_sub(SPECIAL.len()) {
            None => Some(SPECIAL[token.id()]),
            Some(place) => self.words.get(place).map(String::as_str),
        }
    }

    /// The words, in the order of their tokens, of which the first is 2.
    ///
    /// ```
    /// assert_eq!(cornu::Vocabulary::<100>::adapt(["b a a"])?.words(), ["a", "b"]);
    /// # Ok::<(), cornu::VocabularyError>(())
    /// ```
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// How many tokens are in use, with 0 and 1; at most `V`.
    ///
    /// ```
    /// assert_eq!(cornu::Vocabulary::<100>::adapt(["b a a"])?.len(), 4);
    /// # Ok::<(), cornu::VocabularyError>(())
    /// ```
    #[expect(clippy::len_without_is_empty, reason = "a vocabulary has a word")]
    pub fn len(&self) -> usize {
        SPECIAL.len() + self.words.len()
    }

    /// Writes the words to a text file, each on a line of its own, in the order of their tokens. What was
    /// there stays until the new file is whole.
    ///
    /// ```
    /// use cornu::Vocabulary;
    ///
    /// let path = std::env::temp_dir().join("cornu-doc-vocabulary.txt");
    /// let vocabulary = Vocabulary::<100>::adapt(["one two two"]).unwrap();
    /// vocabulary.save(&path)?;
    /// assert_eq!(std::fs::read_to_string(&path).unwrap(), "two\none\n");
    /// assert_eq!(Vocabulary::load(&path)?, vocabulary);
    /// # std::fs::remove_file(path).unwrap();
    /// # Ok::<(), cornu::FileError<cornu::VocabularyError>>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), FileError<VocabularyError>> {
        let path = path.as_ref();
        let text: String = self.words.iter().flat_map(|word| [word.as_str(), "\n"]).collect();
        file::replace(path, text.as_bytes()).map_err(VocabularyError::Io).map_err(FileError::at(path))
    }

    /// Reads what [`save`](Self::save) wrote, or the `vocabulary.txt` of a Keras model.
    ///
    /// ```
    /// let error = cornu::Vocabulary::<100>::load("no/such/file").unwrap_err();
    /// assert!(error.to_string().starts_with("`no/such/file`: it cannot be read or written"));
    /// ```
    ///
    /// # Errors
    /// If the file cannot be read or has no word; if a line is no word as [`adapt`](Self::adapt) finds them,
    /// or stands there twice; if there are more words than `V` has room for.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, FileError<VocabularyError>> {
        let path = path.as_ref();
        let bytes = fs::read(path).map_err(VocabularyError::Io).map_err(FileError::at(path))?;
        Self::parse(&bytes).map_err(FileError::at(path))
    }

    fn parse(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let text = str::from_utf8(bytes)
            .map_err(|error| VocabularyError::Io(io::Error::new(io::ErrorKind::InvalidData, error)))?;
        let mut lines = (1..).zip(text.lines());
        // Keras begins with the two that are no words.
        if text.lines().take(SPECIAL.len()).eq(SPECIAL) {
            lines.by_ref().take(SPECIAL.len()).for_each(drop);
        }
        let mut first = HashMap::new();
        let mut words = Vec::new();
        for (line, word) in lines {
            if word.is_empty() || standardize(word) != word || !split(word).eq([word]) {
                return Err(VocabularyError::Word { line, text: word.to_owned() });
            }
            if let Some(first) = first.insert(word, line) {
                return Err(VocabularyError::Repeated { line, first, word: word.to_owned() });
            }
            words.push(word.to_owned());
        }
        match words.len() {
            0 => Err(VocabularyError::NoWords),
            received if received > Self::MOST => {
                Err(VocabularyError::TooMany { expected: Self::MOST, received })
            }
            _ => Ok(Self::of(words)),
        }
    }

    fn of(words: Vec<String>) -> Self {
        let places = words.iter().cloned().zip(0..).collect();
        Vocabulary { words, places }
    }
}

/// Small letters and no punctuation, both of ASCII only: Keras's `lower_and_strip_punctuation`.
fn standardize(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_ascii_punctuation())
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

/// The words, which are what stands between white space: of ASCII, with the vertical tabulator.
fn split(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::TestFolder;

    fn parse<const V: usize>(text: &str) -> Result<Vocabulary<V>, VocabularyError> {
        Vocabulary::parse(text.as_bytes())
    }

    #[test]
    fn more_words_than_there_is_room_for_are_unknown() {
        let vocabulary = Vocabulary::<4>::adapt(["a a a b b c"]).unwrap();
        assert_eq!((vocabulary.words(), vocabulary.len()), (["a".to_owned(), "b".to_owned()].as_slice(), 4));
        assert_eq!(vocabulary.encode::<3>("c b a").map(Token::id), [1, 3, 2]);
    }

    #[test]
    fn texts_without_words_are_no_vocabulary() {
        for texts in [[].as_slice(), &["", " \n", "?! --"]] {
            assert!(matches!(Vocabulary::<9>::adapt(texts), Err(VocabularyError::NoWords)));
        }
        let vocabulary = Vocabulary::<9>::adapt(["a"]).unwrap();
        assert_eq!(vocabulary.encode::<2>("?!").map(Token::id), [0, 0]);
        assert!(vocabulary.encode::<0>("a").is_empty() && vocabulary.encode_pre::<0>("a").is_empty());
    }

    #[test]
    fn a_file_gives_back_what_was_written() {
        let folder = TestFolder::new("vocabulary");
        let path = folder.0.join("words.txt");
        let vocabulary = Vocabulary::<9>::adapt(["naïve\u{85}x naïve\u{85}x b ÉA \u{1F600}"]).unwrap();
        vocabulary.save(&path).unwrap();
        assert_eq!(Vocabulary::load(&path).unwrap(), vocabulary);
        assert!(vocabulary.save(&folder.0).unwrap_err().to_string().contains("folder"));
    }

    #[test]
    fn the_file_of_a_keras_model_is_read() {
        for text in ["\n[UNK]\nthe\na", "the\na\n", "the\r\na\r\n"] {
            assert_eq!(parse::<4>(text).unwrap().words(), ["the", "a"], "{text:?}");
        }
    }

    #[test]
    fn files_that_are_no_vocabulary_are_errors() {
        let message = |text| parse::<5>(text).unwrap_err().to_string();
        for empty in ["", "\n[UNK]\n"] {
            assert!(message(empty).starts_with("there are no words"), "{}", message(empty));
        }
        for (text, line, word) in
            [("a\n\nb", 2, "nothing"), ("a\nb c\n", 2, "`b c`"), ("A\n", 1, "`A`"), ("a\nb\nc.\n", 3, "`c.`")]
        {
            assert!(message(text).starts_with(&format!("line {line}: expected ")), "{}", message(text));
            assert!(message(text).contains(&format!("received {word}")), "{}", message(text));
        }
        assert!(message("a\nb\na\n").starts_with("line 3: the word `a` stands on line 1 already"));
        assert!(message("\n[UNK]\na\na\n").starts_with("line 4: the word `a` stands on line 3 already"));
        assert!(message("a\nb\nc\nd\n").contains("expected at most 3 words, received 4"));
        assert!(matches!(Vocabulary::<5>::parse(b"a\n\xff\n"), Err(VocabularyError::Io(_))));
    }
}
