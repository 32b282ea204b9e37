//! What one needs to write, train and use a model: `use cornu::prelude::*;`

pub use crate::model;
#[cfg(feature = "std")]
pub use crate::{Evaluation, FitError, History, Train, Trainer, Verbose};
pub use cornu_engine::{
    Adam, BinaryCrossentropy, CategoricalCrossentropy, Causal, Class,
    Constraint::{MaxNorm, NonNeg},
    Initializer::{
        Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, LecunNormal, LecunUniform, Ones,
        RandomNormal, RandomUniform, TruncatedNormal, Zeros,
    },
    Linear, MeanSquaredError, Model, Network, Parameters, RMSprop, Relu, SGD, Same, Sigmoid, Softmax,
    SparseCategoricalCrossentropy, Tanh, Token, Tokens, Valid, Weighted,
    layers::*,
    merges::*,
};
