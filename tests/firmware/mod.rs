//! Firmware: a program without `std`, allocator and libc (`bare/`) computes the same bits as this one does.

#![cfg(all(target_arch = "x86_64", target_os = "linux"))]

mod elf;
#[path = "bare/src/net.rs"]
#[allow(unreachable_pub, reason = "it is reached in the firmware's crate")]
mod net;
#[path = "bare/src/others.rs"]
#[allow(unreachable_pub, reason = "it is reached in the firmware's crate")]
mod others;

use cornu::{Stream, Training, prelude::*, training_floats, view_bytes};
use net::{NET, Net, OUTPUT, SAMPLE, TARGET, WEIGHTS};
use others::{EYE, WAKE, picture, reading};
use std::{
    env, fs,
    path::Path,
    process::{Command, Output},
    sync::LazyLock,
};

const BARE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/firmware/bare");

/// One of the programs, which are built once.
fn program(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap()
}

fn path(name: &str) -> String {
    static TARGET_DIR: LazyLock<String> = LazyLock::new(|| {
        let directory = format!("{}/bare", env!("CARGO_TARGET_TMPDIR"));
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["build", "--quiet", "--release", "--locked", "--target-dir", &directory])
            .current_dir(BARE);
        // Sizes are those of the plain target.
        cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        assert!(cargo.status().unwrap().success(), "the firmware does not build");
        directory
    });
    format!("{}/release/{name}", *TARGET_DIR)
}

fn run(name: &str) -> Output {
    Command::new(path(name)).output().unwrap()
}

/// `net.bin` is written anew by `WRITE_WEIGHTS=1 cargo test --test main firmware`.
#[test]
fn the_weights_in_flash_are_those_of_the_seed() {
    let net = Net::new(7);
    if env::var_os("WRITE_WEIGHTS").is_some() {
        return fs::write(Path::new(BARE).join("net.bin"), view_bytes(&*net)).unwrap();
    }
    assert!(WEIGHTS == view_bytes(&*net), "net.bin holds other weights");
}

#[test]
fn inference_gives_the_same_bits() {
    let [output] = NET.predict(&SAMPLE);
    assert_eq!(output.to_bits(), OUTPUT, "{:#010x}", output.to_bits());
    assert_eq!(run("infer").status.code(), Some(0));
}

#[test]
fn a_training_step_gives_the_same_bits() {
    let mut net = Net::new(7);
    let mut lines = vec![("output", net.predict(&SAMPLE)[0])];
    let mut training =
        Training::new(SGD::new(0.5), BinaryCrossentropy, vec![0.0; training_floats::<Net>(1, 0)]);
    lines.push(("loss", training.step(&mut *net, &[SAMPLE], &[TARGET]).unwrap().loss as f32));
    lines.push(("loss", training.evaluate(&net, &[SAMPLE], &[TARGET]).unwrap().loss as f32));
    lines.push(("output", net.predict(&SAMPLE)[0]));
    assert!(lines[2].1 < 0.9 * lines[1].1, "the loss falls: {lines:?}");

    let Output { status, stdout, .. } = run("train");
    let want: String =
        lines.iter().map(|(name, value)| format!("{name} {:08x}\n", value.to_bits())).collect();
    assert_eq!((status.code(), String::from_utf8(stdout).unwrap()), (Some(0), want));
}

/// What a program prints, if all goes well.
fn printed(name: &str) -> String {
    let Output { status, stdout, .. } = run(name);
    assert_eq!(status.code(), Some(0), "{name}");
    String::from_utf8(stdout).unwrap()
}

fn outputs(values: impl IntoIterator<Item = f32>) -> String {
    values.into_iter().map(|value| format!("output {:08x}\n", value.to_bits())).collect()
}

/// The kernels are so small that every instruction set rounds alike.
#[test]
fn a_stream_gives_the_same_bits() {
    let mut stream = Stream::new(&WAKE);
    assert_eq!(printed("stream"), outputs((0..16).map(|time| stream.push(&reading(time))[0])));
}

/// A convolution's product rounds as the instruction set does: here once where the firmware does twice. Its 9 terms
/// and the 36 of the layer behind it leave a few roundings of outputs that are at most 1.
#[test]
fn an_image_gives_the_same_but_for_roundings() {
    let (printed, want) = (printed("image"), EYE.predict(&picture()));
    assert_eq!(printed.lines().count(), want.len());
    for (line, want) in printed.lines().zip(want) {
        let bits = line.strip_prefix("output ").and_then(|bits| u32::from_str_radix(bits, 16).ok());
        let got = f32::from_bits(bits.expect("a line is a name and bits"));
        assert!((got - want).abs() <= 4.0 * f32::EPSILON, "{got} and {want}");
    }
}

/// A convolution can, as far as the compiler sees: its windows and its product are cut at run time.
#[test]
fn there_is_no_allocator_and_inference_cannot_panic() {
    let programs = ["infer", "stream", "train", "image"].map(program);
    let [infer, stream, ..] = &programs;
    let names =
        |program: &[u8], name: &str| program.windows(name.len()).any(|bytes| bytes == name.as_bytes());
    for program in &programs {
        assert!(names(program, "_start"), "the programs have their symbols");
        assert!(!names(program, "__rust_alloc") && !names(program, "malloc"));
    }
    assert!(!names(infer, "panic") && !names(stream, "panic"));
}

/// The sizes may fall, and the limits with them; they have a twentieth to spare for other compilers.
#[test]
fn the_programs_stay_small() {
    for (name, limit) in [("infer", 1_480), ("stream", 2_580), ("image", 8_240), ("train", 21_500)] {
        let size = elf::code_bytes(&program(name));
        assert!(size <= limit, "{name} has {size} bytes of code");
    }
}
