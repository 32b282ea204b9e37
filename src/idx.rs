use crate::{Block, Class, FileError, IdxError, file::GZIP, view_floats_mut, zeroed_vec};
use flate2::bufread::MultiGzDecoder;
use std::{
    cmp::Ordering,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

/// IDX's code for values of one unsigned byte.
const UNSIGNED_BYTE: u8 = 0x08;

/// An IDX file, the format of MNIST: an array of bytes, such as images or labels.
///
/// ```
/// use cornu::{Class, Idx};
///
/// // Two images of 2 rows and 3 columns; the header has the type, the rank and the sizes.
/// let images = Idx::from_bytes(&[
///     0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, //
///     0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0,
/// ])?;
/// assert_eq!(images.dims(), [2, 2, 3]);
/// let samples: Vec<[[f32; 3]; 2]> = images.samples()?;
/// assert_eq!(samples[0], [[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]);
///
/// let labels: Vec<Class<10>> = Idx::from_bytes(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 3])?.classes()?;
/// assert_eq!(labels[0].index(), 7);
/// # Ok::<(), cornu::IdxError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idx {
    dims: Vec<usize>,
    bytes: Vec<u8>,
}

impl Idx {
    /// Reads a file, plain or packed with gzip.
    ///
    /// ```no_run
    /// let images = cornu::Idx::read("data/mnist/train-images-idx3-ubyte.gz")?;
    /// assert_eq!(images.dims(), [60_000, 28, 28]);
    /// # Ok::<(), cornu::FileError<cornu::IdxError>>(())
    /// ```
    ///
    /// # Errors
    /// If it cannot be read, is damaged or cut off, or is no IDX file of unsigned bytes.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, FileError<IdxError>> {
        let path = path.as_ref();
        File::open(path)
            .map_err(IdxError::Io)
            .and_then(|file| Self::unpack(BufReader::new(file)))
            .map_err(FileError::at(path))
    }

    /// Reads the bytes of a file, plain or packed with gzip.
    ///
    /// ```
    /// let labels = cornu::Idx::from_bytes(&[0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1])?;
    /// assert_eq!(labels.bytes(), [1, 0, 1]);
    /// # Ok::<(), cornu::IdxError>(())
    /// ```
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IdxError> {
        Self::unpack(bytes)
    }

    /// The sizes, outermost first: how many items there are, then the sizes of each.
    ///
    /// ```
    /// let labels = cornu::Idx::from_bytes(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 3])?;
    /// assert_eq!(labels.dims(), [2]);
    /// # Ok::<(), cornu::IdxError>(())
    /// ```
    pub fn dims(&self) -> &[usize] {
        &self.dims
    }

    /// All values, in the order of the file: the last size runs fastest.
    ///
    /// ```
    /// let labels = cornu::Idx::from_bytes(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 3])?;
    /// assert_eq!(labels.bytes(), [7, 3]);
    /// # Ok::<(), cornu::IdxError>(())
    /// ```
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The items as samples, with 0 to 255 scaled to 0 to 1.
    ///
    /// A sample is any array of as many floats as an item has bytes: images of 28×28 become
    /// `[f32; 784]`, `[[f32; 28]; 28]` or `[[[f32; 1]; 28]; 28]`.
    ///
    /// ```
    /// let image = cornu::Idx::from_bytes(&[0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51])?;
    /// assert_eq!(image.samples::<[f32; 2]>()?, [[0.0, 0.2]]);
    /// # Ok::<(), cornu::IdxError>(())
    /// ```
    ///
    /// # Errors
    /// If an item has another number of bytes than `S` has floats.
    pub fn samples<S: Block>(&self) -> Result<Vec<S>, IdxError> {
        let item: usize = self.dims[1..].iter().product();
        if S::LENGTH != item {
            return Err(IdxError::Sample { item: self.dims[1..].to_vec(), expected: S::LENGTH });
        }
        let mut samples = zeroed_vec::<S>(self.dims[0]);
        for (value, &byte) in view_floats_mut(&mut samples).iter_mut().zip(&self.bytes) {
            *value = f32::from(byte) / 255.0;
        }
        Ok(samples)
    }

    /// The items as labels of `N` classes.
    ///
    /// ```
    /// let labels = cornu::Idx::from_bytes(&[0, 0, 8, 1, 0, 0, 0, 2, 7, 3])?;
    /// let error = labels.classes::<5>().unwrap_err();
    /// assert_eq!(error.to_string(), "item 0: label 7 is out of range: of 5 classes the labels are 0 to 4");
    /// # Ok::<(), cornu::IdxError>(())
    /// ```
    ///
    /// # Errors
    /// If the items are no single bytes, or if one is not below `N`.
    pub fn classes<const N: usize>(&self) -> Result<Vec<Class<N>>, IdxError> {
        if self.dims.len() != 1 {
            return Err(IdxError::Sample { item: self.dims[1..].to_vec(), expected: 1 });
        }
        let class =
            |(item, &label)| Class::new(usize::from(label)).map_err(|error| IdxError::Label { item, error });
        self.bytes.iter().enumerate().map(class).collect()
    }

    fn unpack(mut reader: impl BufRead) -> Result<Self, IdxError> {
        // A buffer that is not empty begins with the file, and holds two bytes unless the file has one.
        if !reader.fill_buf().map_err(IdxError::Io)?.starts_with(&GZIP) {
            return Self::parse(reader);
        }
        Self::parse(MultiGzDecoder::new(reader)).map_err(|error| match error {
            // What the system reports has a number; all else is what the unpacking found.
            IdxError::Io(error) if error.raw_os_error().is_none() => IdxError::Gzip(error),
            error => error,
        })
    }

    fn parse(mut reader: impl Read) -> Result<Self, IdxError> {
        let start = take(&mut reader, 4)?;
        let &[0, 0, code, rank] = start.as_slice() else { return Err(IdxError::Foreign { start }) };
        if code != UNSIGNED_BYTE {
            return Err(IdxError::Type { code });
        }
        let header = 4 * u64::from(rank);
        let sizes = take(&mut reader, header)?;
        let received = sizes.len() as u64;
        if received != header {
            return Err(IdxError::Header { expected: 4 + header, received: 4 + received });
        }
        let sizes: Vec<u32> = sizes.as_chunks().0.iter().map(|&bytes| u32::from_be_bytes(bytes)).collect();
        let Some(expected) = count_bytes(&sizes) else { return Err(IdxError::Sizes { sizes }) };
        // One byte more than there should be shows a file that is too long, and lets gzip check its sum.
        let bytes = take(&mut reader, expected + 1)?;
        let received = bytes.len() as u64;
        match received.cmp(&expected) {
            Ordering::Less => Err(IdxError::TooShort { sizes, expected, received }),
            Ordering::Equal => Ok(Idx { dims: sizes.iter().map(|&size| size as usize).collect(), bytes }),
            Ordering::Greater => Err(IdxError::TooLong { sizes, expected }),
        }
    }
}

