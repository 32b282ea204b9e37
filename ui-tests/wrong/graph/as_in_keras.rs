use cornu::prelude::*;

model! {
    pub struct Net {
        inputs = Input(shape=(784,));
        h = Dense(64, activation="relu")(inputs);
        h
    }
}

fn main() {}
