//! What stands between a layer's `<` and `>`: sizes and an activation. What is wrong with them is said
//! as far as it can be seen without knowing the layer.

use crate::{
    errors::Errors,
    input::NotWhole,
    layer_type::LayerType,
    names::{as_written, last_segment},
};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, GenericArgument, Lit, Path, PathArguments, Type, parse2, spanned::Spanned};

/// Whether an argument is `_`.
pub(crate) fn is_inferred(argument: &GenericArgument) -> bool {
    matches!(argument, GenericArgument::Type(Type::Infer(_)))
}

/// The arguments of a layer, if it has any.
pub(crate) fn of(type_: &Type) -> impl Iterator<Item = &GenericArgument> {
    let arguments = match last_segment(type_).map(|segment| &segment.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => Some(&arguments.args),
        _ => None,
    };
    arguments.into_iter().flatten()
}

/// What is wrong with a `_` of a layer inside another.
const INNER_UNDERSCORE: &str = "`_` stands for a size of the layer itself: write the numbers inside";

/// Notes what is wrong with the arguments of a layer, which has this place in the model.
pub(crate) fn check(layer: &LayerType, place: usize, errors: &mut Errors) -> Result<(), NotWhole> {
    let type_ = &layer.type_;
    let mut inferred = 0;
    let mut result = Ok(());
    for (_, inner) in &layer.inner {
        if count_underscores(inner.type_.type_.to_token_stream()) > 0 {
            errors.add(inner.type_.span(), INNER_UNDERSCORE);
            result = Err(NotWhole);
        }
    }
    for (number, argument) in of(type_).enumerate() {
        inferred += usize::from(is_inferred(argument));
        let message = match argument {
            GenericArgument::Type(Type::Infer(_)) if number > 0 => String::from(
                "`_` stands for the size that comes in, the first one of a layer: write the number here",
            ),
            GenericArgument::Type(Type::Infer(_)) if place == 0 => String::from(
                "`_` stands for what the layer before gives, and this is the first: write the number, \
                 or write `Input<…>` before it",
            ),
            GenericArgument::Const(Expr::Lit(literal)) => match &literal.lit {
                Lit::Str(text) => format!("an activation is a type: write `{}`", type_name(&text.value())),
                Lit::Float(_) => String::from("a size is a whole number"),
                _ => continue,
            },
            GenericArgument::Type(Type::Path(path)) if is_padding(&path.path) => {
                format!(
                    "the padding is a setting: write `{{ padding: {} }}` behind the layer",
                    path.path.to_token_stream()
                )
            }
            GenericArgument::AssocType(_) | GenericArgument::AssocConst(_) => {
                String::from("sizes have no names here, but an order: write the value alone")
            }
            _ => continue,
        };
        errors.add(argument.span(), message);
        result = Err(NotWhole);
    }
    if count_underscores(type_.to_token_stream()) > inferred {
        errors.add(type_.span(), INNER_UNDERSCORE);
        result = Err(NotWhole);
    }
    result
}

/// Whether it is a padding's name, which is no type, where an activation is expected.
fn is_padding(path: &Path) -> bool {
    ["Valid", "Same", "Causal"].iter().any(|padding| path.is_ident(padding))
}

/// How many `_`s there are, at any depth.
fn count_underscores(tokens: TokenStream) -> usize {
    let count = |token| match token {
        // In a constant expression it is a pattern.
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => 0,
        TokenTree::Group(group) => count_underscores(group.stream()),
        TokenTree::Ident(name) => usize::from(name == "_"),
        _ => 0,
    };
    tokens.into_iter().map(count).sum()
}

/// Keras's `"leaky_relu"` as a type: `LeakyRelu`.
fn type_name(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters)
        })
        .collect();
    if name.is_empty() { String::from("Relu") } else { name }
}

