use crate::Dims;
use std::{error::Error, fmt, io};

/// Why weights cannot be saved, or a file's weights are not those of the model.
///
/// ```
/// use cornu::{Block, WeightsError, prelude::*, weights};
///
/// model! { struct Line < Dense<2, 1> >; }
/// model! { struct Plane < Dense<3, 1> >; }
///
/// let bytes = weights::to_bytes(&Line::zeroed());
/// let error = weights::from_bytes(&mut Plane::zeroed(), &bytes).unwrap_err();
/// assert!(matches!(error, WeightsError::Sizes { name, .. } if name == "dense_1/kernel"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum WeightsError {
    /// The system could not read or write the file.
    Io(io::Error),
    /// The file is longer than one with the model's weights can be.
    TooLong {
        /// The most bytes that it can have.
        expected: u64,
        /// The bytes that it has.
        received: u64,
    },
    /// It is no safetensors file, or it is damaged or cut off.
    Format {
        /// What is wrong with it.
        reason: String,
    },
    /// It has other tensors than the model.
    Names {
        /// Those that only the model has.
        missing: Vec<String>,
        /// Those that only the file has.
        extra: Vec<String>,
    },
    /// A tensor is not of f32.
    Type {
        /// The tensor.
        name: String,
        /// What it is of, as the format calls it: `F64`.
        received: String,
    },
    /// A tensor has other sizes than the model's parameter.
    Sizes {
        /// The tensor.
        name: String,
        /// The sizes in the model.
        expected: Dims,
        /// The sizes in the file.
        received: Vec<usize>,
    },
}

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WeightsError::Io(error) => write!(f, "it cannot be read or written: {error}"),
            WeightsError::TooLong { expected, received } => write!(
                f,
                "it is too long: expected at most {expected} bytes for this model, received {received}: it holds \
                 other weights, or none"
            ),
            WeightsError::Format { reason } => write!(
                f,
                "it is no whole safetensors file ({reason}): expected one as Cornu saves it; save the weights again"
            ),
            WeightsError::Names { missing, extra } => {
                f.write_str("it has not the tensors of this model:")?;
                list(f, " expected also ", missing)?;
                f.write_str(if missing.is_empty() || extra.is_empty() { "" } else { ";" })?;
                list(f, " received also ", extra)?;
                f.write_str(": load it into the model that it was saved from")
            }
            WeightsError::Type { name, received } => {
                write!(f, "tensor `{name}`: expected values of type F32, received {received}: convert them")
            }
            WeightsError::Sizes { name, expected, received } => write!(
                f,
                "tensor `{name}`: expected the sizes {:?}, received {received:?}: load it into the model that it \
                 was saved from",
                expected.as_slice()
            ),
        }
    }
}

/// The first few names, and how many more there are.
fn list(f: &mut fmt::Formatter<'_>, before: &str, names: &[String]) -> fmt::Result {
    const SHOWN: usize = 4;
    for (place, name) in names.iter().take(SHOWN).enumerate() {
        write!(f, "{}`{name}`", if place == 0 { before } else { ", " })?;
    }
    if names.len() > SHOWN { write!(f, " and {} more", names.len() - SHOWN) } else { Ok(()) }
}

impl Error for WeightsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            WeightsError::Io(error) => Some(error),
            _ => None,
        }
    }
}
