//! What is said of a layer that does not fit, while the compiler evaluates constants.

use crate::{
    Dims, Fit,
    fit::{IMAGE, SEQUENCE},
};
use const_panic::{FmtArg, PanicVal, concat_panic};

/// What gives a value that a layer takes, for messages.
#[derive(Clone, Copy, Debug)]
pub struct Given {
    text: &'static str,
    /// Whether it is the layer that stands before, and not a name.
    is_layer: bool,
    /// Whether it is what comes into the model.
    is_input: bool,
    /// What to write so that it gives a sequence: [`ShapeRule::TO_GIVE_SEQUENCE`](crate::ShapeRule).
    to_give_sequence: &'static str,
}

impl Given {
    /// What comes into the model, by its name.
    pub const fn input(text: &'static str) -> Self {
        Given { text, is_layer: false, is_input: true, to_give_sequence: "" }
    }

    /// The layer that stands before, as it is written.
    pub const fn layer(text: &'static str, is_input: bool, to_give_sequence: &'static str) -> Self {
        Given { text, is_layer: true, is_input, to_give_sequence }
    }

    /// A value with this name.
    pub const fn name(text: &'static str, to_give_sequence: &'static str) -> Self {
        Given { text, is_layer: false, is_input: false, to_give_sequence }
    }