/// Notes why `tokens` are no layer; `error` is what the parser says of them.
pub(crate) fn explain(tokens: &[TokenTree], error: &syn::Error, end: Span, errors: &mut Errors) {
    let is = |place: usize, sign: char| matches!(tokens.get(place), Some(TokenTree::Punct(punct)) if punct.as_char() == sign);
    let path = tokens
        .iter()
        .take_while(|token| match token {
            TokenTree::Ident(_) => true,
            TokenTree::Punct(punct) => punct.as_char() == ':',
            _ => false,
        })
        .count();
    let name: String = as_written(tokens[..path].iter().cloned().collect());
    match tokens.get(path) {
        Some(TokenTree::Group(group)) if path > 0 && group.delimiter() != Delimiter::Brace => {
            let inner = as_written(group.stream());
            errors.add(group.span_open(), format!("sizes stand in angle brackets: write `{name}<{inner}>`"));
        }
        Some(_) if path > 0 && is(path, '<') => {
            let (inside, closed) = inside(&tokens[path + 1..]);
            let behind = tokens.get(path + 1 + inside.len() + 1);
            if let (true, Some(TokenTree::Group(group))) = (closed, behind) {
                return errors.add(
                    group.span_open(),
                    "settings stand in braces: write `{ kernel_initializer: HeNormal }`",
                );
            }
            let count = errors.count();
            for argument in split(inside) {
                explain_argument(argument, errors);
            }
            if errors.count() == count && !closed {
                let place = tokens.last().map_or(end, TokenTree::span);
                errors.add(place, format!("`{name}<` is not closed: write `>` after this"));
            }
            if errors.count() == count {
                errors.add_syn(error, end);
            }
        }
        _ => errors.add_syn(error, end),
    }
}

/// The tokens up to the `>` that closes, and whether there is one.
fn inside(tokens: &[TokenTree]) -> (&[TokenTree], bool) {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' && depth == 0 => {
                return (&tokens[..place], true);
            }
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth -= 1,
            _ => {}
        }
    }
    (tokens, false)
}

/// The arguments, with the comma behind each.
pub(crate) fn split(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    let mut depth = 0_usize;
    tokens.split_inclusive(move |token| {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Punct(punct) => return punct.as_char() == ',' && depth == 0,
            _ => {}
        }
        false
    })
}

/// Notes why these tokens are no argument, if they are none.
fn explain_argument(tokens: &[TokenTree], errors: &mut Errors) {
    let parses = |tokens: &[TokenTree]| parse2::<GenericArgument>(tokens.iter().cloned().collect()).is_ok();
    let argument = match tokens.split_last() {
        Some((TokenTree::Punct(comma), argument)) if comma.as_char() == ',' => {
            if argument.is_empty() {
                return errors.add(comma.span(), "a size or an activation is missing before this comma");
            }
            argument
        }
        _ => tokens,
    };
    if argument.is_empty() || parses(argument) {
        return;
    }
    let stream: TokenStream = argument.iter().cloned().collect();
    if let Ok(Expr::Tuple(_)) = parse2(stream.clone()) {
        return errors
            .add(argument[0].span(), "a size is one number, or a pair such as `(1, 5)`: rows, then columns");
    }
    if let Ok(Expr::Call(call)) = parse2(stream.clone())
        && let Expr::Path(path) = &*call.func
        && path
            .path
            .segments
            .last()
            .is_some_and(|name| name.ident.to_string().starts_with(char::is_uppercase))
    {
        let (name, value) = (as_written(path.to_token_stream()), as_written(call.args.to_token_stream()));
        return errors.add(
            argument[0].span(),
            format!("settings stand in braces, with their names: write `{name} {{ …: {value} }}`"),
        );
    }
    if parse2::<Expr>(stream.clone()).is_ok() {
        let sum = as_written(stream);
        return errors.add(
            argument[0].span(),
            format!("a size that is calculated stands in braces: write `{{ {sum} }}`"),
        );
    }
    // Two arguments with nothing between them.
    if let Some(place) =
        (1..argument.len()).find(|&place| parses(&argument[..place]) && parses(&argument[place..]))
    {
        errors.add(
            argument[place].span(),
            "expected `,` between two arguments of a layer: write a comma before this one",
        );
    }
}
