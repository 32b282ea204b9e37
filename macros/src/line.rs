//! The lines of a graph as tokens: what is read before it is known what it means, and what is skipped behind a
//! mistake.

use crate::{
    layer_type::LayerType,
    names::{as_written, is_spelled_input},
};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use std::collections::HashMap;
use syn::{
    Token, parenthesized,
    parse::{ParseBuffer, ParseStream},
    token::{Brace, Paren},
};

/// How often a name is written.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) written: usize,
    /// How often with parentheses behind it, as a layer that takes values.
    pub(crate) called: usize,
}

/// Counts the names in the tokens, at any depth.
pub(crate) fn count_names(tokens: TokenStream, counts: &mut HashMap<String, Count>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => count_names(group.stream(), counts),
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let name = name.strip_prefix("r#").unwrap_or(&name);
                let count = counts.entry(String::from(name)).or_default();
                count.written += 1;
                if let Some(TokenTree::Group(group)) = tokens.peek()
                    && group.delimiter() == Delimiter::Parenthesis
                {
                    count.called += 1;
                }
            }
            _ => {}
        }
    }
}

/// What to write where an operator stands behind a value.
pub(crate) fn explain_operator(input: ParseStream<'_>) -> Option<&'static str> {
    if input.peek(Token![+]) {
        Some("a layer adds values: write `Add(a, b)`")
    } else if input.peek(Token![-]) {
        Some("a layer subtracts values: write `Subtract(a, b)`")
    } else if input.peek(Token![*]) {
        Some("a layer multiplies values: write `Multiply(a, b)`")
    } else if input.peek(Token![.]) {
        Some("a value has no methods: a layer takes it, as in `Relu(x)`")
    } else {
        None
    }
}

/// Whether nothing follows this one token.
pub(crate) fn is_last(input: ParseStream<'_>) -> bool {
    let fork = input.fork();
    fork.parse::<TokenTree>().is_ok() && fork.is_empty()
}

/// `Dense(784, 64)`, or Keras's `Dense(64, activation="relu")`: where it is wrong, and what to write.
pub(crate) fn sizes_in_parentheses(layer: &LayerType, input: ParseStream<'_>) -> Option<(Span, String)> {
    let TokenTree::Group(group) = input.fork().parse().ok()? else { return None };
    let name = &layer.text;
    if group.delimiter() != Delimiter::Parenthesis || name.contains('<') {
        return None;
    }
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    let is_sign =
        |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign);
    match &inside[..] {
        [TokenTree::Literal(_), ..] => {}
        [TokenTree::Ident(_), sign, ..] if is_sign(sign, '=') => {}
        _ => return None,
    }
    let is_plain = |token: &TokenTree| match token {
        TokenTree::Literal(literal) => {
            literal.to_string().starts_with(|letter: char| letter.is_ascii_digit())
        }
        TokenTree::Ident(name) => name.to_string().starts_with(char::is_uppercase),
        other => is_sign(other, ','),
    };
    let sizes = if inside.iter().all(is_plain) { as_written(group.stream()) } else { String::from("…") };
    let takes = if is_spelled_input(&layer.type_) { "" } else { "(x)" };
    let message = match inside.iter().any(|token| is_sign(token, '=')) {
        true => format!("sizes stand in angle brackets, in their order: write `{name}<{sizes}>{takes}`"),
        false => format!("sizes stand in angle brackets: write `{name}<{sizes}>{takes}`"),
    };
    Some((group.span_open(), message))
}

/// What stands between parentheses.
pub(crate) fn parenthesised(input: ParseStream<'_>) -> syn::Result<(Paren, ParseBuffer<'_>)> {
    let content;
    let parens = parenthesized!(content in input);
    Ok((parens, content))
}

/// Reads what seems to be a layer's type.
pub(crate) fn take_layer(input: ParseStream<'_>) -> Vec<TokenTree> {
    let mut tokens = Vec::new();
    while !input.is_empty() && !input.peek(Token![;]) && !input.peek(Brace) {
        if input.peek(Paren) && !tokens.is_empty() {
            break;
        }
        let Ok(token) = input.parse() else { break };
        tokens.push(token);
    }
    tokens
}

/// Reads up to the next line.
pub(crate) fn skip_line(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![let]) && input.parse::<Token![;]>().is_err() {
        let _: syn::Result<TokenTree> = input.parse();
    }
}

/// Reads up to the comma behind an argument, past those between `<` and `>`.
pub(crate) fn skip_argument(input: ParseStream<'_>) {
    let mut depth = 0_usize;
    while !(input.is_empty() || depth == 0 && input.peek(Token![,])) {
        match input.parse() {
            Ok(TokenTree::Punct(punct)) if punct.as_char() == '<' => depth += 1,
            Ok(TokenTree::Punct(punct)) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
}

/// The last token that has been read since `start`.
pub(crate) fn last_read(start: ParseStream<'_>, input: ParseStream<'_>) -> Option<Span> {
    let tokens = |input: ParseStream<'_>| -> Vec<TokenTree> {
        input.fork().parse::<TokenStream>().unwrap_or_default().into_iter().collect()
    };
    let (all, left) = (tokens(start), tokens(input));
    Some(all.get(all.len().checked_sub(left.len() + 1)?)?.span())
}

/// Whether two names differ in few letters, so that one may be the other misspelt: added, left out, changed or
/// exchanged with the next.
pub(crate) fn are_similar(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // The distance of the first letters of `a`, of which there are as many as rows, from those of `b`.
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let changed = rows[i][j] + usize::from(x != y);
            let mut least = changed.min(row[j] + 1).min(rows[i][j + 1] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()] <= a.len().max(b.len()) / 3
}

/// Reads what is left.
pub(crate) fn skip_all(input: ParseStream<'_>) {
    let _: syn::Result<TokenStream> = input.parse();
}

#[cfg(test)]
mod tests {
    use super::are_similar;

    #[test]
    fn a_misspelt_name_is_similar() {
        assert!(["rigth", "ight", "rightt", "reght"].iter().all(|name| are_similar(name, "right")));
        assert!(!["left", "r", "bright_1", ""].iter().any(|name| are_similar(name, "right")));
        assert!(!are_similar("a", "b"));
    }
}
