//! May this layer follow that shape? The answer is a value, and what does not fit is a value too.

use crate::{Dims, misfit::same_text};

/// Whether a layer fits what the layer before it gives, and if not, why.
///
/// ```
/// use cornu_engine::{Dense, Dims, Fit, Flat, ShapeRule};
///
/// type Head = Dense<500, 10>;
/// assert_eq!(<Head as ShapeRule<Flat<500>>>::FIT, Fit::Ok);
/// assert_eq!(<Head as ShapeRule<Flat<512>>>::FIT, Fit::Values { takes: 500, gives: Dims::flat(512) });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It fits.
    Ok,
    /// The layer takes another number of values.
    Values {
        /// What the layer says it takes.
        takes: usize,
        /// What the layer before gives.
        gives: Dims,
    },
    /// One of the layer's own sizes is 0.
    Zero,
    /// The layer's window does not fit into what the layer before gives.
    Window {
        /// The window's rows, or its steps.
        rows: usize,
        /// The window's columns; 0 if it slides over steps.
        columns: usize,
        /// What the layer before gives.
        gives: Dims,
    },
    /// The layer takes these very sizes.
    Exactly {
        /// What it takes.
        takes: Dims,
        /// What the layer before gives.
        gives: Dims,
    },
    /// The layer gives the values it takes other sizes, and there are not as many.
    Reshape {
        /// The sizes that it gives.
        makes: Dims,
        /// What the layer before gives.
        gives: Dims,
    },
    /// The layer gives the values it takes other sizes, of which one is open, and the others do not divide their number.
    Multiple {
        /// The product of the other sizes.
        of: usize,
        /// What the layer before gives.
        gives: Dims,
    },
    /// The layer takes numbers, and is given token ids.
    Tokens {
        /// What the layer before gives.
        gives: Dims,
    },
    /// The layer knows other token ids.
    Vocabulary {
        /// How many it knows.
        takes: usize,
        /// What the layer before gives.
        gives: Dims,
    },
    /// Two of the values that are merged differ.
    Unlike {
        /// The sizes of the one.
        first: Dims,
        /// Its place among the merged, from 0.
        against: usize,
        /// The sizes of the other.
        other: Dims,
        /// The other's place.
        place: usize,
    },
    /// Two of the values that are merged number by number differ in a size that neither repeats.
    Broadcast {
        /// The sizes of the one.
        first: Dims,
        /// Its place among the merged, from 0.
        against: usize,
        /// The sizes of the other.
        other: Dims,
        /// The other's place.
        place: usize,
    },
    /// Another number of values is merged.
    Count {
        /// How many are taken.
        takes: usize,
        /// How many there are.
        given: usize,
    },
    /// A setting makes no sense: `must` completes the sentence "`name` of `Layer` must be …".
    Setting {
        /// The setting's name.
        name: &'static str,
        /// What it must be, such as `"at least 1"`.
        must: &'static str,
    },
    /// The layer's activation is normalised over a row, and a row is one value.
    SingleUnit,
    /// The layer is wrong, whatever comes in: `takes` completes the sentence "`Layer` takes …".
    Never {
        /// What the layer takes, such as ``"`Valid` or `Same` as its padding"``.
        takes: &'static str,
    },
    /// Anything else: `takes` completes the sentence "`Layer` takes …".
    Other {
        /// What the layer takes, such as `"an image (rows × columns × channels)"`.
        takes: &'static str,
        /// What the layer before gives.
        gives: Dims,
    },
}

pub(crate) const IMAGE: &str = "an image (rows × columns × channels)";
pub(crate) const SEQUENCE: &str = "a sequence (steps × features)";

impl Fit {
    /// The fit of a layer that takes `takes` values, features or channels innermost and lets any
    /// sizes stand in front of them.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// assert_eq!(Fit::last(512, Dims::flat(512)), Fit::Ok);
    /// assert_ne!(Fit::last(500, Dims::flat(512)), Fit::Ok);
    /// ```
    pub const fn last(takes: usize, gives: Dims) -> Fit {
        if takes == 0 {
            Fit::Zero
        } else if gives.last() == takes {
            Fit::Ok
        } else {
            Fit::Values { takes, gives }
        }
    }

    /// The fit of a layer that takes an image.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// assert_eq!(Fit::image(Dims::image(28, 28, 1)), Fit::Ok);
    /// assert_ne!(Fit::image(Dims::flat(784)), Fit::Ok);
    /// ```
    pub const fn image(gives: Dims) -> Fit {
        match gives.rank {
            3 => Fit::Ok,
            _ => Fit::Other { takes: IMAGE, gives },
        }
    }

