//! Each kind of layer, as Keras has it: what it gives in use and in training, all its gradients, what it
//! learns without one, and ten steps of a network with it.
//!
//! A file of `tests/golden/layers` is a test; each of its cases is compared, or stands in `left_out`.

mod activation;
mod alone;
mod attention;
mod convolution;
mod embedding;
mod graph;
mod left_out;
mod merging;
mod normalization;
mod pooling;
mod recurrent;
mod reshaping;
mod rules;
mod subject;
mod training;
mod whole;

use super::{assert_close, cases, data, number, numbers, shape, text};
use left_out::LEFT_OUT;
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

/// A test for each file: a function of that name, which compares its cases.
macro_rules! files {
    ($($family:ident: $($file:ident)+;)+) => {
        const FILES: &[&str] = &[$($(stringify!($file)),+),+];
        $($(
            #[test]
            fn $file() {
                let json = include_str!(concat!("../../golden/layers/", stringify!($file), ".json"));
                let mut file = File::new(stringify!($file), json);
                $family::$file(&mut file);
                file.assert_complete();
            }
        )+)+
    };
}

files! {
    activation: activation;
    attention: multi_head_attention;
    convolution: conv1d conv2d conv2d_transpose depthwise_conv2d separable_conv2d;
    embedding: embedding;
    graph: graph;
    merging: merging;
    normalization: batch_normalization layer_normalization;
    pooling: average_pooling1d average_pooling2d global_pooling max_pooling1d max_pooling2d;
    recurrent: bidirectional gru lstm simple_rnn;
    reshaping: reshaping time_distributed;
    rules: regularizers;
}

#[test]
fn each_file_is_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/layers");
    let names = fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        path.file_stem().unwrap().to_str().unwrap().to_owned()
    });
    let tested: BTreeSet<String> = FILES.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(names.collect::<BTreeSet<_>>(), tested);
    for (file, case, _) in LEFT_OUT {
        assert!(tested.contains(*file), "{case} of {file}, which is no file, is left out");
    }
}

/// The cases of a file, and which of them have been compared.
struct File {
    name: &'static str,
    cases: Vec<Value>,
    done: BTreeSet<String>,
}

impl File {
    fn new(name: &'static str, json: &str) -> Self {
        File { name, cases: cases(json), done: BTreeSet::new() }
    }

    /// A case, which is then said to be compared.
    #[track_caller]
    fn case(&mut self, name: &str) -> Value {
        let case = self.cases.iter().find(|case| text(&case["name"]) == name);
        let case = case.unwrap_or_else(|| panic!("{} has no case `{name}`", self.name));
        assert!(self.done.insert(name.to_owned()), "{name} is compared twice");
        case.clone()
    }

    fn assert_complete(&self) {
        let left_out = LEFT_OUT.iter().filter(|(file, ..)| *file == self.name).map(|(_, case, _)| *case);
        let left_out: BTreeSet<&str> = left_out.collect();
        let all: BTreeSet<&str> = self.cases.iter().map(|case| text(&case["name"])).collect();
        assert_eq!(all.len(), self.cases.len(), "two cases have one name");
        let done: BTreeSet<&str> = self.done.iter().map(String::as_str).collect();
        assert!(done.is_disjoint(&left_out), "what is compared is not left out");
        let both: BTreeSet<&str> = done.union(&left_out).copied().collect();
        assert_eq!(both, all, "each case is compared or left out");
    }
}

/// Compares the layers of cases alone, each with the shape that comes in, and settings that are not the defaults:
/// `"epsilon": [Flat<4>, LayerNorm<4>] { epsilon: 0.1 },`.
macro_rules! compare {
    ($file:ident, $($name:literal: [$shape:ty, $layer:ty] $({ $($setting:ident: $value:expr),+ })?,)+) => {
        $({
            type Own = <$layer as cornu::Layer<$shape>>::Settings;
            #[allow(unused_mut, reason = "most cases have the defaults")]
            let mut settings = <Own as cornu::Settings>::DEFAULT;
            $($(settings.$setting = $value;)+)?
            $crate::keras::layers::alone::compare::<$shape, $layer>(&$file.case($name), &settings);
        })+
    };
}
use compare;

/// Compares a layer behind an `Input`, and ten steps of a model with it. A model takes long to compile, so that a
/// case or two of each kind of layer are; for the others its gradients speak.
macro_rules! train {
    ($file:ident, $($name:literal: [$($layers:tt)+],)+) => {
        $({
            cornu::model! { struct Subject < $($layers)+, Flatten, Dense<_, 2> >; }
            $crate::keras::layers::training::compare::<Subject>(&$file.case($name));
        })+
    };
}
use train;
