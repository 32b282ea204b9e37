//! Each kind of layer, as Keras has it: what it gives in inference and in training, all its gradients, what it
//! learns without one, what its settings start with and add to the loss, and ten steps of a network with it.
//!
//! A file of `tests/golden/layers` or `tests/golden/arguments` is a test; each of its cases is compared, or stands in
//! `left_out`. A layer is written as in a model.

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
mod starts;
mod subject;
mod training;
mod whole;

use super::{assert_close, cases, data, number, numbers, shape, text};
use left_out::{INEXACT, LEFT_OUT};
use reshaping::arguments as reshaping_arguments;
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

/// A test for each file of a folder: a function of that name, which compares its cases.
macro_rules! files {
    ($folder:ident { $($family:ident: $($file:ident)+;)+ }) => {
        mod $folder {
            use super::*;

            $($(
                #[test]
                fn $file() {
                    let path = concat!(stringify!($folder), "/", stringify!($file));
                    let json =
                        include_str!(concat!("../../golden/", stringify!($folder), "/", stringify!($file), ".json"));
                    let mut file = File::new(path, json);
                    super::$family::$file(&mut file);
                    file.assert_complete();
                }
            )+)+

            #[test]
            fn each_file_is_a_test() {
                assert_each_is_a_test(stringify!($folder), &[$($(stringify!($file)),+),+]);
            }
        }
    };
}

files! {
    layers {
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
}

files! {
    arguments {
        activation: activation_layers;
        convolution:
            conv1d_groups conv2d_groups conv2d_rectangles conv2d_transpose_dilation conv2d_transpose_output_padding
            conv2d_transpose_rectangles depthwise_conv2d_rectangles separable_conv2d_rectangles;
        merging: concatenate dot merging_broadcast;
        normalization:
            batch_normalization_arguments batch_normalization_rules group_normalization
            layer_normalization_arguments
            layer_normalization_rules rms_normalization unit_normalization;
        reshaping_arguments: reshaping;
        rules: rules;
    }
}

fn assert_each_is_a_test(folder: &str, files: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    let names = fs::read_dir(path).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        path.file_stem().unwrap().to_str().unwrap().to_owned()
    });
    let tested: BTreeSet<String> = files.iter().map(|&name| name.to_owned()).collect();
    assert_eq!(names.collect::<BTreeSet<_>>(), tested);
    for (path, ..) in LEFT_OUT {
        let (of, file) = path.split_once('/').unwrap();
        assert!(of != folder || tested.contains(file), "{path}, which is not a file, is left out");
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
        let mut case = case.clone();
        if INEXACT.iter().any(|(file, inexact, _)| (*file, *inexact) == (self.name, name)) {
            case["dx"] = Value::Null;
        }
        case
    }

    fn assert_complete(&self) {
        let all: BTreeSet<&str> = self.cases.iter().map(|case| text(&case["name"])).collect();
        let left_out: BTreeSet<&str> = LEFT_OUT
            .iter()
            .filter(|(file, ..)| *file == self.name)
            .flat_map(|(_, cases, _)| cases.iter().copied())
            .collect();
        assert_eq!(all.len(), self.cases.len(), "two cases have one name");
        let done: BTreeSet<&str> = self.done.iter().map(String::as_str).collect();
        assert!(done.is_disjoint(&left_out), "what is compared is not left out");
        let both: BTreeSet<&str> = done.union(&left_out).copied().collect();
        assert_eq!(both, all, "each case is compared or left out");
    }
}

/// Compares the first layer of each case's model alone: `"epsilon": [Input<4>, LayerNorm<4> { epsilon: 0.1 }],`.
macro_rules! compare {
    ($file:ident, $($name:literal: [$($layers:tt)+],)+) => {
        $({
            cornu::model! { struct Subject < $($layers)+ >; }
            $crate::keras::layers::alone::compare_first::<Subject>(&$file.case($name));
        })+
    };
}
use compare;

/// The same, and ten steps of training a model with the layer. That takes long to compile, so that a case or two of
/// each kind of layer are trained, and those with constraints; for the others their gradients speak.
macro_rules! train {
    ($file:ident, $($name:literal: [$($layers:tt)+],)+) => {
        $({
            cornu::model! { struct Subject < $($layers)+, Flatten, Dense<_, 2> >; }
            $crate::keras::layers::training::compare::<Subject>(&$file.case($name));
        })+
    };
}
use train;
