//! The plug-ins in models, named by their paths and by an import.

use cornu::{Parameters, prelude::*};
use cornu_plugins::{Every, Huber, LeakyIntegrator, Lion, Shrink, Smooth, Swish};

model! {
    /// Every plug-in at once, among built-in layers.
    struct Wave <
        Dense<1, 16, Swish>,
        cornu_plugins::Highway<16> { gate_bias: -0.5 },
        cornu_plugins::Scale<16> { start: 0.5 },
        Dense<_, 1>
    >;
}

model! {
    /// A layer that has no sizes of a whole sample stands behind `Input`, and may be the last.
    struct Steps < Input<3, 4>, cornu_plugins::Highway<4>, cornu_plugins::Scale<4> >;
}

model! {
    /// Settings of their own: of a recurrent layer, also inside one of Cornu's; of one that changes its shape, and
    /// drops a parameter; of an activation, behind a layer and as one; and a regularizer.
    struct Signal <
        Input<6, 2>,
        LeakyIntegrator<2> { return_sequences: true, leak: 0.5 },
        Every<2> { strides: 3 },
        Bidirectional<LeakyIntegrator<2>> { return_sequences: true },
        Every<4> { strides: 1, reset_after: false },
        Flatten,
        Dense<8, 4, Shrink { threshold: 0.125 }> { kernel_regularizer: Smooth(0.5) },
        Swish,
        Shrink { threshold: 0.0 },
        Dense<4, 1>
    >;
}

/// A wave, and a value in nine that is far off it.
fn wave() -> (Vec<[f32; 1]>, Vec<[f32; 1]>) {
    let x: Vec<[f32; 1]> = (0..90).map(|n| [n as f32 / 45.0 - 1.0]).collect();
    let y = x.iter().enumerate().map(|(n, [x])| [(3.0 * x).sin() + if n % 9 == 4 { 8.0 } else { 0.0 }]);
    let y = y.collect();
    (x, y)
}

#[test]
fn all_plug_ins_learn_together() {
    let (x, y) = wave();
    let mut wave = Wave::new(7).compile(Lion::new(0.002), Huber { delta: 0.5 });
    let history = wave.fit(&x, &y).epochs(300).verbose(Verbose::Silent).run().unwrap();
    // The outliers alone cost 0.5 · (8 − 0.25) / 9 = 0.43: what can be learnt is the rest.
    let unlearnable = 0.43;
    let (first, last) = (history.loss[0] - unlearnable, history.loss[299] - unlearnable);
    assert!(last < first / 20.0, "{first} became {last}");
    // A mean square would be pulled up by 8/9.
    assert!((wave.predict(&[0.5])[0] - 1.5_f32.sin()).abs() < 0.2, "{}", wave.predict(&[0.5])[0]);
}

#[test]
fn plug_ins_and_built_in_parts_go_together() {
    let at = |time: f32| [1.0, 2.0, 3.0, 4.0].map(|frequency| (frequency * time).sin());
    let x: Vec<[[f32; 4]; 3]> = (0..40).map(|n| [0.0, 0.3, 0.7].map(|step| at(n as f32 + step))).collect();
    let y: Vec<_> = x.iter().map(|x| x.map(|step| step.map(|v| 2.0 * v))).collect();
    let mut steps = Steps::new(7).compile(Adam::new(0.02), MeanSquaredError);
    let history = steps.fit(&x, &y).epochs(100).batch_size(7).verbose(Verbose::Silent).run().unwrap();
    assert!(history.loss[99] < history.loss[0] / 50.0, "{} became {}", history.loss[0], history.loss[99]);
}

#[test]
fn settings_in_braces_reach_the_layer() {
    let wave = Wave::new(7);
    assert_eq!((wave.highway_1.gate_bias, wave.scale_1.gain), ([-0.5; 16], [0.5; 16]));
    assert_eq!(Steps::new(7).highway_1.gate_bias, [-1.0; 4]);
}

#[test]
fn one_sample_and_a_batch_give_the_same() {
    let (steps, x) = (Steps::new(7), [[[0.5, -0.25, 1.0, 0.0]; 3]; 5]);
    assert_eq!(steps.predict_batch(&x), [steps.predict(&x[0]); 5]);
}

#[test]
fn parameters_have_the_names_of_their_fields() {
    let names: Vec<String> = Wave::PARAMETERS.iter().map(ToString::to_string).collect();
    let highway = ["highway_1/kernel", "highway_1/bias", "highway_1/gate_kernel", "highway_1/gate_bias"];
    assert_eq!(names[..2], ["dense_1/kernel", "dense_1/bias"]);
    assert_eq!(names[2..6], highway);
    assert_eq!(names[6..], ["scale_1/gain", "dense_2/kernel", "dense_2/bias"]);
    assert_eq!(cornu_plugins::Highway::<16>::PARAMETERS[2].dims.as_slice(), [16, 16]);
}

