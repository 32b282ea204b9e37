//! Keras for networks whose shapes the compiler knows.
//!
//! ```
//! use cornu::prelude::*;
//!
//! model! {
//!     /// Handwritten digits.
//!     pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;
//! }
//!
//! # fn main() -> Result<(), FitError> {
//! # let (images, labels) = (vec![[1.0; 784]; 8], vec![Class::<10>::new(3).unwrap(); 8]);
//! let mut digits = Digits::new(7).compile(Adam::default(), SparseCategoricalCrossentropy);
//! digits.fit(&images, &labels).epochs(2).batch_size(4).validation_split(0.25).run()?;
//! let probabilities: [f32; 10] = digits.predict(&images[0]);
//! # assert!(probabilities[3] > 0.9);
//! # Ok(())
//! # }
//! ```
//!
//! A model is a plain struct of its parameters, with hand-derived code forward and back over
//! fixed-size arrays. A shape that does not fit is an error of `cargo check`, at the layer, in decimal.
//! The same struct trains on a workstation, is embedded in an application, and runs on a
//! microcontroller: with `default-features = false` the crate needs neither `std` nor an allocator.

#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]

pub use cornu_engine as engine;
pub use cornu_engine::*;

/// Makes a network of a list of layers, or of a graph of them.
///
/// # A list
///
/// ```
/// use cornu::prelude::*;
///
/// const HIDDEN: usize = 128;
///
/// model! {
///     /// Attributes and visibility are those of the struct that comes out.
///     pub struct Digits <
///         Input<28, 28>,                                 // what comes in, if the first layer does not say
///         Flatten,
///         Dense<784, HIDDEN, Relu> { l2: 1e-4 },         // settings, in braces
///         Dense<_, 10, Softmax>                          // `_`: what the layer before gives
///     >;
/// }
///
/// assert_eq!(Digits::PARAMETER_COUNT, 101_770);
/// assert_eq!(Digits::PARAMETERS[2].to_string(), "dense_2/kernel");
/// const _: () = assert!(Digits::INFERENCE_BYTES <= 8 * 1024);
/// ```
///
/// * Each layer is a Rust type, ours or one of your own by its path; so completion and
///   go-to-definition work on it. Its field is named as in Keras and numbered: `dense_1`, `dense_2`.
/// * A model stands in another by its name, as one of its layers.
/// * A layer that does not fit the one before it is an error at that layer, in decimal.
/// * The struct is `#[repr(C)]` and holds the parameters and nothing else. It implements
///   [`Network`] and [`Model`], and with the feature `std` also `Train`.
///
/// # A graph
///
/// Keras's functional form: inputs first, then a `let` for each value, and in the last line the output.
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     pub struct Twins {
///         let left = Input<4>;
///         let right = Input<4>;
///         let encoder = Dense<4, 8, Tanh>;               // a layer that is used twice: shared weights
///         let a = encoder(left);
///         let b = encoder(right);
///         let both = Concatenate(a, b);
///         let kind = Dense<16, 3, Softmax>(both);
///         let alike = Dense<_, 1, Sigmoid>(Multiply(a, b));
///         (kind, alike)                                  // a single output stands without parentheses
///     }
/// }
///
/// let mut twins = Twins::new(7).compile(Adam::default(), (SparseCategoricalCrossentropy, BinaryCrossentropy));
/// let x = TwinsInput { left: [1.0; 4], right: [0.5; 4] };
/// twins.fit(&[x], &[(Class::<3>::new(1).unwrap(), [1.0])]).verbose(Verbose::Silent).run()?;
/// let TwinsOutput { kind, alike } = twins.predict(&x);
/// assert_eq!((kind.len(), alike.len()), (3, 1));
/// # Ok::<(), FitError>(())
/// ```
///
/// * Several inputs are one sample, a struct `…Input` with their names; several outputs a struct `…Output`. Each
///   output has its loss, and a sample's target is a tuple.
/// * Layers that take several values are [`Merge`]s: [`Add`], [`Multiply`], [`Average`], [`Concatenate`], ….
/// * A name may be given again, as one does in Keras: `let x = Relu(x);`. A value that nobody uses is an
///   error, and so is a name that is used before it is made: a graph has no cycles.
/// * Values that are no longer needed leave their memory to later ones:
///   [`INFERENCE_BYTES`](Network::INFERENCE_BYTES) shows it.
///
/// # Settings
///
/// Angle brackets hold what decides the sizes of the parameters, and then the activation. Everything else stands in
/// braces, under Keras's name and with Keras's default: the fields of the layer's settings, such as [`DenseSettings`].
///
/// ```
/// use cornu::prelude::*;
///
/// model! {
///     pub struct Net <
///         Input<32, 32, 3>,
///         Conv2D<3, 16, 3, Relu> { strides: 2, padding: Same, kernel_initializer: HeNormal },
///         Conv2D<16, 16, (1, 5), LeakyRelu { negative_slope: 0.1 }> { strides: (1, 2), use_bias: false },
///         BatchNorm<16> { momentum: 0.9, scale: false },
///         Reshape<16, -1>,
///         LSTM<96, 32> { return_sequences: true, recurrent_constraint: MaxNorm(3.0) },
///         GlobalAveragePool,
///         Dense<32, 10, Softmax> { kernel_regularizer: L2(1e-4), trainable: true }
///     >;
/// }
/// ```
///
/// * A value that makes no sense (`rate: 1.5`) is an error at that value, which says what it must be.
/// * What differs by direction is a pair, as in Keras: `strides: (2, 1)`, and as a size `(1, 5)`: rows, then columns.
/// * An activation has its settings behind its name, also where it stands behind a layer.
/// * `l1` and `l2` are short for `kernel_regularizer: L1(…)` and `L2(…)`; so are `bias_l1` and others, each for the
///   regularizer of that parameter. They may stand beside it, and add up.
/// * `trainable: false` is a setting of every layer, and of a model in a model: it is frozen. It has no gradient, and
///   before the first layer that has one nothing flows back.
/// * A layer, an activation or a merge of your own has settings in the same way: see [`settings!`].
#[macro_export]
macro_rules! model {
    ($($model:tt)*) => {
        // So the crate is found under whatever name it has where the model is written.
        $crate::__model! { $crate $($model)* }
    };
}
#[doc(hidden)]
pub use cornu_macros::model as __model;

pub mod metrics;
pub mod prelude;

#[cfg(feature = "plot")]
mod axis;
#[cfg(feature = "std")]
mod batches;
#[cfg(feature = "std")]
mod callback;
#[cfg(feature = "std")]
pub mod callbacks;
#[cfg(feature = "std")]
mod categorical;
#[cfg(feature = "std")]
pub mod datasets;
#[cfg(feature = "std")]
mod file;
#[cfg(feature = "std")]
mod fit;
#[cfg(feature = "std")]
mod fit_error;
#[cfg(feature = "std")]
mod history;
#[cfg(feature = "std")]
mod idx;
#[cfg(feature = "std")]
mod idx_error;
#[cfg(feature = "std")]
mod measures;
mod metric;
#[cfg(feature = "std")]
mod picture;
#[cfg(feature = "plot")]
pub mod plot;
#[cfg(feature = "std")]
mod progress;
#[cfg(feature = "std")]
mod run;
#[cfg(feature = "std")]
mod summary;
#[cfg(feature = "std")]
mod table;
#[cfg(feature = "std")]
mod table_error;
#[cfg(feature = "std")]
mod table_reader;
#[cfg(feature = "std")]
mod targets;
#[cfg(feature = "std")]
mod train;
#[cfg(feature = "std")]
mod trainer;
#[cfg(feature = "std")]
mod vocabulary;
#[cfg(feature = "std")]
mod vocabulary_error;
#[cfg(feature = "std")]
pub mod weights;
#[cfg(feature = "std")]
mod weights_error;
#[cfg(feature = "std")]
mod windows;

pub use metric::{Metric, Mode};
#[cfg(feature = "std")]
use train::PREDICTION_BATCH;
#[cfg(feature = "std")]
pub use {
    callback::{Callback, CallbackError, TrainingState},
    categorical::{to_categorical, to_classes},
    file::FileError,
    fit::Fitting,
    fit_error::FitError,
    history::{Evaluation, History},
    idx::Idx,
    idx_error::IdxError,
    picture::{picture, pictures},
    progress::Verbose,
    summary::Summary,
    table::{Column, Table},
    table_error::TableError,
    targets::Targets,
    train::Train,
    trainer::Trainer,
    vocabulary::Vocabulary,
    vocabulary_error::VocabularyError,
    weights_error::WeightsError,
    windows::{WindowsError, windows},
};

#[doc = include_str!("../docs/differences-from-keras.md")]
pub mod differences_from_keras {}

/// The README's programs compile.
#[cfg(all(doctest, feature = "std"))]
#[doc = include_str!("../README.md")]
struct Readme;
