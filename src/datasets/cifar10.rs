use super::{Cifar10Error, Labelled};
use crate::{Class, FileError, view_floats_mut, zeroed_vec};
use std::{
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

/// The rows of an image, and the pixels of a row.
const SIDE: usize = 32;
/// The bytes of one colour of an image.
const PLANE: usize = SIDE * SIDE;
/// The bytes of an image and its label.
pub(super) const RECORD: usize = 1 + 3 * PLANE;
/// The file of images that a model has not seen.
pub(super) const TEST: &str = "test_batch.bin";

/// An image: 32 rows of 32 pixels, each red, green and blue from 0 to 1.
type Image = [[[f32; 3]; SIDE]; SIDE];

/// Small colour photographs of ten kinds of things: 50 000 to train with and 10 000 to test with, after
/// A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009. See [`cifar10`] for an
/// example.
///
/// An image is 32 rows of 32 pixels, each red, green and blue from 0 to 1: channels last, as in Keras,
/// which leaves them at 0 to 255.
#[derive(Clone, Debug)]
pub struct Cifar10 {
    /// What a model learns from.
    pub train: Labelled<[[[f32; 3]; 32]; 32]>,
    /// What a model has not seen; `None` if the folder has no `test_batch.bin`.
    pub test: Option<Labelled<[[[f32; 3]; 32]; 32]>>,
}

impl Cifar10 {
    /// What the labels stand for.
    ///
    /// ```
    /// use cornu::{Class, datasets::Cifar10};
    ///
    /// assert_eq!(Cifar10::CLASSES[Class::<10>::new(3)?.index()], "cat");
    /// # Ok::<(), cornu::LabelError>(())
    /// ```
    pub const CLASSES: [&str; 10] =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
}

/// Reads CIFAR-10 from the binary files of a folder: `test_batch.bin`, if it is there, is what to test
/// with; all other files that end in `.bin`, of which there is at least one, are what to train with, in the
/// order of their names.
///
/// The files are those of `cifar-10-binary.tar.gz` from <https://www.cs.toronto.edu/~kriz/cifar.html>,
/// or some of them, or others of the same form: for each image a byte with its label, then its 32×32
/// reds, row by row, its greens and its blues.
///
/// ```no_run
/// use cornu::datasets::{Cifar10, cifar10};
///
/// let cifar = cifar10("data/cifar-10-batches-bin")?;
/// let first = &cifar.train;
/// println!("The first is a {}.", Cifar10::CLASSES[first.labels[0].index()]);
/// println!("Its upper left corner has the colours {:?}.", first.images[0][0][0]);
///
/// // Where there are no images to test with, some are kept back.
/// let (seen, unseen) = first.images.split_at(first.images.len() * 9 / 10);
/// # Ok::<(), cornu::FileError<cornu::datasets::Cifar10Error>>(())
/// ```
///
/// # Errors
/// If the folder cannot be read or has no such files; if a file cannot be read, has no whole number of
/// images, or a label above 9.
pub fn cifar10(folder: impl AsRef<Path>) -> Result<Cifar10, FileError<Cifar10Error>> {
    let folder = folder.as_ref();
    let files = files(folder).map_err(Cifar10Error::Folder).map_err(FileError::at(folder))?;
    let (test, train): (Vec<_>, Vec<_>) = files.into_iter().partition(|path| path.ends_with(TEST));
    if train.is_empty() {
        return Err(FileError { path: folder.to_owned(), error: Cifar10Error::NoFiles });
    }
    let test = if test.is_empty() { None } else { Some(labelled(&test)?) };
    Ok(Cifar10 { train: labelled(&train)?, test })
}

/// The folder's files that end in `.bin`, by name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "bin") && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The images of some files, one file after the other.
fn labelled(paths: &[PathBuf]) -> Result<Labelled<Image>, FileError<Cifar10Error>> {
    let open = |path: &PathBuf| {
        let opened = File::open(path).and_then(|file| file.metadata().map(|data| (file, data.len())));
        let (file, length) = opened.map_err(Cifar10Error::Io).map_err(FileError::at(path))?;
        let images = usize::try_from(length / RECORD as u64).unwrap_or(usize::MAX);
        if length == 0 || length % RECORD as u64 != 0 {
            return Err(FileError { path: path.clone(), error: Cifar10Error::Length { received: length } });
        }
        Ok((file, images))
    };
    let files: Vec<_> = paths.iter().map(open).collect::<Result<_, _>>()?;
    let count = files.iter().map(|&(_, images)| images).sum();
    let (mut images, mut labels) = (zeroed_vec::<Image>(count), Vec::with_capacity(count));
    for (path, (file, count)) in paths.iter().zip(files) {
        let space = &mut images[labels.len()..][..count];
        read(file, space, &mut labels).map_err(FileError::at(path))?;
    }
    Ok(Labelled { images, labels })
}

/// Reads as many images as there is space for, each to where it stays.
fn read(file: File, images: &mut [Image], labels: &mut Vec<Class<10>>) -> Result<(), Cifar10Error> {
    let mut file = BufReader::new(file);
    let mut record = [0; RECORD];
    for (place, image) in images.iter_mut().enumerate() {
        file.read_exact(&mut record).map_err(Cifar10Error::Io)?;
        let [label, planes @ ..] = &record;
        labels.push(
            Class::new(usize::from(*label)).map_err(|error| Cifar10Error::Label { image: place, error })?,
        );
        let pixels = view_floats_mut(std::slice::from_mut(image)).as_chunks_mut().0;
        for (pixel, [red, green, blue]) in pixels.iter_mut().enumerate() {
            *red = f32::from(planes[pixel]) / 255.0;
            *green = f32::from(planes[PLANE + pixel]) / 255.0;
            *blue = f32::from(planes[2 * PLANE + pixel]) / 255.0;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::TestFolder;

    /// An image whose every byte is its own: reds from `first`, greens 1 more, blues 2 more.
    fn record(label: u8, first: u8) -> Vec<u8> {
        let byte = |place: usize| first.wrapping_add((place % PLANE % 251) as u8 + (place / PLANE) as u8);
        [label].into_iter().chain((0..3 * PLANE).map(byte)).collect()
    }

    fn indices(labels: &[Class<10>]) -> Vec<usize> {
        labels.iter().map(|label| label.index()).collect()
    }

    #[test]
    fn colours_stand_side_by_side() {
        let folder = TestFolder::new("cifar");
        folder.write("data_batch_1.bin", &record(6, 3));
        let image = cifar10(&folder.0).unwrap().train.images[0];
        assert_eq!(image[0][0], [3.0 / 255.0, 4.0 / 255.0, 5.0 / 255.0]);
        // Row 2, pixel 5 is byte 69 of each plane.
        assert_eq!(image[2][5], [72.0 / 255.0, 73.0 / 255.0, 74.0 / 255.0]);
        // The last byte but 250 is the 1023rd, which is 19 above the first.
        assert_eq!(image[31][31], [22.0 / 255.0, 23.0 / 255.0, 24.0 / 255.0]);
    }

    #[test]
    fn all_files_but_the_test_are_for_training() {
        let folder = TestFolder::new("cifar-files");
        folder.write("data_batch_2.bin", &record(9, 0));
        folder.write("data_batch_1.bin", &[record(1, 0), record(2, 50)].concat());
        folder.write("batches.meta.txt", b"airplane\n");
        let cifar = cifar10(&folder.0).unwrap();
        assert!(cifar.test.is_none());
        assert_eq!(indices(&cifar.train.labels), [1, 2, 9]);
        assert_eq!(cifar.train.images.iter().map(|image| image[0][0][0] * 255.0).sum::<f32>(), 50.0);
        folder.write(TEST, &record(0, 255));
        let cifar = cifar10(&folder.0).unwrap();
        assert_eq!((cifar.train.labels.len(), cifar.train.images.len()), (3, 3));
        let test = cifar.test.unwrap();
        assert_eq!((indices(&test.labels), test.images[0][0][0]), (vec![0], [1.0, 0.0, 1.0 / 255.0]));
    }

    #[test]
    fn folders_without_data_are_errors() {
        let folder = TestFolder::new("cifar-none");
        for path in [folder.0.join("none"), folder.write("file", b"")] {
            let error = cifar10(&path).unwrap_err();
            assert!(matches!(error.error, Cifar10Error::Folder(_)), "{error}");
            assert!(error.to_string().contains("cifar-10-binary.tar.gz"), "{error}");
        }
        // What there is to test with does not train.
        folder.write(TEST, &record(0, 0));
        let error = cifar10(&folder.0).unwrap_err();
        assert!(matches!(error.error, Cifar10Error::NoFiles), "{error}");
        assert_eq!(error.path, folder.0);
        assert!(error.to_string().contains("https://www.cs.toronto.edu/~kriz/cifar.html"), "{error}");
    }

    #[test]
    fn damaged_files_are_errors() {
        let folder = TestFolder::new("cifar-damaged");
        let message = |bytes: &[u8]| {
            folder.write("data_batch_1.bin", bytes);
            cifar10(&folder.0).unwrap_err().to_string()
        };
        for length in [0, 1, RECORD - 1, RECORD + 1] {
            let error = message(&record(0, 0).repeat(2)[..length]);
            assert!(error.contains(&format!("received {length} bytes")), "{error}");
            assert!(error.contains("data_batch_1.bin`: "), "{error}");
        }
        let error = message(&[record(9, 0), record(10, 0)].concat());
        assert!(error.contains("image 1: label 10 is out of range"), "{error}");
        // A good file for training does not hide a bad one for testing.
        folder.write("data_batch_1.bin", &record(0, 0));
        folder.write(TEST, b"<html>");
        assert!(cifar10(&folder.0).unwrap_err().to_string().contains("test_batch.bin`: expected"));
    }
}
