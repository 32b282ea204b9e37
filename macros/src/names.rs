//! Names of layers: as fields, and as the user wrote them.

use proc_macro2::{Ident, TokenStream};
use std::collections::{HashMap, HashSet};
use syn::{PathSegment, Type};

/// The last name of a type's path, with what follows it in angle brackets.
pub(crate) fn last_segment(type_: &Type) -> Option<&PathSegment> {
    let Type::Path(path) = type_ else { return None };
    path.path.segments.last()
}

/// As [`last_segment`], to be changed.
pub(crate) fn last_segment_mut(type_: &mut Type) -> Option<&mut PathSegment> {
    let Type::Path(path) = type_ else { return None };
    path.path.segments.last_mut()
}

/// Whether a type is spelled as what comes into a model: `Input<…>`, or token ids. What a type is by another name is
/// known to the compiler alone; this is for messages, and for a graph in which a line could be read both ways.
pub(crate) fn is_spelled_input(type_: &Type) -> bool {
    last_segment(type_).is_some_and(|name| name.ident == "Input" || name.ident == "Tokens")
}

/// Numbers the layers of each kind: `dense_1`, `dense_2`, `conv2d_1`, …
#[derive(Default)]
pub(crate) struct FieldNames {
    counts: HashMap<String, usize>,
    /// Names that the user has given to layers.
    taken: HashSet<String>,
}

impl FieldNames {
    /// Names that meet none of these.
    pub(crate) fn without<'a>(taken: impl Iterator<Item = &'a Ident>) -> Self {
        FieldNames { counts: HashMap::new(), taken: taken.map(Ident::to_string).collect() }
    }

    /// The next layer's name.
    pub(crate) fn next(&mut self, kind: &str) -> String {
        let kind = snake_case(kind);
        let count = self.counts.entry(kind.clone()).or_default();
        loop {
            *count += 1;
            let name = format!("{kind}_{count}");
            if !self.taken.contains(&name) {
                return name;
            }
        }
    }
}

/// Keras's rule: `Dense` is `dense`, `MaxPool2D` is `max_pool2d`, `LSTM` is `lstm`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (place, &letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| letters[before]);
        let starts_word = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || letters.get(place + 1).is_some_and(|next| next.is_lowercase())
            });
        if starts_word && before != Some('_') {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// Tokens as one writes them: `Dense<784, 512, Relu>`.
pub(crate) fn as_written(tokens: TokenStream) -> String {
    let mut text = tokens.to_string().replace('\n', " ");
    for (spaced, plain) in [
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" :: ", "::"),
        (":: ", "::"),
        (" ::", "::"),
        (" : ", ": "),
        ("( ", "("),
        (" )", ")"),
        ("<- ", "<-"),
        (", - ", ", -"),
    ] {
        text = text.replace(spaced, plain);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn names_are_as_in_keras() {
        for (name, snake) in [
            ("Dense", "dense"),
            ("Conv2D", "conv2d"),
            ("MaxPool2D", "max_pool2d"),
            ("LSTM", "lstm"),
            ("SimpleRNN", "simple_rnn"),
            ("LayerNorm", "layer_norm"),
            ("GRUCell", "gru_cell"),
            ("My_Layer", "my_layer"),
        ] {
            assert_eq!(snake_case(name), snake);
        }
    }

    #[test]
    fn layers_of_a_kind_are_numbered() {
        let mut names = FieldNames::default();
        assert_eq!(
            ["Dense", "Flatten", "Dense"].map(|kind| names.next(kind)),
            ["dense_1", "flatten_1", "dense_2"]
        );
    }

    #[test]
    fn a_number_that_the_user_has_given_is_left_out() {
        let taken = [quote::format_ident!("dense_1")];
        let mut names = FieldNames::without(taken.iter());
        assert_eq!(["Dense", "Dense"].map(|kind| names.next(kind)), ["dense_2", "dense_3"]);
    }

    #[test]
    fn layers_read_as_one_writes_them() {
        assert_eq!(as_written(quote!(Dense<784, 512, Relu>)), "Dense<784, 512, Relu>");
        assert_eq!(as_written(quote!(my::layers::Scale<{ N + 1 }>)), "my::layers::Scale<{ N + 1 }>");
        assert_eq!(as_written(quote!(Dense<_, 10>)), "Dense<_, 10>");
        assert_eq!(as_written(quote!(Reshape<-1, 7, -1>)), "Reshape<-1, 7, -1>");
    }
}
