//! What one needs to write, train and use a model: `use cornu::prelude::*;`

#[cfg(feature = "std")]
pub use crate::{
    Callback, CallbackError, Evaluation, FitError, History, Train, Trainer, TrainingState, Verbose, callbacks,
};
pub use crate::{Metric, Mode, metrics, model};
pub use cornu_engine::{
    Adam, BinaryCrossentropy, CategoricalCrossentropy, Class, Dense, Flatten,
    Initializer::{
        Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, LecunNormal, LecunUniform, Ones,
        RandomNormal, RandomUniform, TruncatedNormal, Zeros,
    },
    Input, Linear, MeanSquaredError, Model, Network, RMSprop, Relu, SGD, Sigmoid, Softmax,
    SparseCategoricalCrossentropy, Tanh,
};
