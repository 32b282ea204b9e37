//! May this layer follow that shape? The answer is a value, and what does not fit is a value too.

use crate::Dims;
use const_panic::{FmtArg, PanicVal, concat_panic};

/// Whether a layer fits what the layer before it gives, and if not, why.
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

/// Ends compilation with a message if a layer does not fit. `model!` writes one call a layer, placed
/// at that layer; `layer` and `before` are the layers as the user wrote them.
#[track_caller]
pub const fn check(fit: Fit, layer: &'static str, before: &'static str) {
    const fn text(text: &'static str) -> PanicVal<'static> {
        PanicVal::write_str(text)
    }
    const fn number(number: usize) -> PanicVal<'static> {
        PanicVal::from_usize(number, FmtArg::DISPLAY)
    }
    // The sizes with a sign between them; where there are fewer, empty texts.
    const fn sizes(dims: &Dims) -> [PanicVal<'static>; 7] {
        let mut values = [text(""); 7];
        let mut place = 0;
        while place < dims.rank {
            values[2 * place] = number(dims.sizes[place]);
            if place > 0 {
                values[2 * place - 1] = text("×");
            }
            place += 1;
        }
        values
    }
    match fit {
        Fit::Ok => {}
        Fit::Values { takes, gives } if gives.rank == 1 => concat_panic(&[
            &[text("`"), text(layer), text("` takes "), number(takes), text(" values, but `"), text(before)],
            &[text("` before it gives "), number(gives.len())],
        ]),
        Fit::Values { takes, gives } if gives.len() == takes => concat_panic(&[
            &[text("`"), text(layer), text("` takes "), number(takes), text(" values in a row, but `"), text(before)],
            &[text("` before it gives ")],
            &sizes(&gives),
            &[text(": write `Flatten` between them")],
        ]),
        Fit::Values { takes, gives } => concat_panic(&[
            &[text("`"), text(layer), text("` takes "), number(takes), text(" values a step or pixel, but `"), text(before)],
            &[text("` before it gives ")],
            &sizes(&gives),
        ]),
        Fit::Zero => concat_panic(&[&[
            text("`"),
            text(layer),
            text("` has a size of 0: every size of a layer must be at least 1"),
        ]]),
        Fit::Other { takes, gives } => concat_panic(&[
            &[text("`"), text(layer), text("` takes "), text(takes), text(", but `"), text(before), text("` before it gives ")],
            &sizes(&gives),
        ]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{panic::catch_unwind, string::String};

    fn message(fit: Fit) -> String {
        *catch_unwind(|| check(fit, "B", "A")).unwrap_err().downcast::<String>().unwrap()
    }

    #[test]
    fn a_misfit_reads_as_a_sentence_in_decimal() {
        check(Fit::Ok, "B", "A");
        assert_eq!(
            message(Fit::last(500, Dims::flat(512))),
            "`B` takes 500 values, but `A` before it gives 512"
        );
        assert_eq!(
            message(Fit::last(4, Dims::sequence(24, 3))),
            "`B` takes 4 values a step or pixel, but `A` before it gives 24×3"
        );
        assert_eq!(
            message(Fit::last(72, Dims::sequence(24, 3))),
            "`B` takes 72 values in a row, but `A` before it gives 24×3: write `Flatten` between them"
        );
        assert_eq!(
            message(Fit::Other { takes: "an image", gives: Dims::flat(7) }),
            "`B` takes an image, but `A` before it gives 7"
        );
        assert_eq!(message(Fit::last(0, Dims::flat(0))), "`B` has a size of 0: every size of a layer must be at least 1");
    }
}