/// How many bytes there are behind a header with these sizes; `None` if no file can be so.
fn count_bytes(sizes: &[u32]) -> Option<u64> {
    let (&items, sizes) = sizes.split_first()?;
    let item = sizes.iter().try_fold(1_u64, |product, &size| product.checked_mul(size.into()))?;
    let bytes = item.checked_mul(items.into())?;
    // Items without bytes could be any number of them in a file of a few bytes.
    (item > 0 && item.max(bytes) < isize::MAX as u64).then_some(bytes)
}

/// The next `length` bytes, or fewer at the end. Memory grows with the bytes that there are: a length
/// is only what a header claims.
fn take(reader: &mut impl Read, length: u64) -> Result<Vec<u8>, IdxError> {
    let mut bytes = Vec::new();
    reader.take(length).read_to_end(&mut bytes).map_err(IdxError::Io)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{TestFolder, gzip};
    use std::error::Error;

    /// Two images of 2×3.
    const IMAGES: [u8; 28] =
        [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255];

    fn header(sizes: &[u32]) -> Vec<u8> {
        let sizes_as_bytes = sizes.iter().flat_map(|size| size.to_be_bytes());
        [0, 0, 8, sizes.len() as u8].into_iter().chain(sizes_as_bytes).collect()
    }

    #[test]
    fn packed_and_plain_files_read_the_same() {
        let folder = TestFolder::new("idx");
        let plain = Idx::read(folder.write("images", &IMAGES)).unwrap();
        assert_eq!(plain, Idx::read(folder.write("images.gz", &gzip(&IMAGES))).unwrap());
        assert_eq!((plain.dims(), plain.bytes()), ([2, 2, 3].as_slice(), &IMAGES[16..]));
        assert_eq!(plain.samples::<[f32; 6]>().unwrap()[1][5], 1.0);
        assert_eq!(plain.samples::<[[[f32; 1]; 3]; 2]>().unwrap()[0][1][0][0], 3.0 / 255.0);
        assert!(Idx::from_bytes(&header(&[0, 28, 28])).unwrap().samples::<[f32; 784]>().unwrap().is_empty());
    }

    #[test]
    fn every_cut_and_every_addition_is_an_error() {
        for whole in [IMAGES.to_vec(), gzip(&IMAGES)] {
            for length in 0..whole.len() {
                Idx::from_bytes(&whole[..length]).unwrap_err();
            }
            Idx::from_bytes(&[whole.as_slice(), &[0]].concat()).unwrap_err();
        }
    }

    #[test]
    fn every_flipped_bit_of_a_header_is_an_error() {
        for bit in 0..8 * 16 {
            let mut bytes = IMAGES;
            bytes[bit / 8] ^= 1 << (bit % 8);
            Idx::from_bytes(&bytes).unwrap_err();
        }
        for bit in 0..8 * gzip(&IMAGES).len() {
            let mut bytes = gzip(&IMAGES);
            bytes[bit / 8] ^= 1 << (bit % 8);
            // Some bits of gzip's header, such as those of the time, mean nothing here.
            if let Ok(idx) = Idx::from_bytes(&bytes) {
                assert_eq!(idx.bytes, IMAGES[16..]);
            }
        }
    }

    #[test]
    fn claimed_sizes_cost_nothing() {
        let message = |sizes: &[u32]| Idx::from_bytes(&header(sizes)).unwrap_err().to_string();
        assert!(message(&[u32::MAX, 1 << 20]).contains("= 4503599626321920 bytes"));
        for sizes in [[u32::MAX; 3].as_slice(), &[0, u32::MAX, u32::MAX], &[5, 0], &[]] {
            assert!(message(sizes).contains("sizes"), "{}", message(sizes));
        }
        // A small file that unpacks to much more than its header claims.
        let bomb = gzip(&[header(&[3]), vec![0; 50_000_000]].concat());
        assert!(matches!(Idx::from_bytes(&bomb), Err(IdxError::TooLong { expected: 3, .. })));
    }

    #[test]
    fn errors_say_what_was_expected() {
        let message = |bytes: &[u8]| Idx::from_bytes(bytes).unwrap_err().to_string();
        assert!(message(b"").contains("empty"));
        assert!(message(b"PK\x03\x04").contains("50 4b 03 04"));
        assert!(message(&[0, 0, 0x0d, 1, 0, 0, 0, 0]).contains("0d"));
        assert!(message(&IMAGES[..7]).contains("7 bytes"));
        assert!(message(&IMAGES[..27]).contains("2×2×3 = 12 bytes") && message(&IMAGES[..27]).contains("11"));
        assert!(message(&[&IMAGES[..], b"more"].concat()).contains("more"));
        assert!(message(&gzip(&IMAGES)[..20]).contains("gzip"));
        let images = Idx::from_bytes(&IMAGES).unwrap();
        assert!(images.samples::<[f32; 5]>().unwrap_err().to_string().contains("2×3"));
        assert!(images.classes::<10>().unwrap_err().to_string().contains("2×3"));
        let folder = TestFolder::new("idx-errors");
        assert!(Idx::read(&folder.0).unwrap_err().to_string().contains(folder.0.to_str().unwrap()));
        assert!(Error::source(&Idx::read(folder.0.join("none")).unwrap_err()).is_some());
    }
}
