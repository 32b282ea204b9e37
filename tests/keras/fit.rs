use super::{assert_close, data, number, numbers, weights};
use cornu::{Block, model, prelude::*, view_blocks};
use serde_json::Value;

model! { struct Classes < Dense<3, 4, Relu>, Dense<4, 3, Softmax> >; }

#[test]
fn a_whole_fit_is_that_of_keras() {
    let case: Value = serde_json::from_str(include_str!("../golden/fit.json")).unwrap();
    let count = |name: &str| case[name].as_u64().unwrap() as usize;
    let mut classes = Classes::new(0);
    classes.floats_mut().copy_from_slice(&weights(&case["weights"]));
    let mut classes =
        classes.compile(SGD::new(number(&case["optimizer"]["learning_rate"])), CategoricalCrossentropy);
    let (x, y) = (data(&case["x"]), data(&case["y"]));
    let history = classes
        .fit(view_blocks(&x), view_blocks(&y))
        .batch_size(count("batch_size"))
        .epochs(count("epochs"))
        .validation_split(case["validation_split"].as_f64().unwrap())
        .shuffle(false)
        .verbose(Verbose::Silent)
        .run()
        .unwrap();

    assert_eq!(history.samples, count("train_samples"));
    for (name, got) in [
        ("loss", &history.loss),
        ("accuracy", &history.accuracy),
        ("val_loss", &history.val_loss),
        ("val_accuracy", &history.val_accuracy),
    ] {
        let got: Vec<f32> = got.iter().map(|&value| value as f32).collect();
        assert_close(name, &got, &numbers(&case["history"][name]));
    }
    assert_close("the weights", classes.floats(), &weights(&case["weights_after"]));
}
