//! What one needs to write, train and use a model: `use cornu::prelude::*;`

pub use crate::model;
#[cfg(feature = "std")]
pub use crate::{Evaluation, FitError, History, Train, Trainer, Verbose};
pub use cornu_engine::{
    Adam, BinaryCrossentropy, CategoricalCrossentropy, Class, Dense, Flatten,
    Initializer::{
        Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, LecunNormal, LecunUniform, Ones,
        RandomNormal, RandomUniform, TruncatedNormal, Zeros,
    },
    Input, Linear, MeanSquaredError, Model, Network, RMSprop, Relu, SGD, Sigmoid, Softmax,
    SparseCategoricalCrossentropy, Tanh,
};
