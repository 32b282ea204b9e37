//! Which of 768 women have diabetes: a table of eight numbers each, and a yes or no.
//!
//! `cargo run --release --example diabetes`

use cornu::{Normalization, Table, prelude::*};
use std::error::Error;

model! {
    /// Eight numbers of a person to the probability of diabetes: 211 parameters.
    pub struct Diabetes < Dense<8, 10, Relu>, Dense<10, 10, Relu>, Dense<10, 1, Sigmoid> >;
}

// It would run on nearly any microcontroller.
const _: () = assert!(Diabetes::FLASH_BYTES == 844 && Diabetes::INFERENCE_BYTES == 80);

fn main() -> Result<(), Box<dyn Error>> {
    let epochs = match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => 150,
        [flag, epochs] if flag == "--epochs" => epochs.parse()?,
        _ => return Err("usage: cargo run --release --example diabetes -- [--epochs N]".into()),
    };
    let table = Table::read(concat!(env!("CARGO_MANIFEST_DIR"), "/data/pima/pima-indians-diabetes.csv"))?;
    let mut x = table.columns([0, 1, 2, 3, 4, 5, 6, 7])?;
    let y = table.columns([8])?;

    // The last fifth is for the test, and the normaliser must not have seen it.
    let kept = x.len() * 4 / 5;
    let normalization = Normalization::adapt(&x[..kept])?;
    normalization.apply_all(&mut x);
    let ((x, x_test), (y, y_test)) = (x.split_at(kept), y.split_at(kept));

    println!("{}\n", Diabetes::summary());
    let mut diabetes = Diabetes::new(7).compile(Adam::default(), BinaryCrossentropy);
    let history = diabetes.fit(x, y).epochs(epochs).batch_size(10).verbose(Verbose::Silent).run()?;
    for epoch in (0..history.epochs()).filter(|epoch| (epoch + 1) % 30 == 0 || epoch + 1 == history.epochs())
    {
        println!(
            "epoch {:3} - loss: {:.4} - accuracy: {:.4}",
            epoch + 1,
            history.loss[epoch],
            history.accuracy[epoch]
        );
    }
    println!("test      - {}", diabetes.evaluate(x_test, y_test)?);

    // One woman: pregnancies, glucose, blood pressure, skin fold, insulin, body mass index, pedigree, age.
    let woman = [2.0, 145.0, 72.0, 30.0, 120.0, 33.5, 0.6, 41.0];
    let [probability] = diabetes.predict(&normalization.apply(&woman));
    println!("a woman of 41 with a glucose of 145: {:.0} %", 100.0 * probability);
    Ok(())
}