    /// "`Layer` before it gives " without its first quote, or "`name` gives ".
    const fn gives(&self) -> PanicVal<'static> {
        text(if self.is_layer { "` before it gives " } else { "` gives " })
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

/// Ends compilation if a layer does not fit, whatever number of values it takes. `layer` is the layer as it was
/// written, `before` what it is given by: a layer, or the names of values.
#[track_caller]
pub const fn check_layer(fit: Fit, layer: &str, before: Given) {
    check_merge(fit, layer, &[before]);
}

/// As [`check_layer`], of a layer that takes several values.
#[track_caller]
pub const fn check_merge(fit: Fit, layer: &str, before: &[Given]) {
    // What is right is looked at for each layer in each check of a program.
    if matches!(fit, Fit::Ok) {
        return;
    }
    let takes = &[text("`"), text(layer), text("` takes ")];
    let makes = &[text("`"), text(layer), text("` makes ")];
    let [but, by, it_gives] = [&[text(", but `")], &[text(before[0].text)], &[before[0].gives()]];
    match fit {
        Fit::Ok | Fit::Values { .. } | Fit::Vocabulary { .. } => {}
        Fit::Setting { name, .. } => check_setting(fit, name, layer),
        Fit::SingleUnit => concat_panic(&[&[
            text("`"),
            text(layer),
            text(
                "` gives the same number whatever comes in, since its activation shares 1 out over a row, \
                 and a row is one value: write `Dense<_, 1, Sigmoid>` with `BinaryCrossentropy`",
            ),
        ]]),
        Fit::Never { takes: kind } => concat_panic(&[takes, &[text(kind)]]),
        Fit::Zero => check_input(Dims::flat(0), layer),
        Fit::Count { takes: count, given } => {
            concat_panic(&[takes, &[number(count), text(" values, and is given "), number(given)]]);
        }
        Fit::Other { takes: kind, gives } => {
            concat_panic(&[
                takes,
                &[text(kind)],
                but,
                by,
                it_gives,
                &in_words(&gives),
                &other_kind(kind, gives, &before[0]),
            ]);
        }
        Fit::Exactly { takes: sizes, gives } => {
            concat_panic(&[takes, &in_words(&sizes), but, by, it_gives, &in_words(&gives)]);
        }
        Fit::Reshape { makes: sizes, gives } => concat_panic(&[
            makes,
            &in_decimal(&sizes),
            &[text(" of "), number(sizes.len()), text(" values")],
            but,
            by,
            it_gives,
            &in_words(&gives),
            &in_all(&gives),
        ]),
        Fit::Multiple { of, gives } => concat_panic(&[
            makes,
            &[text("a multiple of "), number(of), text(" values")],
            but,
            by,
            it_gives,
            &in_words(&gives),
            &in_all(&gives),
        ]),
        Fit::Window { rows, columns, gives } => concat_panic(&[
            &[text("the window of `"), text(layer), text("` is ")],
            &window(rows, columns),
            but,
            by,
            it_gives,
            &in_decimal(&gives),
            &[text(": write a smaller window, or `{ padding: Same }` behind it")],
        ]),
        Fit::Tokens { gives } => concat_panic(&[
            takes,
            &[text("numbers")],
            but,
            by,
            it_gives,
            &in_decimal(&gives),
            &[text(": write `Embedding<"), number(gives.vocabulary), text(", …>` between them")],
        ]),
        Fit::Unlike { first, against, other, place } | Fit::Broadcast { first, against, other, place } => {
            concat_panic(&[
                takes,
                &[
                    text(match fit {
                        Fit::Broadcast { .. } => "values whose sizes are the same, or 1 where they differ",
                        _ => "values that are alike",
                    }),
                    text(", but `"),
                    text(before[against].text),
                    text("` gives "),
                ],
                &in_words(&first),
                &[text(" and `"), text(before[place].text), text("` gives ")],
                &in_words(&other),
            ])
        }
    }
}

/// How many values several sizes are.
const fn in_all(sizes: &Dims) -> [PanicVal<'static>; 3] {
    match sizes.rank {
        1 => [text(""); 3],
        _ => [text(", which are "), number(sizes.len()), text(" values")],
    }
}

/// What to write where an image or a sequence is expected.
const fn other_kind(takes: &str, gives: Dims, before: &Given) -> [PanicVal<'static>; 5] {
    let is_input = before.is_input;
    let nothing = text("");
    let [rows, columns, channels, _] = gives.sizes;
    let between = text(">` between them");
    match (same_text(takes, IMAGE), same_text(takes, SEQUENCE), gives.rank) {
        (true, _, 1) if is_input => {
            [text(": write `Input<rows, columns, channels>`"), nothing, nothing, nothing, nothing]
        }
        (true, _, 1) => {
            [text(": write `Reshape<rows, columns, channels"), between, nothing, nothing, nothing]
        }
        (true, _, 2) => {
            [text(": write `Reshape<"), number(rows), text(", "), number(columns), text(", 1>` between them")]
        }
        (_, true, 1) if is_input => {
            [text(": write `Input<steps, features>`"), nothing, nothing, nothing, nothing]
        }
        (_, true, 1) if !before.to_give_sequence.is_empty() => {
            [text(": write "), text(before.to_give_sequence), nothing, nothing, nothing]
        }
        (_, true, 1) => [text(": write `Reshape<steps, features"), between, nothing, nothing, nothing],
        (_, true, 3) => {
            [text(": write `Reshape<"), number(rows), text(", "), number(columns * channels), between]
        }
        _ => [nothing; 5],
    }
}

/// `a == b`, which a constant cannot say of texts.
pub(crate) const fn same_text(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut place = 0;
    while place < a.len() && place < b.len() && a[place] == b[place] {
        place += 1;
    }
    place == a.len() && place == b.len()
}

/// A window of rows and columns, or of steps.
const fn window(rows: usize, columns: usize) -> [PanicVal<'static>; 4] {
    match columns {
        0 => [number(rows), text(" steps"), text(""), text("")],
        _ => [number(rows), text("×"), number(columns), text("")],
    }
}

/// Ends compilation if a layer takes another number of values than the one before gives. `model!` places
/// it at the first of the layer's sizes.
#[track_caller]
pub const fn check_size(fit: Fit, layer: &str, before: Given) {
    check_size_at(fit, layer, before, " or `_` here");
}

/// As [`check_size`], of a layer whose size stands in another layer inside, where `_` does not.
#[track_caller]
pub const fn check_inside(fit: Fit, layer: &str, before: Given) {
    check_size_at(fit, layer, before, " inside");
}

#[track_caller]
const fn check_size_at(fit: Fit, layer: &str, before: Given, here: &'static str) {
    let (takes, gives) = match fit {
        Fit::Values { takes, gives } => (takes, gives),
        Fit::Vocabulary { takes, gives } => concat_panic(&[
            &[text("`"), text(layer), text("` takes token ids below "), number(takes)],
            &[text(", but `"), text(before.text), before.gives()],
            &in_decimal(&gives),
            &[text(": write "), number(gives.vocabulary), text(here)],
        ]),
        _ => return,
    };
    let (kind, remedy): (_, &[_]) = match gives.rank {
        1 => (" values", &[text(": write "), number(gives.last()), text(here)]),
        _ if gives.len() == takes => (" values in a row", &[text(": write `Flatten` between them")]),
        2 => (" features", &[text(": write "), number(gives.last()), text(here)]),
        _ => (" channels", &[text(": write "), number(gives.last()), text(here)]),
    };
    concat_panic(&[
        &[text("`"), text(layer), text("` takes "), number(takes), text(kind)],
        &[text(", but `"), text(before.text), before.gives()],
        &in_decimal(&gives),
        remedy,
    ]);
}

/// As [`check_size`], of a layer that is used more than once, for every use but the first: its sizes stand
/// already.
#[track_caller]
pub const fn check_shared(fit: Fit, layer: &str, before: Given) {
    let (Fit::Values { gives, .. } | Fit::Vocabulary { gives, .. }) = fit else { return };
    concat_panic(&[
        &[
            text("`"),
            text(layer),
            text("` is used more than once, and `"),
            text(before.text),
            text("` gives "),
        ],
        &in_words(&gives),
        &[text(", which is not what it takes: write another layer here, or make these sizes alike")],
    ]);
}

/// Ends compilation: `name` stands for a layer where an input is expected.
#[track_caller]
pub(crate) const fn panic_not_an_input(name: &str, layer: &str) {
    concat_panic(&[&[
        text("`"),
        text(name),
        text("` is a layer, and is given as a value: write `let x = Input<…>;` in the first line, and `let "),
        text(name),
        text(" = "),
        text(layer),
        text("(x);` here"),
    ]]);
}

/// Ends compilation: a pair stands where `layer` takes one number, since the one that it may take has another place.
#[track_caller]
pub(crate) const fn panic_not_a_pair(layer: &str, place: usize) -> ! {
    concat_panic(&[&[
        text("this size of `"),
        text(layer),
        text("` is one number: its pair (rows, columns) stands at place "),
        number(place + 1),
        text(" in the angle brackets"),
    ]])
}

/// Ends compilation if this setting makes no sense. `model!` places it at the setting's value.
#[track_caller]
pub const fn check_setting(fit: Fit, setting: &str, layer: &str) {
    if let Fit::Setting { name, must } = fit
        && same_text(name, setting)
    {
        concat_panic(&[&[
            text("`"),
            text(name),
            text("` of `"),
            text(layer),
            text("` must be "),
            text(must),
        ]]);
    }
}

/// The fit, but for the settings of these names: they stand in braces, and what is wrong with them is told there.
pub const fn apart_from(mut fit: Fit, settings: &[&str]) -> Fit {
    let mut place = 0;
    while place < settings.len() {
        fit = fit.but_for(settings[place]);
        place += 1;
    }
    fit
}

/// The fit of a layer that is used again, but for its settings, if those have been told of at its first use.
pub const fn unless_told(fit: Fit, first: Fit) -> Fit {
    match (fit, first) {
        (Fit::Setting { .. }, Fit::Setting { .. }) => Fit::Ok,
        _ => fit,
    }
}

const fn text(text: &str) -> PanicVal<'_> {
    PanicVal::write_str(text)
}

