//! The layers, a file each.

mod bidirectional;
mod dense;
mod flatten;
mod gru;
mod input;
mod lstm;
mod recurrent;
mod recurrent_settings;
mod simple_rnn;
mod time_distributed;
mod wrapped;

pub use bidirectional::{Ave, Bidirectional, Concat, MergeMode, Mul, Sum};
pub use dense::Dense;
pub use flatten::Flatten;
pub use gru::{AfterProduct, BeforeProduct, GRU, ResetGate};
pub use input::Input;
pub use lstm::LSTM;
pub use recurrent_settings::{GoBackwards, LSTMSettings, RecurrentSettings};
pub use simple_rnn::SimpleRNN;
pub use time_distributed::{InSteps, TimeDistributed};
