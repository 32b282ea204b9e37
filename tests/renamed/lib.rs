//! A crate that forbids unsafe code, knows Cornu under another name, and has names of its own that generated code might
//! meet: all models of it compile, and compute.

#![forbid(unsafe_code)]
#![cfg(test)]

use nn::Input as In;
use nn::prelude::*;
use nn::{Activation, Setup, activation, settings};

/// Names that generated code might take for its own.
#[allow(non_upper_case_globals, dead_code)]
mod names {
    pub(super) const x: usize = 1;
    pub(super) const y: usize = 1;
    pub(super) const visitor: usize = 1;
    pub(super) const outputs: usize = 1;
    pub(super) const settings: usize = 1;
    pub(super) const step: usize = 1;
    pub(super) const block: usize = 1;
    pub(super) const must: usize = 1;
    pub(super) const parameter: usize = 1;
    pub(super) const pass: usize = 1;
    pub(super) const dx: usize = 1;
}
#[allow(unused_imports)]
use names::*;

model! {
    /// An input by another name, and layers by theirs.
    struct List < In<4>, Dense<_, 8, LeakyRelu { negative_slope: 0.125 }> { l2: 1e-4 }, Dense<8, 2> { use_bias: false } >;
}

settings! {
    /// What may stand in braces behind an [`Offset`].
    pub struct OffsetSettings {
        /// What is added.
        pub by: f32 = 1.0 => (by.is_finite(), "a finite number"),
    }
}

/// x + by
#[derive(Debug)]
pub struct Offset;

activation! { Offset: OffsetSettings }

impl<S: Setup<Settings = OffsetSettings>> Activation<S> for Offset {
    fn apply(values: &mut [f32], _width: usize) {
        values.iter_mut().for_each(|value| *value += S::SETTINGS.by);
    }

    fn backward(_sums: &[f32], _outputs: &[f32], _d: &mut [f32], _width: usize) {}
}

model! { struct Own < In<2>, Offset { by: 2.0 }, Offset > ; }

model! {
    struct Graph {
        let left = In<4>;
        let right = In<3>;
        let r#type = Dense<4, 5, Tanh>;
        let merged = Concatenate(r#type(left), Dense<3, 5>(right)) ;
        Dense<10, 1>(merged)
    }
}

model! {
    struct Several {
        let sequence = In<6, 2>;
        let a = Dense<12, 3>(Flatten(sequence));
        let b = Relu(a);
        (a, b)
    }
}

/// What a model by hand would compute.
#[test]
fn a_list_computes_what_it_says() {
    let net = List::new(7);
    let input = [0.5, -1.0, 2.0, 0.25];
    let hidden: Vec<f32> = (0..8)
        .map(|unit| (0..4).map(|n| input[n] * net.dense_1.kernel[n][unit]).sum::<f32>())
        .map(|sum| if sum > 0.0 { sum } else { 0.125 * sum })
        .collect();
    for (unit, output) in net.predict(&input).into_iter().enumerate() {
        let sum: f32 = (0..8).map(|n| hidden[n] * net.dense_2.kernel[n][unit]).sum();
        assert!((output - sum).abs() < 1e-6, "{output} and {sum}");
    }
    assert_eq!(List::INPUTS, [nn::Dims::flat(4)]);
    assert_eq!(List::PARAMETER_COUNT, 4 * 8 + 8 + 8 * 2);
}

#[test]
fn raw_names_are_those_of_fields_and_of_parameters() {
    let graph = Graph::new(7);
    assert_eq!(graph.r#type.bias, [0.0; 5]);
    assert_eq!(Graph::PARAMETERS[0].to_string(), "type/kernel");
    let sample = GraphInput { left: [0.0; 4], right: [0.0; 3] };
    assert_eq!(graph.predict(&sample), [0.0]);
}

#[test]
fn macros_for_parts_of_ones_own_work_as_well() {
    assert_eq!(Own::new(7).predict(&[0.0, 1.0]), [3.0, 4.0]);
}

#[test]
fn a_model_learns() {
    let (inputs, targets) = ([[1.0, 0.0, -1.0, 0.5]; 8], [[1.0, -1.0]; 8]);
    let mut net = List::new(7).compile(Adam::new(0.05), MeanSquaredError);
    let history = net.fit(&inputs, &targets).epochs(50).verbose(Verbose::Silent).run().unwrap();
    assert!(history.loss[49] < history.loss[0] / 10.0);
}

#[test]
fn several_outputs_are_structs() {
    let output = Several::new(7).predict(&[[0.5; 2]; 6]);
    assert_eq!(output.b, output.a.map(|value| value.max(0.0)));
}
