//! What one needs to write, train and use a model: `use cornu::prelude::*;`

pub use crate::model;
#[cfg(feature = "std")]
pub use crate::{Evaluation, FitError, History, Train, Trainer, Verbose};
pub use cornu_engine::{
    Causal, Class,
    Constraint::{MaxNorm, NonNeg},
    Initializer::{
        Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, Identity, LecunNormal, LecunUniform,
        Ones, Orthogonal, RandomNormal, RandomUniform, ScaledIdentity, ScaledOrthogonal, TruncatedNormal,
        Zeros,
    },
    Model, Network, Parameters, Same, Token, Tokens, Valid,
    activations::*,
    layers::*,
    losses::*,
    merges::*,
    optimizers::*,
};
