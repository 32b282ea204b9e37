//! The layers, a file each.

mod affine;
mod batch_norm;
mod column_sums;
mod dense;
mod dropout;
mod flatten;
mod gaussian_dropout;
mod gaussian_noise;
mod handed_on;
mod input;
mod layer_norm;
mod noise;
mod permute;
mod repeat_vector;
mod reshape;
mod rms_norm;
mod spatial_dropout;

pub use batch_norm::{BatchNorm, BatchNormSettings};
pub use dense::{Dense, DenseSettings};
pub use dropout::{Dropout, DropoutSettings};
pub use flatten::Flatten;
pub use gaussian_dropout::GaussianDropout;
pub use gaussian_noise::{GaussianNoise, GaussianNoiseSettings};
pub use input::Input;
pub use layer_norm::{LayerNorm, LayerNormSettings};
pub use permute::Permute;
pub use repeat_vector::RepeatVector;
pub use reshape::{OPEN, Reshape};
pub use rms_norm::{RMSNorm, RMSNormSettings};
pub use spatial_dropout::SpatialDropout;
