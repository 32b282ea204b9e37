use crate::{FileError, Summary, Trainer, WeightsError, weights};
use cornu_engine::{Loss, Network, Optimizer, boxed, inference_floats, pass, zeroed_vec};
use std::path::Path;

/// How many samples `predict_batch` and `evaluate` take at once.
pub(crate) const PREDICTION_BATCH: usize = 128;

/// What a Keras user does with a model, for every model of [`model!`](crate::model).
///
/// With [`Model`](cornu_engine::Model), which has `predict`, it is part of the prelude.
///
/// ```
/// use cornu::prelude::*;
///
/// model! { pub struct Line < Dense<1, 1> >; }
///
/// let mut line = Line::new(7).compile(Adam::new(0.1), MeanSquaredError);
/// line.fit(&[[0.0], [1.0]], &[[1.0], [3.0]]).epochs(200).verbose(Verbose::Silent).run()?;
/// assert!((line.predict(&[0.0])[0] - 1.0).abs() < 0.5);
/// # Ok::<(), FitError>(())
/// ```
pub trait Train: Network {
    /// A model with fresh weights, as its layers' initializers draw them from the seed.
    ///
    /// It is made in place on the heap, so that no stack is too small for it.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { pub struct Small < Dense<4, 2> >; }
    ///
    /// assert_eq!(Small::new(7).dense_1.kernel, Small::new(7).dense_1.kernel);
    /// assert_ne!(Small::new(7).dense_1.kernel, Small::new(8).dense_1.kernel);
    /// ```
    fn new(seed: u64) -> Box<Self> {
        let mut network = boxed::<Self>();
        network.initialize(seed);
        network
    }

    /// The model with an optimizer and a loss: ready to `fit`. That the loss fits the model's last
    /// activation is checked here, by the compiler.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { pub struct Small < Dense<4, 2, Softmax> >; }
    ///
    /// let mut small = Small::new(7).compile(Adam::default(), SparseCategoricalCrossentropy);
    /// let label = Class::<2>::new(1).unwrap();
    /// small.fit(&[[1.0; 4]], &[label]).epochs(3).verbose(Verbose::Silent).run()?;
    /// # Ok::<(), FitError>(())
    /// ```
    ///
    /// ```compile_fail
    /// # use cornu::prelude::*;
    /// # model! { pub struct Small < Dense<4, 2, Softmax> >; }
    /// // This loss goes with `Sigmoid`.
    /// let small = Small::new(7).compile(Adam::default(), BinaryCrossentropy);
    /// ```
    fn compile<O, L>(self: Box<Self>, optimizer: O, loss: L) -> Trainer<Self, O, L>
    where
        O: Optimizer,
        L: Loss<Self::Head, Self::Output>,
    {
        Trainer::new(self, optimizer, loss)
    }

    /// The outputs for many samples, which is faster than one by one; the same within rounding.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { pub struct Small < Dense<4, 2, Softmax> >; }
    ///
    /// let outputs = Small::new(7).predict_batch(&[[1.0; 4], [0.0; 4]]);
    /// assert_eq!(outputs[1], [0.5, 0.5]);
    /// ```
    fn predict_batch(&self, x: &[Self::Input]) -> Vec<Self::Output> {
        let mut outputs = zeroed_vec::<Self::Output>(x.len());
        let mut memory = vec![0.0; inference_floats::<Self>(PREDICTION_BATCH.min(x.len()))];
        for (x, y) in x.chunks(PREDICTION_BATCH).zip(outputs.chunks_mut(PREDICTION_BATCH)) {
            pass::predict_batch(self, x, y, &mut memory);
        }
        outputs
    }

    /// Saves the weights as a safetensors file, under names such as `dense_1/kernel`.
    ///
    /// The file is the old one or the new one, whole, whatever happens meanwhile. See
    /// [`load`](Train::load) for an example.
    ///
    /// # Errors
    /// If the file cannot be written.
    fn save(&self, path: impl AsRef<Path>) -> Result<(), FileError<WeightsError>> {
        weights::save(self, path)
    }

    /// A model with the weights of a file that [`save`](Train::save) wrote.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { pub struct Small < Dense<4, 2> >; }
    ///
    /// let path = std::env::temp_dir().join("cornu-doc-train.safetensors");
    /// let small = Small::new(7);
    /// small.save(&path)?;
    /// assert_eq!(Small::load(&path)?.dense_1.kernel, small.dense_1.kernel);
    /// # std::fs::remove_file(path).unwrap();
    /// # Ok::<(), cornu::FileError<cornu::WeightsError>>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be read, is damaged, or has other tensors than the model.
    fn load(path: impl AsRef<Path>) -> Result<Box<Self>, FileError<WeightsError>> {
        let mut network = boxed::<Self>();
        network.load_weights(path)?;
        Ok(network)
    }

    /// Replaces the weights by those of a file that [`save`](Train::save) wrote; on an error they stay.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { pub struct Small < Dense<4, 2> >; }
    ///
    /// let path = std::env::temp_dir().join("cornu-doc-load-weights.safetensors");
    /// let (small, mut other) = (Small::new(7), Small::new(8));
    /// small.save(&path)?;
    /// other.load_weights(&path)?;
    /// assert_eq!(other.dense_1.kernel, small.dense_1.kernel);
    /// # std::fs::remove_file(path).unwrap();
    /// # Ok::<(), cornu::FileError<cornu::WeightsError>>(())
    /// ```
    ///
    /// # Errors
    /// If the file cannot be read, is damaged, or has other tensors than the model.
    fn load_weights(&mut self, path: impl AsRef<Path>) -> Result<(), FileError<WeightsError>> {
        weights::load_into(self, path)
    }

    /// The table of layers, and what the model costs; it prints as Keras's.
    ///
    /// ```
    /// use cornu::prelude::*;
    ///
    /// model! { pub struct Small < Dense<4, 2> >; }
    ///
    /// println!("{}", Small::summary());
    /// assert!(Small::summary().to_string().contains("Total params: 10 (40 B)"));
    /// ```
    fn summary() -> Summary {
        Summary::of::<Self>()
    }
}

impl<N: Network> Train for N {}
