/// How much memory a batch takes: floats once, and floats for each sample.
///
/// ```
/// use cornu_engine::Floats;
///
/// // A mean and a deviation of each of 32 channels, and a mask over each sample's 100 values.
/// const TRACE: Floats = Floats::once(2 * 32).and(Floats::each(100));
/// assert_eq!(TRACE.of(8), 64 + 800);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Floats {
    /// The floats that a batch of any size takes.
    pub once: usize,
    /// The floats that each of its samples takes besides.
    pub each: usize,
}

impl Floats {
    /// No memory: see [`Floats`] for an example.
    pub const NONE: Floats = Floats { once: 0, each: 0 };

    /// As much for a batch of any size: see [`Floats`] for an example.
    pub const fn once(floats: usize) -> Floats {
        Floats { once: floats, each: 0 }
    }

    /// As much for each sample: see [`Floats`] for an example.
    pub const fn each(floats: usize) -> Floats {
        Floats { once: 0, each: floats }
    }

    /// Both: see [`Floats`] for an example.
    #[must_use]
    pub const fn and(self, other: Floats) -> Floats {
        Floats { once: self.once + other.once, each: self.each + other.each }
    }

    /// The floats for a batch: see [`Floats`] for an example.
    pub const fn of(self, batch: usize) -> usize {
        self.once + batch * self.each
    }
}
