//! The layers, a file each.

mod attention;
mod bidirectional;
mod configured;
mod dense;
mod embedding;
mod flatten;
mod gru;
mod handed_on;
mod input;
mod lstm;
mod merge_mode;
mod multi_head_attention;
mod recurrent;
mod recurrent_settings;
mod simple_rnn;
mod time_distributed;
mod two_ways;
mod wrapped;

pub use bidirectional::Bidirectional;
pub use dense::{Dense, DenseSettings};
pub use embedding::{Embedding, EmbeddingSettings};
pub use flatten::Flatten;
pub use gru::{AfterProduct, BeforeProduct, GRU, GRUSettings, ResetGate};
pub use input::Input;
pub use lstm::{LSTM, LSTMSettings};
pub use merge_mode::{MergeFunction, MergeMode};
pub use multi_head_attention::{MultiHeadAttention, MultiHeadAttentionSettings};
pub use simple_rnn::{SimpleRNN, SimpleRNNSettings};
pub use time_distributed::{InSteps, TimeDistributed};
pub use two_ways::{GoBackwards, TurnedRound};
