//! The layers, a file each.

mod attention;
mod batch_norm;
mod column_sums;
mod dense;
mod dropout;
mod embedding;
mod flatten;
mod gaussian_dropout;
mod gaussian_noise;
mod input;
mod layer_norm;
mod multi_head_attention;
mod noise;
mod rms_norm;
mod spatial_dropout;

pub use batch_norm::{BatchNorm, BatchNormSettings};
pub use dense::Dense;
pub use dropout::{Dropout, DropoutSettings};
pub use embedding::{Embedding, EmbeddingSettings};
pub use flatten::Flatten;
pub use gaussian_dropout::GaussianDropout;
pub use gaussian_noise::{GaussianNoise, GaussianNoiseSettings};
pub use input::Input;
pub use layer_norm::{LayerNorm, LayerNormSettings};
pub use multi_head_attention::{AttentionMask, CausalMask, MultiHeadAttention, Unmasked};
pub use rms_norm::{RMSNorm, RMSNormSettings};
pub use spatial_dropout::SpatialDropout;