#[test]
fn the_summary_shows_plug_ins_like_other_layers() {
    let summary = Wave::summary().to_string();
    for row in [
        "│ highway_1 (Highway) │ (16)         │     544 │",
        "│ scale_1 (Scale)     │ (16)         │      16 │",
    ] {
        assert!(summary.contains(row), "{row} is not in\n{summary}");
    }
    assert_eq!(Wave::MACS, 16 + 2 * 16 * 16 + 16 + 16);
}

/// What the way back keeps: Swish's sums, Highway's h and t, and each layer's outputs; beside them the gradients, the output's first.
#[test]
fn trace_and_scratch_are_counted() {
    let values = (16 + 16) + (16 + 32) + 16 + 1;
    let floats = Wave::PARAMETER_COUNT + values + 1 + (16 + 16) + 32;
    assert_eq!(Wave::TRAINING_BYTES, 4 * floats);
    // Three buffers would be one too many: two, used by turns.
    assert_eq!(Wave::INFERENCE_BYTES, 4 * (16 + 16 + 32));
}

#[test]
fn settings_change_shapes_and_parameters() {
    use cornu::Dims;
    let outputs: Vec<Dims> = Signal::LAYERS[1..6].iter().map(|layer| layer.output).collect();
    let (two, both) = (Dims::sequence(2, 2), Dims::sequence(2, 4));
    assert_eq!(outputs, [Dims::sequence(6, 2), two, both, both, Dims::flat(8)]);
    let signal = Signal::new(7);
    assert_eq!((signal.leaky_integrator_1.leak, signal.every_1.gain.len()), ([0.5; 2], 2));
    assert!(signal.every_2.gain.is_empty());
}

#[test]
fn an_activation_with_a_setting_is_a_layer() {
    model! { struct Behind < Dense<2, 2, Shrink { threshold: 0.125 }>, Dense<2, 1> >; }
    model! { struct Alone < Dense<2, 2>, Shrink { threshold: 0.125 }, Dense<2, 1> >; }
    for x in [[0.0, 0.0], [1.0, -2.0], [0.25, 0.0]] {
        assert_eq!(Behind::new(7).predict(&x)[0], {
            let (behind, mut alone) = (Behind::new(7), Alone::new(7));
            alone.dense_1.kernel = behind.dense_1.kernel;
            alone.dense_2.kernel = behind.dense_2.kernel;
            alone.predict(&x)[0]
        });
    }
}

#[test]
fn a_regularizer_adds_to_the_loss() {
    model! { struct Plain < Dense<2, 2> { use_bias: false } >; }
    model! { struct Smoothed < Dense<2, 2> { use_bias: false, kernel_regularizer: Smooth(0.5) } >; }
    let (x, y) = ([[1.0, 0.0]; 4], [[0.0, 0.0]; 4]);
    let mut plain = Plain::new(7).compile(SGD::new(0.1), MeanSquaredError);
    let mut smoothed = Smoothed::new(7).compile(SGD::new(0.1), MeanSquaredError);
    let [[a, b], [c, d]] = plain.dense_1.kernel;
    let penalty = 0.5 * ((a - c) * (a - c) + (b - d) * (b - d));
    let loss = plain.evaluate(&x, &y).unwrap().loss + f64::from(penalty);
    assert!((smoothed.evaluate(&x, &y).unwrap().loss - loss).abs() < 1e-6);
    // One step, of which the gradient of the penalty is a part: d/da 0.5·(a − c)² = a − c.
    for network in [true, false] {
        let fit = |history: Result<History, FitError>| history.unwrap();
        match network {
            true => fit(plain.fit(&x, &y).verbose(Verbose::Silent).run()),
            false => fit(smoothed.fit(&x, &y).verbose(Verbose::Silent).run()),
        };
    }
    assert!((plain.dense_1.kernel[0][0] - smoothed.dense_1.kernel[0][0] - 0.1 * (a - c)).abs() < 1e-6);
}

/// A crate that hands Cornu on: the macro finds it all the same.
mod handed_on {
    use cornu_plugins::cornu::{Dense, Linear, Model, Train, model};

    model! { pub(crate) struct Line < Dense<1, 1, Linear> >; }

    #[test]
    fn a_model_by_way_of_another_crate() {
        assert_eq!(Line::new(7).predict(&[0.0]), [0.0]);
    }
}
