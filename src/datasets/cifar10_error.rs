use super::cifar10::RECORD;
use crate::LabelError;
use std::{error::Error, fmt, io};

/// Why a folder or a file does not hold CIFAR-10.
///
/// ```
/// use cornu::datasets::{Cifar10Error, cifar10};
///
/// let error = cifar10("no/such/folder").unwrap_err();
/// assert!(matches!(error.error, Cifar10Error::Folder(_)));
/// assert!(error.to_string().contains("https://www.cs.toronto.edu/~kriz/cifar.html"));
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Cifar10Error {
    /// The system could not list the folder, or it is none.
    Folder(io::Error),
    /// The folder has no files to train with.
    NoFiles,
    /// The system could not read a file.
    Io(io::Error),
    /// A file has no whole number of images, or none.
    Length {
        /// The bytes that there are.
        received: u64,
    },
    /// A label is none of the classes.
    Label {
        /// The image's place in its file, from 0.
        image: usize,
        /// What is wrong with the label.
        error: LabelError,
    },
}

/// Where the data are.
const SOURCE: &str = "fetch cifar-10-binary.tar.gz from https://www.cs.toronto.edu/~kriz/cifar.html, unpack it and \
                      name its folder cifar-10-batches-bin";

impl fmt::Display for Cifar10Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cifar10Error::Folder(error) => write!(
                f,
                "expected a folder with the binary files of CIFAR-10, received what cannot be read as one \
                 ({error}): {SOURCE}"
            ),
            Cifar10Error::NoFiles => write!(
                f,
                "expected a folder with data_batch_1.bin to data_batch_5.bin or some of them, received one with no \
                 file that ends in .bin and is to train with: {SOURCE}"
            ),
            Cifar10Error::Io(error) => write!(f, "it cannot be read: {error}"),
            Cifar10Error::Length { received } => write!(
                f,
                "expected one image or more of {RECORD} bytes each, a label and 3×32×32 colours, received {received} \
                 bytes, which are {} images and {} bytes: it is cut off or no file of CIFAR-10; {SOURCE}",
                received / RECORD as u64,
                received % RECORD as u64
            ),
            Cifar10Error::Label { image, error } => {
                write!(f, "image {image}: {error}: it is damaged or no file of CIFAR-10; {SOURCE}")
            }
        }
    }
}

impl Error for Cifar10Error {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Cifar10Error::Folder(error) | Cifar10Error::Io(error) => Some(error),
            _ => None,
        }
    }
}
