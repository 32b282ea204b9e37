//! The layers, a file each.

mod dense;
mod flatten;
mod input;
mod lstm;
mod recurrent;
mod recurrent_settings;

pub use dense::Dense;
pub use flatten::Flatten;
pub use input::Input;
pub use lstm::LSTM;
pub use recurrent_settings::{GoBackwards, LSTMSettings, RecurrentSettings};
