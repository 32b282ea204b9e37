//! May this layer follow that shape? The answer is a value, and what does not fit is a value too.

use crate::Dims;
use const_panic::{FmtArg, PanicVal, concat_panic};

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
    /// Anything else: `takes` completes the sentence "`Layer` takes …".
    Other {
        /// What the layer takes, such as `"an image (rows × columns × channels)"`.
        takes: &'static str,
        /// What the layer before gives.
        gives: Dims,
    },
}

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
}

/// Ends compilation if no sample comes into a model. `item` is its `Input` or first layer, as it was
/// written.
#[track_caller]
pub const fn check_input(sizes: Dims, item: &str) {
    if sizes.len() == 0 {
        concat_panic(&[&[text("`"), text(item), text("` has a size of 0: every size is at least 1")]]);
    }
}

/// Ends compilation if a layer does not fit, whatever number of values it takes. `layer` and `before`
/// are the layers as they were written.
#[track_caller]
pub const fn check_layer(fit: Fit, layer: &str, before: &str) {
    match fit {
        Fit::Ok | Fit::Values { .. } => {}
        Fit::Zero => check_input(Dims::flat(0), layer),
        Fit::Other { takes, gives } => concat_panic(&[
            &[text("`"), text(layer), text("` takes "), text(takes)],
            &[text(", but `"), text(before), text("` before it gives ")],
            &in_decimal(&gives),
        ]),
    }
}

/// Ends compilation if a layer takes another number of values than the one before gives. `model!` places
/// it at the first of the layer's sizes.
#[track_caller]
pub const fn check_size(fit: Fit, layer: &str, before: &str) {
    let Fit::Values { takes, gives } = fit else { return };
    let (kind, remedy): (_, &[_]) = if gives.rank == 1 {
        (" values", &[text(": write "), number(gives.last()), text(" or `_` here")])
    } else if gives.len() == takes {
        (" values in a row", &[text(": write `Flatten` between them")])
    } else {
        (" values a step or pixel", &[text(": write "), number(gives.last()), text(" or `_` here")])
    };
    concat_panic(&[
        &[text("`"), text(layer), text("` takes "), number(takes), text(kind)],
        &[text(", but `"), text(before), text("` before it gives ")],
        &in_decimal(&gives),
        remedy,
    ]);
}

const fn text(text: &str) -> PanicVal<'_> {
    PanicVal::write_str(text)
}

const fn number(number: usize) -> PanicVal<'static> {
    PanicVal::from_usize(number, FmtArg::DISPLAY)
}

/// The sizes with a sign between them; where there are fewer than four, empty texts.
const fn in_decimal(sizes: &Dims) -> [PanicVal<'static>; 7] {
    let mut values = [text(""); 7];
    let mut place = 0;
    while place < sizes.rank {
        values[2 * place] = number(sizes.sizes[place]);
        if place > 0 {
            values[2 * place - 1] = text("×");
        }
        place += 1;
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{panic::catch_unwind, string::String};

    fn message(fit: Fit) -> String {
        let check = || {
            check_layer(fit, "B", "A");
            check_size(fit, "B", "A");
        };
        *catch_unwind(check).unwrap_err().downcast::<String>().unwrap()
    }

    #[test]
    fn a_misfit_reads_as_a_sentence_in_decimal() {
        check_layer(Fit::Ok, "B", "A");
        check_size(Fit::Ok, "B", "A");
        assert_eq!(
            message(Fit::last(500, Dims::flat(512))),
            "`B` takes 500 values, but `A` before it gives 512: write 512 or `_` here"
        );
        assert_eq!(
            message(Fit::last(4, Dims::sequence(24, 3))),
            "`B` takes 4 values a step or pixel, but `A` before it gives 24×3: write 3 or `_` here"
        );
        assert_eq!(
            message(Fit::last(72, Dims::sequence(24, 3))),
            "`B` takes 72 values in a row, but `A` before it gives 24×3: write `Flatten` between them"
        );
        assert_eq!(
            message(Fit::Other { takes: "an image", gives: Dims::flat(7) }),
            "`B` takes an image, but `A` before it gives 7"
        );
        assert_eq!(message(Fit::last(0, Dims::flat(7))), "`B` has a size of 0: every size is at least 1");
    }
}
