//! A model's parameters in a file, in the format
//! [safetensors](https://huggingface.co/docs/safetensors), which Python reads too.
//!
//! Each parameter is a tensor of f32 named as in [`Parameters::PARAMETERS`](cornu_engine::Parameters::PARAMETERS),
//! such as `dense_1/kernel`, with the sizes in the table. The same parameters always give the same
//! bytes; each float comes back with the bits that it had.

use crate::{FileError, Network, WeightsError, file};
use safetensors::{Dtype, SafeTensors, tensor::TensorView};
use std::{collections::HashMap, fs::File, io::Read, path::Path};

/// The bytes that a safetensors file may have beside its tensors: the header's length, and the longest
/// header that the format allows.
const OTHER_BYTES: u64 = 8 + 100_000_000;

/// Writes a model's parameters to a file.
///
/// A file that is already there stays as it is until the new one is whole and on the disk, and stays if
/// there is an error. A process that is killed may leave a file `.cornu-….tmp` beside it.
///
/// ```
/// use cornu::{Block, prelude::*, weights};
///
/// model! { struct Line < Dense<2, 1> >; }
///
/// let path = std::env::temp_dir().join("cornu-doc-save.safetensors");
/// let mut line = Line::zeroed();
/// line.dense_1.bias = [0.5];
/// weights::save(&line, &path)?;
///
/// let mut again = Line::zeroed();
/// weights::load_into(&mut again, &path)?;
/// assert_eq!(again.dense_1.bias, [0.5]);
/// # std::fs::remove_file(path).unwrap();
/// # Ok::<(), cornu::FileError<cornu::WeightsError>>(())
/// ```
///
/// # Errors
/// If the file cannot be written: its folder does not exist, it is write-protected, the disk is full.
pub fn save<N: Network>(model: &N, path: impl AsRef<Path>) -> Result<(), FileError<WeightsError>> {
    let path = path.as_ref();
    file::replace(path, &to_bytes(model)).map_err(WeightsError::Io).map_err(FileError::at(path))
}

/// Reads a model's parameters from a file; on an error the model is as it was.
///
/// The file must have exactly the model's tensors. From which program it comes and what the model was
/// called makes no difference.
///
/// ```
/// use cornu::{Block, prelude::*, weights};
///
/// model! { struct Line < Dense<2, 1> >; }
///
/// let error = weights::load_into(&mut Line::zeroed(), "no/such/file").unwrap_err();
/// assert!(error.to_string().starts_with("`no/such/file`: it cannot be read or written"));
/// ```
///
/// # Errors
/// If the file cannot be read, is damaged or cut off, or has other tensors than the model.
pub fn load_into<N: Network>(model: &mut N, path: impl AsRef<Path>) -> Result<(), FileError<WeightsError>> {
    let path = path.as_ref();
    read(path, N::FLASH_BYTES as u64 + OTHER_BYTES)
        .and_then(|bytes| from_bytes(model, &bytes))
        .map_err(FileError::at(path))
}

/// What [`save`] writes.
///
/// ```
/// use cornu::{Block, prelude::*, weights};
///
/// model! { struct Line < Dense<2, 1> >; }
///
/// let bytes = weights::to_bytes(&Line::zeroed());
/// assert!(String::from_utf8_lossy(&bytes).contains("dense_1/kernel"));
/// ```
pub fn to_bytes<N: Network>(model: &N) -> Vec<u8> {
    let data: Vec<u8> = model.floats().iter().flat_map(|float| float.to_le_bytes()).collect();
    let tensors = N::PARAMETERS.iter().map(|parameter| {
        let start = parameter.offset * size_of::<f32>();
        let bytes = &data[start..start + parameter.dims.len() * size_of::<f32>()];
        let tensor = TensorView::new(Dtype::F32, parameter.dims.as_slice().to_vec(), bytes);
        (parameter.to_string(), tensor.expect("as many bytes as the sizes say"))
    });
    // One entry says both the format and the model: two would stand in an order that changes.
    let metadata = HashMap::from([(String::from("cornu"), String::from(N::NAME))]);
    safetensors::serialize(tensors, Some(metadata)).expect("a model's table makes a short header")
}

/// Sets a model's parameters from what [`to_bytes`] made; on an error the model is as it was.
///
/// ```
/// use cornu::{Block, prelude::*, weights};
///
/// model! { struct Line < Dense<2, 1> >; }
///
/// let mut line = Line::zeroed();
/// weights::from_bytes(&mut line, &weights::to_bytes(&Line::zeroed()))?;
///
/// let error = weights::from_bytes(&mut line, b"no weights").unwrap_err();
/// assert!(error.to_string().starts_with("it is no whole safetensors file"));
/// # Ok::<(), cornu::WeightsError>(())
/// ```
///
/// # Errors
/// If the bytes are damaged or cut off, or have other tensors than the model.
pub fn from_bytes<N: Network>(model: &mut N, bytes: &[u8]) -> Result<(), WeightsError> {
    let file = SafeTensors::deserialize(bytes)
        .map_err(|error| WeightsError::Format { reason: error.to_string() })?;
    let tensors: HashMap<String, TensorView<'_>> = file.tensors().into_iter().collect();
    let data = check::<N>(&tensors)?;
    // From here on nothing can go wrong.
    let floats = model.floats_mut();
    for (parameter, data) in N::PARAMETERS.iter().zip(data) {
        // The tensors begin anywhere in the file, so that their bytes are no floats in memory.
        for (float, &bytes) in floats[parameter.offset..].iter_mut().zip(data.as_chunks().0) {
            *float = f32::from_le_bytes(bytes);
        }
    }
    Ok(())
}

/// The bytes of each of the model's parameters, if the file has these tensors and no others.
fn check<'a, N: Network>(tensors: &HashMap<String, TensorView<'a>>) -> Result<Vec<&'a [u8]>, WeightsError> {
    let names: Vec<String> = N::PARAMETERS.iter().map(ToString::to_string).collect();
    let missing: Vec<String> = names.iter().filter(|&name| !tensors.contains_key(name)).cloned().collect();
    let mut extra: Vec<String> = tensors.keys().filter(|&name| !names.contains(name)).cloned().collect();
    if !missing.is_empty() || !extra.is_empty() {
        extra.sort();
        return Err(WeightsError::Names { missing, extra });
    }
    let data = N::PARAMETERS.iter().zip(names).map(|(parameter, name)| {
        let tensor = &tensors[&name];
        if tensor.dtype() != Dtype::F32 {
            return Err(WeightsError::Type { name, received: tensor.dtype().to_string() });
        }
        if tensor.shape() != parameter.dims.as_slice() {
            return Err(WeightsError::Sizes {
                name,
                expected: parameter.dims,
                received: tensor.shape().to_vec(),
            });
        }
        Ok(tensor.data())
    });
    data.collect()
}

/// The bytes of a file, unless it is longer than `limit`.
fn read(path: &Path, limit: u64) -> Result<Vec<u8>, WeightsError> {
    let file = File::open(path).map_err(WeightsError::Io)?;
    let received = file.metadata().map_err(WeightsError::Io)?.len();
    if received > limit {
        return Err(WeightsError::TooLong { expected: limit, received });
    }
    let mut bytes = Vec::new();
    // What is no plain file has no length, and may never end.
    file.take(limit).read_to_end(&mut bytes).map_err(WeightsError::Io)?;
    Ok(bytes)
}
