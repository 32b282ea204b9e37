//! The callbacks, a file each: Keras's `keras.callbacks`.
//!
//! ```
//! use cornu::prelude::*;
//!
//! model! { pub struct Line < Dense<1, 1> >; }
//!
//! let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
//! let (x, y) = ([[0.0], [1.0], [2.0], [3.0]], [[1.0], [3.0], [5.0], [7.0]]);
//! let path = std::env::temp_dir().join("cornu-doc-callbacks.safetensors");
//! line.fit(&x, &y)
//!     .epochs(50)
//!     .validation_split(0.25)
//!     .callback(callbacks::EarlyStopping::default().patience(3).restore_best_weights(true))
//!     .callback(callbacks::ModelCheckpoint::new(&path).save_best_only(true))
//!     .verbose(Verbose::Silent)
//!     .run()?;
//! // What was restored is what was saved.
//! assert_eq!(Line::load(&path)?.dense_1.kernel, line.dense_1.kernel);
//! # std::fs::remove_file(path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One of your own is an `impl` of [`Callback`](crate::Callback). A schedule of the learning rate is one in a few lines;
//! it is that trait's example.

mod early_stopping;
mod model_checkpoint;
mod monitor;

pub use early_stopping::EarlyStopping;
pub use model_checkpoint::ModelCheckpoint;
