//! The one source of chance: a seed gives the same numbers on every machine.

use rand::{SeedableRng, rngs::ChaCha8Rng};

/// The generator that initializers draw from: ChaCha with 8 rounds. See [`random()`] for an example.
pub type Random = ChaCha8Rng;

/// The generator of one layer: its own stream of the seed, so that a change of one layer leaves the
/// start of all others as it was.
///
/// ```
/// use cornu_engine::rand::RngExt;
///
/// let first: f32 = cornu_engine::random(7, 0).random();
/// assert_eq!(first, cornu_engine::random(7, 0).random::<f32>());
/// assert_ne!(first, cornu_engine::random(7, 1).random::<f32>());
/// ```
pub fn random(seed: u64, stream: u64) -> Random {
    let mut random = Random::seed_from_u64(seed);
    random.set_stream(stream);
    random
}
