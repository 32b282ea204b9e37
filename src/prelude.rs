//! What one needs to write, train and use a model: `use cornu::prelude::*;`

#[cfg(feature = "std")]
pub use crate::{
    Callback, CallbackError, Evaluation, FitError, History, Train, Trainer, TrainingState, Verbose, callbacks,
};
pub use crate::{Metric, Mode, metrics, model};
pub use cornu_engine::{
    Class,
    Initializer::{
        Constant, GlorotNormal, GlorotUniform, HeNormal, HeUniform, Identity, LecunNormal, LecunUniform,
        Ones, Orthogonal, RandomNormal, RandomUniform, ScaledIdentity, ScaledOrthogonal, TruncatedNormal,
        Zeros,
    },
    Model, Network,
    Padding::{Causal, Same, Valid},
    Parameters, Token, Tokens,
    activations::*,
    constraints::*,
    layers::*,
    losses::*,
    merges::*,
    optimizers::*,
    regularizers::*,
};
