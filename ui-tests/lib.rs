//! What the compiler says of a mistake, to the letter; and that what is right compiles without a word.
//!
//! `TRYBUILD=overwrite cargo test --package cornu-ui-tests` writes the messages anew, to be read before
//! they are committed.

#![cfg(test)]

use std::{
    fs,
    path::{Path, PathBuf},
};

#[test]
fn what_is_right_compiles_without_a_word() {
    trybuild::TestCases::new().pass("right/*.rs");
}

#[test]
fn each_mistake_has_its_message() {
    trybuild::TestCases::new().compile_fail("wrong/*/*.rs");
}

/// The messages, each with its file's name.
fn messages() -> Vec<(PathBuf, String)> {
    let wrong = Path::new(env!("CARGO_MANIFEST_DIR")).join("wrong");
    let files =
        |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let files = files(&wrong).into_iter().flat_map(|topic| files(&topic));
    let texts = files.filter(|file| file.extension().is_some_and(|extension| extension == "stderr"));
    texts.map(|file| (file.clone(), fs::read_to_string(file).unwrap())).collect()
}

/// Files with several mistakes, and those of which the compiler says more than once what cannot be said but so.
const SEVERAL: &[&str] = &[
    "aligned_struct_without_floats",
    "as_in_keras",
    "four_mistakes",
    "generics_with_a_function",
    "head_without_activation_sparse",
    "loss_by_name",
    "mistakes_of_two_kinds",
    "of_a_box",
    "optimizer_as_the_loss",
    "outputs_without_names",
    "own_activation_without_the_macro",
    "own_layer_without_the_macro",
    "sizes_with_names",
    "structs_that_hold_something_else",
    "three_mistakes",
    "two_mistakes",
    "unknown_size",
];

#[test]
fn a_mistake_has_one_message() {
    for (file, text) in messages() {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let errors = text.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!(errors > 1, SEVERAL.contains(&name), "{} has {errors} errors", file.display());
    }
}

#[test]
fn lengths_are_decimal() {
    for (file, text) in messages() {
        for binary in ["UInt<", "UTerm", "typenum"] {
            assert!(!text.contains(binary), "{} speaks of `{binary}`", file.display());
        }
    }
}

#[test]
fn each_message_points_at_the_users_code_first() {
    for (file, text) in messages() {
        let source = file.with_extension("rs");
        let name = source.file_name().unwrap().to_str().unwrap();
        for error in text.split("error").skip(1).filter(|error| error.starts_with(['[', ':'])) {
            let place = error.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
            let place =
                place.unwrap_or_else(|| panic!("{}: an error without a place: {error}", file.display()));
            assert!(place.contains(&format!("/{name}:")), "{} points at {place} first", file.display());
        }
    }
}