    /// The fit of a layer that takes a sequence.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// assert_eq!(Fit::sequence(Dims::sequence(24, 3)), Fit::Ok);
    /// assert_ne!(Fit::sequence(Dims::flat(72)), Fit::Ok);
    /// ```
    pub const fn sequence(gives: Dims) -> Fit {
        match gives.rank {
            2 => Fit::Ok,
            _ => Fit::Other { takes: SEQUENCE, gives },
        }
    }

    /// The fit of a window that slides over an image.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// assert_eq!(Fit::window(3, 3, Dims::image(28, 28, 1)), Fit::Ok);
    /// assert_ne!(Fit::window(5, 5, Dims::image(4, 28, 1)), Fit::Ok);
    /// ```
    pub const fn window(rows: usize, columns: usize, gives: Dims) -> Fit {
        if rows == 0 || columns == 0 {
            Fit::Zero
        } else if rows <= gives.sizes[0] && columns <= gives.sizes[1] {
            Fit::Ok
        } else {
            Fit::Window { rows, columns, gives }
        }
    }

    /// The fit of a window that slides over the steps of a sequence.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// assert_eq!(Fit::steps(5, Dims::sequence(24, 3)), Fit::Ok);
    /// assert_ne!(Fit::steps(5, Dims::sequence(4, 3)), Fit::Ok);
    /// ```
    pub const fn steps(steps: usize, gives: Dims) -> Fit {
        if steps == 0 {
            Fit::Zero
        } else if steps <= gives.sizes[0] {
            Fit::Ok
        } else {
            Fit::Window { rows: steps, columns: 0, gives }
        }
    }

    /// The fit of values that must be of one shape.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// assert_eq!(Fit::alike(&[Dims::flat(7), Dims::flat(7)]), Fit::Ok);
    /// assert_ne!(Fit::alike(&[Dims::flat(7), Dims::flat(8)]), Fit::Ok);
    /// ```
    pub const fn alike(all: &[Dims]) -> Fit {
        let mut place = 1;
        while place < all.len() {
            if !all[0].same(all[place]) {
                return Fit::Unlike { first: all[0], against: 0, other: all[place], place };
            }
            place += 1;
        }
        Fit::Ok
    }

    /// The fit of a merge that takes so many values.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// assert_eq!(Fit::count(2, &[Dims::flat(7), Dims::flat(8)]), Fit::Ok);
    /// assert_eq!(Fit::count(2, &[Dims::flat(7)]), Fit::Count { takes: 2, given: 1 });
    /// ```
    pub const fn count(takes: usize, all: &[Dims]) -> Fit {
        if all.len() == takes { Fit::Ok } else { Fit::Count { takes, given: all.len() } }
    }

    /// The fit of a layer that takes these very sizes.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// assert_eq!(Fit::exactly(Dims::flat(7), Dims::flat(7)), Fit::Ok);
    /// assert_ne!(Fit::exactly(Dims::image(28, 28, 1), Dims::flat(784)), Fit::Ok);
    /// ```
    pub const fn exactly(takes: Dims, gives: Dims) -> Fit {
        if takes.same(gives) { Fit::Ok } else { Fit::Exactly { takes, gives } }
    }

    /// The fit of a layer with a setting that has to be of some kind.
    ///
    /// ```
    /// use cornu_engine::Fit;
    ///
    /// const STRIDES: usize = 0;
    /// const FIT: Fit = Fit::setting("strides", STRIDES > 0, "at least 1");
    /// assert_eq!(FIT, Fit::Setting { name: "strides", must: "at least 1" });
    /// ```
    pub const fn setting(name: &'static str, is_sensible: bool, must: &'static str) -> Fit {
        if is_sensible { Fit::Ok } else { Fit::Setting { name, must } }
    }

    /// This fit, unless it is wrong by this setting alone, which is told of elsewhere.
    pub(crate) const fn but_for(self, setting: &str) -> Fit {
        match self {
            Fit::Setting { name, .. } if same_text(name, setting) => Fit::Ok,
            fit => fit,
        }
    }

    /// This fit, or, if there is nothing wrong with it, the other.
    ///
    /// ```
    /// use cornu_engine::{Dims, Fit};
    ///
    /// const GIVES: Dims = Dims::flat(784);
    /// assert_eq!(Fit::image(GIVES).and(Fit::last(3, GIVES)), Fit::image(GIVES));
    /// ```
    #[must_use]
    pub const fn and(self, other: Fit) -> Fit {
        if matches!(self, Fit::Ok) { other } else { self }
    }
}
