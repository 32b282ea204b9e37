use crate::{Block, Network, network::state_floats, pass};

/// A model that takes a sequence step by step as it comes, from a sensor, and says at each step what it
/// makes of all steps so far. It never allocates.
///
/// It goes with models that read a sequence in its order: recurrent layers, and layers that take each step by
/// itself. The number of steps in the model's type is that of training; a stream may be longer or shorter, though
/// what a model makes of much longer ones it has never learnt: [`reset`](Stream::reset) begins anew.
///
/// ```
/// use cornu::{Block, Stream, prelude::*};
///
/// model! { struct Wake < Input<24, 3>, LSTM<3, 16>, Dense<16, 1, Sigmoid> >; }
///
/// let mut wake = Wake::zeroed();
/// wake.initialize(7);
/// let readings = [[0.1, 0.2, 0.3]; 24];
/// let mut stream = Stream::new(&wake);
/// let mut probability = [0.0];
/// for reading in &readings {
///     probability = stream.push(reading);
/// }
/// assert!((probability[0] - wake.predict(&readings)[0]).abs() < 1e-6);
/// ```
#[derive(Debug)]
pub struct Stream<'a, N: Network> {
    network: &'a N,
    memory: N::StreamMemory,
}

impl<'a, N: Network> Stream<'a, N> {
    /// A stream of which no step has come yet: see [`Stream`] for an example.
    pub fn new(network: &'a N) -> Self
    where
        N::Streaming: Streams,
    {
        Stream { network, memory: Block::zeroed() }
    }

    /// What the model makes of the steps up to this one: see [`Stream`] for an example.
    pub fn push(&mut self, x: &N::StepInput) -> N::StepOutput {
        let (state, memory) =
            self.memory.floats_mut().split_at_mut(const { state_floats::<N>() }.unwrap_or(0));
        let mut y = N::StepOutput::zeroed();
        pass::stream(self.network, x.floats(), y.floats_mut(), state, memory);
        N::activate(y.floats_mut());
        y
    }

    /// Forgets all steps: another sequence begins.
    ///
    /// ```
    /// use cornu::{Block, Stream, prelude::*};
    ///
    /// model! { struct Wake < Input<24, 3>, LSTM<3, 16>, Dense<16, 1, Sigmoid> >; }
    ///
    /// let mut wake = Wake::zeroed();
    /// wake.initialize(7);
    /// let mut stream = Stream::new(&wake);
    /// let first = stream.push(&[0.1, 0.2, 0.3]);
    /// stream.reset();
    /// assert_eq!(stream.push(&[0.1, 0.2, 0.3]), first);
    /// ```
    pub fn reset(&mut self) {
        self.memory.floats_mut().fill(0.0);
    }
}

/// A constant as a type.
#[derive(Debug)]
pub struct Is<const TRUE: bool>;

/// That a model can take its input step by step: see [`Stream`].
#[diagnostic::on_unimplemented(
    message = "this model cannot take its input step by step",
    label = "a `Stream` is made of a model that reads a sequence in its order",
    note = "recurrent layers without `go_backwards` do, and layers that take each step by itself, such as `Dense` and \
            `LayerNorm`; convolutions, pooling, `Flatten`, attention and `Bidirectional` need the whole sequence"
)]
pub trait Streams {}

#[diagnostic::do_not_recommend]
impl Streams for Is<true> {}
