use crate::{Random, random};

/// What a layer draws its noise from in training: another for each layer and each step, the same for
/// the same seed.
///
/// ```
/// use cornu_engine::{Chance, rand::RngExt};
///
/// let first: f32 = Chance::new(7, 1, 0).random().random();
/// assert_eq!(first, Chance::new(7, 1, 0).random().random::<f32>());
/// assert_ne!(first, Chance::new(7, 2, 0).random().random::<f32>());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    seed: u64,
    step: u64,
    place: u64,
}

impl Chance {
    /// The chance of the layer with this place in the model, in one step of a training: see [`Chance`] for
    /// an example.
    pub const fn new(seed: u64, step: u64, place: u64) -> Self {
        Chance { seed, step, place }
    }

    /// The generator, which costs nothing until it is asked for: see [`Chance`] for an example.
    pub fn random(self) -> Random {
        // Streams of their own: those from 0 on are the initializers'.
        const STREAMS: u64 = 1 << 32;
        // Steps are far apart in the space of seeds: 2⁶⁴ divided by the golden ratio.
        let seed = self.seed ^ self.step.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        random(seed, STREAMS + self.place)
    }

    /// The seed and the step of what stands inside this layer.
    pub(crate) const fn inside(self) -> (u64, u64) {
        (self.seed ^ (self.place + 1).wrapping_mul(0xD1B5_4A32_D192_ED03), self.step)
    }
}
