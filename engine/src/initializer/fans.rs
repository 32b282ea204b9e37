use crate::Dims;

/// How many inputs a weight's sum has, and how many sums an input goes into.
///
/// ```
/// use cornu_engine::{Dims, Fans, Initializer, Random, random};
///
/// /// Each unit starts as the mean of its inputs.
/// fn mean(kernel: &mut [f32], dims: Dims, _: &mut Random) {
///     kernel.fill(1.0 / Fans::of(dims).inputs as f32);
/// }
///
/// // Four inputs to two units.
/// let mut kernel = [0.0; 8];
/// Initializer::Custom(mean).fill(&mut kernel, Dims::flat(2).times(4), &mut random(7, 0));
/// assert_eq!(kernel, [0.25; 8]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fans {
    /// The inputs of one unit.
    pub inputs: usize,
    /// The units that one input goes to.
    pub outputs: usize,
}

impl Fans {
    /// The fans of a parameter by its sizes, as Keras counts them (`compute_fans` in
    /// `keras/src/initializers/random_initializers.py`).
    ///
    /// Of a matrix, inputs × outputs. The sizes in front of those are places that a unit looks at: each
    /// multiplies both. A vector of n has n and n, a single number 1 and 1.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fans};
    ///
    /// // A window of 3 by 3 pixels with 16 channels, to each of 32 units.
    /// let kernel = Dims::image(3, 16, 32).times(3);
    /// assert_eq!(Fans::of(kernel), Fans { inputs: 9 * 16, outputs: 9 * 32 });
    /// assert_eq!(Fans::of(Dims::flat(10)), Fans { inputs: 10, outputs: 10 });
    /// ```
    pub const fn of(dims: Dims) -> Fans {
        match dims.rank {
            0 | 1 => Fans { inputs: dims.last(), outputs: dims.last() },
            rank => {
                let (mut places, mut axis) = (1, 0);
                while axis + 2 < rank {
                    places *= dims.sizes[axis];
                    axis += 1;
                }
                Fans { inputs: dims.sizes[rank - 2] * places, outputs: dims.sizes[rank - 1] * places }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `keras.src.initializers.random_initializers.compute_fans` gives them.
    #[test]
    fn they_are_those_of_keras() {
        for (dims, inputs, outputs) in [
            (Dims::SCALAR, 1, 1),
            (Dims::flat(7), 7, 7),
            (Dims::sequence(784, 512), 784, 512),
            (Dims::image(5, 3, 8), 15, 40),
            (Dims::image(2, 3, 8).times(5), 30, 80),
        ] {
            assert_eq!(Fans::of(dims), Fans { inputs, outputs }, "{dims}");
        }
    }
}
