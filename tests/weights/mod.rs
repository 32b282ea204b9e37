//! Weights in files: what is saved comes back bit by bit, and what is wrong changes nothing.

use cornu::{Block, WeightsError, prelude::*, weights};
use safetensors::{Dtype, tensor::TensorView};
use std::{
    fs,
    path::{Path, PathBuf},
};

model! {
    struct Net < Dense<3, 4, Relu>, Dense<4, 2> >;
}
model! {
    struct Deeper < Dense<3, 4, Relu>, Dense<4, 2>, Dense<2, 2> >;
}
model! {
    struct Wider < Dense<3, 5, Relu>, Dense<5, 2> >;
}

/// A model whose floats are all different, some of them strange.
fn net() -> Net {
    let mut net = Net::zeroed();
    for (place, float) in net.floats_mut().iter_mut().enumerate() {
        *float = place as f32 / 7.0;
    }
    let strange = [0x8000_0000, 0x7fc1_2345, 0xffa0_0001, 0x7f80_0000, 0x0000_0001].map(f32::from_bits);
    net.floats_mut()[3..8].copy_from_slice(&strange);
    net
}

fn bits(model: &impl Block) -> Vec<u32> {
    model.floats().iter().map(|float| float.to_bits()).collect()
}

/// Tries to load the bytes: either nothing changes, or the weights are those that were saved.
fn load(bytes: &[u8]) -> Result<(), WeightsError> {
    let mut model = Net::zeroed();
    let loaded = weights::from_bytes(&mut model, bytes);
    assert_eq!(bits(&model), bits(&if loaded.is_ok() { net() } else { Net::zeroed() }));
    loaded
}

/// A path that no other test uses.
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn weights_come_back_bit_by_bit() {
    let path = path("round-trip.safetensors");
    weights::save(&net(), &path).unwrap();
    let mut again = Net::zeroed();
    weights::load_into(&mut again, &path).unwrap();
    assert_eq!(bits(&again), bits(&net()));
}

#[test]
fn the_same_model_gives_the_same_bytes() {
    let bytes = weights::to_bytes(&net());
    for _ in 0..20 {
        assert_eq!(weights::to_bytes(&net()), bytes);
    }
    let header = String::from_utf8_lossy(&bytes);
    assert!(header.contains(r#""__metadata__":{"cornu":"Net"}"#));
    assert!(
        header.contains(r#""dense_1/kernel":{"dtype":"F32","shape":[3,4],"data_offsets":[16,64]}"#),
        "{header}"
    );
}

#[test]
fn every_cut_and_every_addition_is_an_error() {
    let bytes = weights::to_bytes(&net());
    for length in 0..bytes.len() {
        load(&bytes[..length]).unwrap_err();
    }
    load(&[bytes.as_slice(), &[0]].concat()).unwrap_err();
}

#[test]
fn every_changed_byte_of_the_header_is_an_error_or_means_nothing() {
    let bytes = weights::to_bytes(&net());
    let header = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    for place in 0..header {
        for value in 0..=u8::MAX {
            let mut changed = bytes.clone();
            changed[place] = value;
            let _ = load(&changed);
        }
    }
}

#[test]
fn claimed_sizes_cost_nothing() {
    for length in [u64::MAX, 100_000_001, 99_999_999, 1 << 40] {
        load(&[&length.to_le_bytes()[..], b"{}"].concat()).unwrap_err();
    }
    let huge = format!(r#"{{"a":{{"dtype":"F32","shape":[{0},{0}],"data_offsets":[0,{0}]}}}}"#, u64::MAX);
    load(&[&(huge.len() as u64).to_le_bytes()[..], huge.as_bytes()].concat()).unwrap_err();
    let deep = "[".repeat(100_000);
    load(&[&(deep.len() as u64).to_le_bytes()[..], deep.as_bytes()].concat()).unwrap_err();
}

#[test]
fn a_file_of_another_length_is_not_read() {
    let path = path("long.safetensors");
    fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let error = weights::load_into(&mut Net::zeroed(), &path).unwrap_err();
    fs::remove_file(&path).unwrap();
    assert!(matches!(error.error, WeightsError::TooLong { received: 0x100_0000_0000, .. }), "{error}");
}

#[test]
fn other_tensors_are_named() {
    let message = load(&weights::to_bytes(&Deeper::zeroed())).unwrap_err().to_string();
    assert!(message.contains(": received also `dense_3/bias`, `dense_3/kernel`:"), "{message}");
    let message =
        weights::from_bytes(&mut Deeper::zeroed(), &weights::to_bytes(&net())).unwrap_err().to_string();
    assert!(message.contains(": expected also `dense_3/kernel`, `dense_3/bias`:"), "{message}");
    let message = load(&weights::to_bytes(&Wider::zeroed())).unwrap_err().to_string();
    assert!(
        message.starts_with("tensor `dense_1/kernel`: expected the sizes [3, 4], received [3, 5]"),
        "{message}"
    );
    let message =
        load(&file_of(["a", "b", "c", "d", "e"].map(|name| (name, Dtype::F32, vec![0])))).unwrap_err();
    assert!(message.to_string().contains("; received also `a`, `b`, `c`, `d` and 1 more"), "{message}");
}

#[test]
fn other_types_and_transposed_tensors_are_errors() {
    let tensors = |dtype, kernel: [usize; 2]| {
        file_of([
            ("dense_1/kernel", Dtype::F32, vec![3, 4]),
            ("dense_1/bias", Dtype::F32, vec![4]),
            ("dense_2/kernel", Dtype::F32, kernel.to_vec()),
            ("dense_2/bias", dtype, vec![2]),
        ])
    };
    weights::from_bytes(&mut net(), &tensors(Dtype::F32, [4, 2])).unwrap();
    let message = load(&tensors(Dtype::I32, [4, 2])).unwrap_err().to_string();
    assert!(
        message.starts_with("tensor `dense_2/bias`: expected values of type F32, received I32"),
        "{message}"
    );
    let message = load(&tensors(Dtype::F32, [2, 4])).unwrap_err().to_string();
    assert!(
        message.starts_with("tensor `dense_2/kernel`: expected the sizes [4, 2], received [2, 4]"),
        "{message}"
    );
}

/// A file of tensors of zeros.
fn file_of<const N: usize>(tensors: [(&str, Dtype, Vec<usize>); N]) -> Vec<u8> {
    let zeros = [0; 64];
    let tensors = tensors.map(|(name, dtype, sizes)| {
        let bytes = sizes.iter().product::<usize>() * dtype.bitsize() / 8;
        (name, TensorView::new(dtype, sizes, &zeros[..bytes]).unwrap())
    });
    safetensors::serialize(tensors, None).unwrap()
}

#[test]
fn an_error_of_saving_keeps_what_was_there() {
    let folder = path("folder.safetensors");
    fs::create_dir_all(&folder).unwrap();
    let error = weights::save(&net(), &folder).unwrap_err();
    assert!(
        error.to_string().contains("folder.safetensors`: it cannot be read or written: it is a folder"),
        "{error}"
    );
    assert!(folder.is_dir());
    let error = weights::save(&net(), folder.join("no/file")).unwrap_err();
    assert!(std::error::Error::source(&error).is_some());
    assert!(fs::read_dir(&folder).unwrap().next().is_none());
    assert!(weights::load_into(&mut net(), folder.join("none")).unwrap_err().to_string().contains("none`: "));
}
