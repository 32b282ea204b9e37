use super::Labelled;
use crate::{FileError, Idx, IdxError};
use std::{
    error::Error,
    fmt,
    path::{Path, PathBuf},
};

/// Handwritten digits: 60 000 to train with and 10 000 to test with. See [`mnist`] for an example.
#[derive(Clone, Debug)]
pub struct Mnist {
    /// What a model learns from.
    pub train: Labelled,
    /// What a model has not seen.
    pub test: Labelled,
}

/// Reads MNIST from the four files of a folder, each plain or packed with gzip (then named `….gz`):
/// `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and
/// `t10k-labels-idx1-ubyte`. Fashion-MNIST, KMNIST and others come in the same form.
///
/// ```no_run
/// let mnist = cornu::datasets::mnist("data/mnist")?;
/// assert_eq!(mnist.train.images.len(), 60_000);
/// println!("{}", cornu::picture::<28, 28>(&mnist.train.images[0]));
/// # Ok::<(), cornu::datasets::DatasetError>(())
/// ```
///
/// # Errors
/// If a file is missing, all of which are then named; if one cannot be read or is damaged; if there are
/// not as many labels as images.
pub fn mnist(folder: impl AsRef<Path>) -> Result<Mnist, DatasetError> {
    let names = [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ];
    let folder = folder.as_ref();
    let [train_images, train_labels, test_images, test_labels] = find(folder, names)?;
    Ok(Mnist { train: labelled(&train_images, &train_labels)?, test: labelled(&test_images, &test_labels)? })
}

/// Each file's path, with or without `.gz`.
fn find<const N: usize>(folder: &Path, names: [&'static str; N]) -> Result<[PathBuf; N], DatasetError> {
    let found = names.map(|name| {
        [folder.join(name), folder.join(format!("{name}.gz"))].into_iter().find(|path| path.is_file())
    });
    let missing: Vec<_> =
        names.iter().zip(&found).filter(|(_, path)| path.is_none()).map(|(&name, _)| name).collect();
    if missing.is_empty() {
        Ok(found.map(Option::unwrap_or_default))
    } else {
        Err(DatasetError::Missing { folder: folder.to_owned(), names: missing })
    }
}

fn labelled(images: &Path, labels: &Path) -> Result<Labelled, DatasetError> {
    let read = Labelled {
        images: Idx::read(images)?.samples().map_err(FileError::at(images))?,
        labels: Idx::read(labels)?.classes().map_err(FileError::at(labels))?,
    };
    if read.images.len() == read.labels.len() {
        Ok(read)
    } else {
        Err(DatasetError::Counts {
            labels: labels.to_owned(),
            expected: read.images.len(),
            received: read.labels.len(),
        })
    }
}

/// Why MNIST cannot be read.
///
/// ```
/// use cornu::datasets::{DatasetError, mnist};
///
/// let Err(DatasetError::Missing { names, .. }) = mnist("no/such/folder") else { unreachable!() };
/// assert_eq!(names.len(), 4);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum DatasetError {
    /// Files are not there.
    Missing {
        /// Where they should be.
        folder: PathBuf,
        /// Their names, which may also end in `.gz`.
        names: Vec<&'static str>,
    },
    /// A file cannot be read, or is not what it should be.
    File(FileError<IdxError>),
    /// There are not as many labels as images.
    Counts {
        /// The file of the labels.
        labels: PathBuf,
        /// How many images there are.
        expected: usize,
        /// How many labels there are.
        received: usize,
    },
}

impl From<FileError<IdxError>> for DatasetError {
    fn from(error: FileError<IdxError>) -> Self {
        DatasetError::File(error)
    }
}

impl fmt::Display for DatasetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatasetError::Missing { folder, names } => {
                // The full path shows from where a relative one was taken.
                let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
                write!(
                    f,
                    "`{}` has no file {}, with or without `.gz`: put the data there, or name another folder",
                    folder.display(),
                    names.join(", ")
                )
            }
            DatasetError::File(error) => error.fmt(f),
            DatasetError::Counts { labels, expected, received } => write!(
                f,
                "`{}`: expected {expected} labels, one for each image, received {received}: the files of images and \
                 labels do not belong together",
                labels.display()
            ),
        }
    }
}

impl Error for DatasetError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            DatasetError::File(error) => error.source(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::TestFolder;

    fn images(count: u8) -> Vec<u8> {
        let mut bytes = vec![0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28];
        bytes.resize(16 + usize::from(count) * 784, 255);
        bytes
    }

    fn labels(labels: &[u8]) -> Vec<u8> {
        [&[0, 0, 8, 1, 0, 0, 0, labels.len() as u8], labels].concat()
    }

    #[test]
    fn the_real_data_are_read() {
        let mnist = mnist(concat!(env!("CARGO_MANIFEST_DIR"), "/data/mnist")).unwrap();
        assert_eq!((mnist.train.images.len(), mnist.train.labels.len()), (60_000, 60_000));
        assert_eq!((mnist.test.images.len(), mnist.test.labels.len()), (10_000, 10_000));
        let first: Vec<_> = mnist.train.labels[..5].iter().map(|label| label.index()).collect();
        assert_eq!(first, [5, 0, 4, 1, 9]);
        assert_eq!(mnist.test.labels[0].index(), 7);
    }

    #[test]
    fn missing_files_are_all_named() {
        let folder = TestFolder::new("datasets");
        folder.write("train-images-idx3-ubyte", &images(1));
        folder.write("t10k-labels-idx1-ubyte", &labels(&[1]));
        let error = mnist(&folder.0).unwrap_err().to_string();
        assert!(error.contains("no file train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"), "{error}");
        assert!(error.contains(folder.0.to_str().unwrap()), "{error}");
    }

    #[test]
    fn files_that_do_not_belong_together_are_errors() {
        let folder = TestFolder::new("datasets-errors");
        folder.write("train-images-idx3-ubyte", &images(2));
        folder.write("train-labels-idx1-ubyte", &labels(&[9, 0]));
        folder.write("t10k-images-idx3-ubyte", &images(1));
        folder.write("t10k-labels-idx1-ubyte", &labels(&[1]));
        assert_eq!(mnist(&folder.0).unwrap().train.labels[0].index(), 9);
        folder.write("t10k-labels-idx1-ubyte", &labels(&[1, 2]));
        assert!(
            mnist(&folder.0)
                .unwrap_err()
                .to_string()
                .contains("expected 1 labels, one for each image, received 2")
        );
        folder.write("t10k-labels-idx1-ubyte", &labels(&[10]));
        assert!(mnist(&folder.0).unwrap_err().to_string().contains("item 0: label 10 is out of range"));
        folder.write("t10k-labels-idx1-ubyte", b"");
        assert!(mnist(&folder.0).unwrap_err().to_string().contains("t10k-labels-idx1-ubyte`: it is empty"));
    }
}
