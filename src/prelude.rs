//! What one needs to write, train and use a model: `use cornu::prelude::*;`

pub use crate::model;
#[cfg(feature = "std")]
pub use crate::{Evaluation, FitError, History, Train, Trainer, Verbose};
pub use cornu_engine::{
    Adam, BinaryCrossentropy, CategoricalCrossentropy, Class, Dense, Elu, Flatten, Gelu, HardSigmoid,
    Initializer::{
        Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, Identity, LecunNormal, LecunUniform,
        Ones, Orthogonal, RandomNormal, RandomUniform, ScaledIdentity, ScaledOrthogonal, TruncatedNormal,
        Zeros,
    },
    Input, LeakyRelu, Linear, MeanSquaredError, Model, Network, RMSprop, Relu, SGD, Selu, Sigmoid, Silu,
    Softmax, Softplus, Softsign, SparseCategoricalCrossentropy, Tanh,
};
