use crate::LabelError;
use std::{error::Error, fmt, io};

/// Why a file is no IDX file, or why its items are not what is asked for.
///
/// ```
/// use cornu::{Idx, IdxError};
///
/// assert!(matches!(Idx::from_bytes(b"P5 28 28 255"), Err(IdxError::Foreign { .. })));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum IdxError {
    /// The system could not read it.
    Io(io::Error),
    /// It is packed with gzip, and damaged or cut off.
    Gzip(io::Error),
    /// It does not begin as IDX files do.
    Foreign {
        /// Its first bytes, four at most.
        start: Vec<u8>,
    },
    /// Its values are no unsigned bytes.
    Type {
        /// The format's code of their type.
        code: u8,
    },
    /// It ends in the header.
    Header {
        /// The bytes of the header.
        expected: u64,
        /// The bytes that there are.
        received: u64,
    },
    /// The header has sizes that no file can have.
    Sizes {
        /// The sizes, outermost first.
        sizes: Vec<u32>,
    },
    /// There are fewer bytes than the header says.
    TooShort {
        /// The sizes in the header, outermost first.
        sizes: Vec<u32>,
        /// The bytes that should follow the header.
        expected: u64,
        /// The bytes that do.
        received: u64,
    },
    /// There are more bytes than the header says.
    TooLong {
        /// The sizes in the header, outermost first.
        sizes: Vec<u32>,
        /// The bytes that should follow the header.
        expected: u64,
    },
    /// The items have another number of bytes than the samples asked for have values.
    Sample {
        /// The sizes of one item.
        item: Vec<usize>,
        /// The values of a sample.
        expected: usize,
    },
    /// An item is none of the classes.
    Label {
        /// The item's place, from 0.
        item: usize,
        /// What is wrong with the label.
        error: LabelError,
    },
}

impl fmt::Display for IdxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdxError::Io(error) => write!(f, "it cannot be read: {error}"),
            IdxError::Gzip(error) => {
                write!(f, "it is packed with gzip, and damaged or cut off ({error}): fetch the file again")
            }
            IdxError::Foreign { start } if start.is_empty() => {
                f.write_str("it is empty, expected an IDX file")
            }
            IdxError::Foreign { start } => {
                f.write_str(
                    "it is no IDX file: expected the first bytes to be 00 00 08 and the rank, received",
                )?;
                start.iter().try_for_each(|byte| write!(f, " {byte:02x}"))
            }
            IdxError::Type { code } => write!(
                f,
                "its values have the type code {code:02x}, expected 08 (unsigned bytes): convert the file, other \
                 types are not read"
            ),
            IdxError::Header { expected, received } => write!(
                f,
                "it ends in the header: expected {expected} bytes of header, received {received} bytes: fetch the \
                 file again"
            ),
            IdxError::Sizes { sizes } => write!(
                f,
                "the sizes in the header cannot be right: expected at least one, none of an item 0, and a product \
                 that memory can hold, received {sizes:?}"
            ),
            IdxError::TooShort { sizes, expected, received } => write!(
                f,
                "it is cut off: expected {} = {expected} bytes behind the header, received {received}: fetch the \
                 file again",
                Sizes(sizes)
            ),
            IdxError::TooLong { sizes, expected } => write!(
                f,
                "it is too long: expected {} = {expected} bytes behind the header, received more: fetch the file \
                 again",
                Sizes(sizes)
            ),
            IdxError::Sample { item, expected } => write!(
                f,
                "each item is {} = {} bytes, expected {expected} as the type asked for has: ask for another type, \
                 or check that this is the right file",
                Sizes(item),
                item.iter().product::<usize>()
            ),
            IdxError::Label { item, error } => write!(f, "item {item}: {error}"),
        }
    }
}

impl Error for IdxError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            IdxError::Io(error) | IdxError::Gzip(error) => Some(error),
            _ => None,
        }
    }
}

/// Sizes with a sign between them, as in `28×28`; of a single number `1`.
struct Sizes<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Sizes<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, rest)) = self.0.split_first() else { return f.write_str("1") };
        write!(f, "{first}")?;
        rest.iter().try_for_each(|size| write!(f, "×{size}"))
    }
}
