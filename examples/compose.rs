//! Models made of models, and a function of one's own that is generic over them, with all arrays on the
//! stack and all lengths checked by the compiler.
//!
//! `cargo run --release --example compose`

use cornu::{Chain, Ensemble, Joined, Normalization, Table, generic_array::GenericArray, prelude::*};
use std::error::Error;

model! { struct Wide < Dense<8, 32, Relu>, Dense<32, 1, Sigmoid> >; }
model! { struct Deep < Dense<8, 12, Tanh>, Dense<12, 4, Tanh>, Dense<4, 1, Sigmoid> >; }

// The same layers as `Deep`, cut in two: an encoder that could run on a device, and what follows it.
model! { struct Encoder < Dense<8, 12, Tanh>, Dense<12, 4, Tanh> >; }
model! { struct Classifier < Dense<4, 1, Sigmoid> >; }

/// How much the first output of any model changes with each input: by central differences.
///
/// `[f32; M::INPUT]` is not to be written on stable Rust; `GenericArray<f32, M::InputLength>` is.
fn sensitivity<M: Model>(
    model: &M,
    x: &GenericArray<f32, M::InputLength>,
) -> GenericArray<f32, M::InputLength> {
    const STEP: f32 = 0.01;
    let moved = |place: usize, by: f32| {
        let mut x = x.clone();
        x[place] += by;
        model.predict_array(&x)[0]
    };
    (0..x.len()).map(|place| (moved(place, STEP) - moved(place, -STEP)) / (2.0 * STEP)).collect()
}

fn accuracy(model: &impl Model<Input = [f32; 8], Output = [f32; 1]>, x: &[[f32; 8]], y: &[[f32; 1]]) -> f32 {
    let right = x.iter().zip(y).filter(|(x, y)| (model.predict(x)[0] > 0.5) == (y[0] > 0.5)).count();
    right as f32 / x.len() as f32
}

fn main() -> Result<(), Box<dyn Error>> {
    let table = Table::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/pima/pima-indians-diabetes.csv"))?;
    let mut x = table.columns([0, 1, 2, 3, 4, 5, 6, 7])?;
    let y = table.columns([8])?;
    Normalization::adapt(&x)?.apply_all(&mut x);
    let ((x, x_test), (y, y_test)) = (x.split_at(600), y.split_at(600));

    let mut wide = Wide::new(7).compile(Adam::default(), BinaryCrossentropy);
    let mut deep = Deep::new(7).compile(Adam::default(), BinaryCrossentropy);
    wide.fit(x, y).epochs(60).batch_size(16).verbose(Verbose::Silent).run()?;
    deep.fit(x, y).epochs(60).batch_size(16).verbose(Verbose::Silent).run()?;
    let (wide, deep) = (wide.into_model(), deep.into_model());

    // Two models whose answers are averaged.
    let both = Ensemble::new((&wide, &deep));
    println!("accuracy on {} women the models have not seen", x_test.len());
    println!("  wide      {:.3}", accuracy(&wide, x_test, y_test));
    println!("  deep      {:.3}", accuracy(&deep, x_test, y_test));
    println!("  ensemble  {:.3}", accuracy(&both, x_test, y_test));

    // One model after another: checked when they meet, here.
    let (mut encoder, mut classifier) = (Encoder::new(0), Classifier::new(0));
    encoder.dense_1 = deep.dense_1.clone();
    encoder.dense_2 = deep.dense_2.clone();
    classifier.dense_1 = deep.dense_3.clone();
    let chain = Chain::new(&encoder, &classifier);
    assert_eq!(chain.predict(&x_test[0]), deep.predict(&x_test[0]));
    println!("\nthe chain of encoder and classifier gives the same bits as the whole");

    // Two outputs in a row; how long that is, the compiler calculates: 4 + 1.
    let joined = Joined::new(&encoder, &wide).predict(&x_test[0]);
    println!("features and verdict of the first woman: {joined:.2?}");

    let names = ["pregnancies", "glucose", "pressure", "skin", "insulin", "mass", "pedigree", "age"];
    println!("\nhow much each input moves the ensemble's answer");
    for (name, change) in names.iter().zip(sensitivity(&both, &GenericArray::from_array(x_test[0]))) {
        println!("  {name:12} {change:+.3}");
    }
    Ok(())
}