const fn number(number: usize) -> PanicVal<'static> {
    PanicVal::from_usize(number, FmtArg::DISPLAY)
}

/// The sizes with a sign between them; where there are fewer than four, empty texts.
const fn in_decimal(sizes: &Dims) -> [PanicVal<'static>; 9] {
    let mut values = [text(""); 9];
    let mut place = 0;
    while place < sizes.rank {
        values[2 * place] = number(sizes.sizes[place]);
        if place > 0 {
            values[2 * place - 1] = text("×");
        }
        place += 1;
    }
    if sizes.vocabulary > 0 {
        values[7] = text(" token ids below ");
        values[8] = number(sizes.vocabulary);
    }
    values
}

/// As [`in_decimal`]; one number is that of values.
const fn in_words(sizes: &Dims) -> [PanicVal<'static>; 9] {
    let mut values = in_decimal(sizes);
    if sizes.rank == 1 && sizes.vocabulary == 0 {
        values[8] = text(if sizes.sizes[0] == 1 { " value" } else { " values" });
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{panic::catch_unwind, string::String};

    fn message(fit: Fit) -> String {
        let before = Given::layer("A<1>", false, "");
        let check = || {
            check_layer(fit, "B", before);
            check_size(fit, "B", before);
            check_setting(fit, "rate", "B");
        };
        *catch_unwind(check).unwrap_err().downcast::<String>().unwrap()
    }

    #[test]
    fn a_misfit_reads_as_a_sentence_in_decimal() {
        let before = Given::layer("A<1>", false, "");
        check_layer(Fit::Ok, "B", before);
        check_size(Fit::Ok, "B", before);
        check_setting(Fit::setting("strides", false, "at least 1"), "rate", "B");
        assert_eq!(message(Fit::setting("rate", false, "at least 0")), "`rate` of `B` must be at least 0");
        assert_eq!(
            message(Fit::last(500, Dims::flat(512))),
            "`B` takes 500 values, but `A<1>` before it gives 512: write 512 or `_` here"
        );
        assert_eq!(
            message(Fit::last(4, Dims::sequence(24, 3))),
            "`B` takes 4 features, but `A<1>` before it gives 24×3: write 3 or `_` here"
        );
        assert_eq!(
            message(Fit::last(72, Dims::sequence(24, 3))),
            "`B` takes 72 values in a row, but `A<1>` before it gives 24×3: write `Flatten` between them"
        );
        assert_eq!(
            message(Fit::Other { takes: "an image", gives: Dims::flat(7) }),
            "`B` takes an image, but `A<1>` before it gives 7 values"
        );
        assert_eq!(
            message(Fit::sequence(Dims::image(28, 14, 2))),
            "`B` takes a sequence (steps × features), but `A<1>` before it gives 28×14×2: \
             write `Reshape<28, 28>` between them"
        );
        assert_eq!(
            message(Fit::image(Dims::sequence(24, 3))),
            "`B` takes an image (rows × columns × channels), but `A<1>` before it gives 24×3: \
             write `Reshape<24, 3, 1>` between them"
        );
        assert_eq!(
            message(Fit::Multiple { of: 8, gives: Dims::sequence(4, 3) }),
            "`B` makes a multiple of 8 values, but `A<1>` before it gives 4×3, which are 12 values"
        );
        assert_eq!(message(Fit::Never { takes: "`Same`" }), "`B` takes `Same`");
        assert_eq!(
            message(Fit::Broadcast { first: Dims::flat(3), against: 0, other: Dims::flat(1), place: 0 }),
            "`B` takes values whose sizes are the same, or 1 where they differ, but `A<1>` gives 3 values and `A<1>` \
             gives 1 value"
        );
        assert_eq!(message(Fit::Count { takes: 2, given: 3 }), "`B` takes 2 values, and is given 3");
        assert_eq!(message(Fit::last(0, Dims::flat(7))), "`B` has a size of 0: every size is at least 1");
    }

    #[test]
    fn a_setting_is_told_where_it_stands_and_once() {
        let fit = Fit::setting("axis", false, "at least 1");
        assert_eq!(apart_from(fit, &["strides", "axis"]), Fit::Ok);
        // It is not written, so that the layer's place is the only one.
        assert_eq!(apart_from(fit, &["strides"]), fit);
        assert_eq!(apart_from(Fit::Zero, &["axis"]), Fit::Zero);
        assert_eq!(unless_told(fit, fit), Fit::Ok);
        assert_eq!(unless_told(fit, Fit::Ok), fit);
        assert_eq!(unless_told(Fit::Zero, fit), Fit::Zero);
    }

    #[test]
    fn of_a_layer_inside_no_underscore_is_suggested() {
        let check = || check_inside(Fit::last(4, Dims::flat(3)), "B<C<4>>", Given::input("x"));
        let message = *catch_unwind(check).unwrap_err().downcast::<String>().unwrap();
        assert_eq!(message, "`B<C<4>>` takes 4 values, but `x` gives 3: write 3 inside");
    }
}
