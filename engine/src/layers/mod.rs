//! The layers, a file each.

mod attention;
mod average_pool;
mod bidirectional;
mod configured;
mod conv1d;
mod conv2d;
mod conv2d_transpose;
mod cropping;
mod dense;
mod depthwise_conv2d;
mod embedding;
mod flatten;
mod frame;
mod global_pool;
mod gru;
mod handed_on;
mod input;
mod lstm;
mod max_pool;
mod merge_mode;
mod multi_head_attention;
mod pooling;
mod recurrent;
mod recurrent_settings;
mod separable_conv2d;
mod simple_rnn;
mod time_distributed;
mod two_ways;
mod up_sampling;
mod wrapped;
mod zero_padding;

pub use average_pool::{AveragePool1D, AveragePool2D};
pub use bidirectional::Bidirectional;
pub use conv1d::{Conv1D, Conv1DSettings};
pub use conv2d::{Conv2D, Conv2DSettings};
pub use conv2d_transpose::{Conv2DTranspose, Conv2DTransposeSettings};
pub use cropping::{Cropping1D, Cropping2D};
pub use dense::{Dense, DenseSettings};
pub use depthwise_conv2d::{DepthwiseConv2D, DepthwiseConv2DSettings};
pub use embedding::{Embedding, EmbeddingSettings};
pub use flatten::Flatten;
pub use global_pool::{GlobalAveragePool, GlobalMaxPool};
pub use gru::{AfterProduct, BeforeProduct, GRU, GRUSettings, ResetGate};
pub use input::Input;
pub use lstm::{LSTM, LSTMSettings};
pub use max_pool::{MaxPool1D, MaxPool2D};
pub use merge_mode::{MergeFunction, MergeMode};
pub use multi_head_attention::{MultiHeadAttention, MultiHeadAttentionSettings};
pub use pooling::{Pool1DSettings, Pool2DSettings};
pub use separable_conv2d::{SeparableConv2D, SeparableConv2DSettings};
pub use simple_rnn::{SimpleRNN, SimpleRNNSettings};
pub use time_distributed::{InSteps, TimeDistributed};
pub use two_ways::{GoBackwards, TurnedRound};
pub use up_sampling::{
    Interpolation::{self, Bilinear, Nearest},
    UpSampling1D, UpSampling2D, UpSampling2DSettings,
};
pub use zero_padding::{ZeroPadding1D, ZeroPadding2D};
