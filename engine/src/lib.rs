//! The engine of Cornu: shapes, layers, losses, optimizers, matrix products and
//! one training step.
//!
//! It is `no_std` and never allocates in a step. It knows neither the macro `model!` nor the facade;
//! a user's own layer, activation, loss or optimizer implements the same traits as those in here:
//! [`Layer`], [`Activation`], [`Loss`], [`Optimizer`]. All of it is also there as `cornu::…`.

#![no_std]

#[cfg(any(feature = "std", test))]
extern crate std;

mod activation;
pub mod activations;
mod bias;
mod block;
mod chance;
mod class;
mod compose;
pub mod constraints;
mod convolution;
mod dims;
mod fit;
mod initializer;
mod instruction_set;
mod layer;
pub mod layers;
mod length;
mod loss;
pub mod losses;
pub mod math;
mod memory_size;
mod merge;
pub mod merges;
mod misfit;
mod model;
mod network;
mod normalization;
mod optimizer;
pub mod optimizers;
mod padding;
mod parameter;
#[doc(hidden)]
pub mod pass;
mod plan;
pub mod product;
mod random;
pub mod regularizers;
mod rule;
mod settings;
mod stream;
mod sub_model;
mod sums;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(feature = "std")]
mod thread_memory;
mod threads;
mod token;
mod training;
mod vectorize;

pub use activation::Activation;
pub use activations::*;
pub use bias::{Bias, BiasTerm, NoBias};
pub use block::{
    Array, Block, Grouped, from_bytes, view_blocks, view_blocks_mut, view_bytes, view_floats, view_floats_mut,
};
#[doc(hidden)]
pub use block::{block_length, bytes_of, bytes_of_type};
#[cfg(feature = "std")]
pub use block::{boxed, zeroed_vec};
pub use chance::Chance;
pub use class::{Class, LabelError};
pub use compose::{Chain, Ensemble, Fellow, Joined, Members, SameType};
pub use constraints::*;
pub use dims::{Dims, Flat, Image, Sequence, Shape, Shaped, Tokens};
pub use fit::Fit;
pub use generic_array;
pub use initializer::{Fans, Initializer};
pub use instruction_set::InstructionSet;
pub use layer::{Backward, First, Forward, Layer, ShapeRule};
pub use layers::*;
#[doc(hidden)]
pub use length::{Push, digit};
pub use loss::Loss;
pub use losses::*;
pub use memory_size::Floats;
pub use merge::{Inputs, Merge};
pub use merges::*;
pub use model::Model;
#[doc(hidden)]
pub use network::{LayerAt, ValueAt, memory_floats};
pub use network::{LayerInfo, Network, inference_floats, training_floats};
pub use normalization::{AdaptError, Normalization};
pub use optimizer::{MOST_MOMENTS, Optimizer};
pub use optimizers::*;
pub use padding::Padding;
pub use padding::Padding::{Causal, Same, Valid};
#[doc(hidden)]
pub use parameter::{LayerParameters, count_parameters, dims_of, join_parameters};
pub use parameter::{Parameter, Parameters, Path};
/// The crate whose traits a [`Random`] is drawn through, by initializers and layers of your own: in the version
/// that fits.
pub use rand;
pub use random::{Random, random};
pub use regularizers::*;
pub use rule::{Constraint, ConstraintSetting, Regularizer, RegularizerSetting, Rule};
#[doc(hidden)]
pub use settings::{CheckSettings, FACTOR, OwnSettings, is_factor};
pub use settings::{
    Configurable, Configure, Configured, Defaults, DefaultsOf, HasOpenSize, NestedSettings, NoSettings,
    Settings, Setup, Variant, WithColumns,
};
pub use stream::{Is, Stream, Streams};
pub use threads::threads;
pub use token::{Token, TokenError};
pub use training::{Outcome, StepError, Training, all_finite};
pub use typenum;
pub use vectorize::vectorize;
