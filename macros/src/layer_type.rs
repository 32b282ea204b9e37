//! A layer's type as it is written, which is a Rust type except for three things that may stand between its `<` and
//! `>`: a pair of sizes, `(1, 5)`; a size that is left open, `-1`; and settings behind a type, as in
//! `Dense<4, 8, LeakyRelu { negative_slope: 0.1 }>`.

use crate::{
    arguments,
    errors::Errors,
    input::{NotWhole, Setting, parse_settings},
    names::as_written,
};
use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Expr, Ident, Path, PathArguments, PathSegment, Token, Type, TypePath,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    parse2,
    punctuated::Punctuated,
    spanned::Spanned,
    token::Brace,
};

/// The type of a layer.
#[derive(Clone)]
pub(crate) struct LayerType {
    /// What Rust understands of it. In the place of a pair stands its first size.
    pub(crate) type_: Type,
    /// As it is written.
    pub(crate) text: String,
    /// The second size of a pair, and which argument the pair is.
    pub(crate) columns: Option<(Expr, usize)>,
    /// The arguments that Rust would not understand as types, each by its place.
    pub(crate) inner: Vec<(usize, Inner)>,
    /// Whether a size is left open.
    pub(crate) is_open: bool,
}

/// A type inside another, with settings or with a pair of sizes.
#[derive(Clone)]
pub(crate) struct Inner {
    pub(crate) type_: LayerType,
    pub(crate) settings: Vec<Setting>,
}

impl LayerType {
    /// Where it is written.
    pub(crate) fn span(&self) -> Span {
        self.type_.span()
    }

    /// Whether Rust understands all of it.
    pub(crate) fn is_plain(&self) -> bool {
        self.columns.is_none() && self.inner.is_empty() && !self.is_open
    }

    /// Reads a layer's path: `nn::Dense<4, 8, Relu>`, and nothing of what stands behind it. If that is an
    /// error, nothing has been read.
    pub(crate) fn parse(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Result<Self, NotWhole>> {
        // First on a fork and in silence: whoever gets an error may try to read something else here, and what is wrong
        // inside must not be told twice.
        let _: Result<Self, NotWhole> = Self::read(&input.fork(), &mut None)?;
        Self::read(input, &mut Some(errors))
    }

    fn read(input: ParseStream<'_>, errors: &mut Option<&mut Errors>) -> syn::Result<Result<Self, NotWhole>> {
        if input.peek(Token![<]) {
            // `<A as B>::C`
            let type_: Type = input.parse()?;
            let text = as_written(type_.to_token_stream());
            return Ok(Ok(LayerType { type_, text, columns: None, inner: Vec::new(), is_open: false }));
        }
        let leading_colon: Option<Token![::]> = input.parse()?;
        let mut text = leading_colon.to_token_stream();
        let mut segments = Punctuated::new();
        let (mut columns, mut inner, mut is_open, mut whole) = (None, Vec::new(), false, true);
        loop {
            let is_keyword =
                input.peek(Token![crate]) || input.peek(Token![self]) || input.peek(Token![super]);
            let is_keyword = is_keyword && input.peek2(Token![::]);
            let ident = if is_keyword { input.call(Ident::parse_any)? } else { input.parse()? };
            ident.to_tokens(&mut text);
            let arguments = if input.peek(Token![<]) {
                let tokens = take_angle_brackets(input)?;
                text.extend(tokens.iter().cloned());
                let (tokens, special) = rewrite(&tokens, errors);
                match special {
                    Ok(special) => (columns, inner, is_open) = special,
                    Err(NotWhole) => whole = false,
                }
                PathArguments::AngleBracketed(parse2(tokens)?)
            } else {
                PathArguments::None
            };
            segments.push_value(PathSegment { ident, arguments });
            if !input.peek(Token![::]) {
                break;
            }
            let colons: Token![::] = input.parse()?;
            colons.to_tokens(&mut text);
            segments.push_punct(colons);
        }
        let type_ =
            Type::Path(TypePath { attrs: Vec::new(), qself: None, path: Path { leading_colon, segments } });
        let text = as_written(text);
        Ok(if whole { Ok(LayerType { type_, text, columns, inner, is_open }) } else { Err(NotWhole) })
    }
}

/// `<…>` with all that stands inside.
fn take_angle_brackets(input: ParseStream<'_>) -> syn::Result<Vec<TokenTree>> {
    let mut tokens = Vec::new();
    let mut depth = 0_usize;
    loop {
        if input.peek(Token![;]) {
            return Err(input.error("expected `>`"));
        }
        let token = input.parse::<TokenTree>()?;
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        tokens.push(token);
        if depth == 0 {
            // A group without delimiters may look like its first token.
            if tokens.len() < 2 {
                return Err(input.error("expected `<`"));
            }
            return Ok(tokens);
        }
    }
}

/// A pair's second size, the types inside by their places, and whether a size is left open.
type Special = (Option<(Expr, usize)>, Vec<(usize, Inner)>, bool);

/// Makes Rust of the arguments in `<…>`.
fn rewrite(
    tokens: &[TokenTree],
    errors: &mut Option<&mut Errors>,
) -> (TokenStream, Result<Special, NotWhole>) {
    let (open, close) = (&tokens[0], &tokens[tokens.len() - 1]);
    let (mut columns, mut inner, mut has_open, mut whole) = (None, Vec::new(), false, true);
    let mut written = TokenStream::new();
    for (place, argument) in arguments::split(&tokens[1..tokens.len() - 1]).enumerate() {
        let (argument, comma) = match argument.split_last() {
            Some((comma @ TokenTree::Punct(punct), argument)) if punct.as_char() == ',' => {
                (argument, Some(comma))
            }
            _ => (argument, None),
        };
        if let Some((first, second)) = pair(argument) {
            if columns.is_some()
                && let Some(errors) = errors
            {
                errors.add(
                    argument[0].span(),
                    "one size of a layer may be a pair: write one number here, or in the other place",
                );
                whole = false;
            }
            written.extend(quote!({ #first }));
            columns = Some((second, place));
        } else if is_open(argument) {
            has_open = true;
            written.extend([open_size(argument[0].span())]);
        } else if let Some(found) = read_inner(argument, errors) {
            match found {
                Ok(found) => inner.push((place, found)),
                Err(NotWhole) => whole = false,
            }
            // What stands here is replaced by the type's name.
            written.extend(quote!(__Inner));
        } else {
            written.extend(argument.iter().cloned());
        }
        written.extend(comma.cloned());
    }
    (quote!(#open #written #close), if whole { Ok((columns, inner, has_open)) } else { Err(NotWhole) })
}

/// `(1, 5)`
fn pair(argument: &[TokenTree]) -> Option<(Expr, Expr)> {
    let [TokenTree::Group(group)] = argument else { return None };
    if group.delimiter() != Delimiter::Parenthesis {
        return None;
    }
    let sizes = Punctuated::<Expr, Token![,]>::parse_terminated.parse2(group.stream()).ok()?;
    let mut sizes = sizes.into_iter();
    let pair = (sizes.next()?, sizes.next()?);
    sizes.next().is_none().then_some(pair)
}

/// `-1`
fn is_open(argument: &[TokenTree]) -> bool {
    matches!(
        argument,
        [TokenTree::Punct(minus), TokenTree::Literal(one)]
            if minus.as_char() == '-' && minus.spacing() == Spacing::Alone && one.to_string() == "1"
    )
}

/// The size that stands for `-1`. The crate's path is added where the type is written.
fn open_size(place: Span) -> TokenTree {
    let mut size = Group::new(Delimiter::Brace, quote!(__OPEN));
    size.set_span(place);
    TokenTree::Group(size)
}

/// A type with settings behind it, or with something inside that Rust does not understand.
fn read_inner(argument: &[TokenTree], errors: &mut Option<&mut Errors>) -> Option<Result<Inner, NotWhole>> {
    if !matches!(argument.first(), Some(TokenTree::Ident(_))) || argument.len() < 2 {
        return None;
    }
    let mut parse = |input: ParseStream<'_>| {
        let type_ = LayerType::read(input, errors)?;
        let has_settings = input.peek(Brace);
        let settings = match has_settings {
            true => match errors {
                Some(errors) => parse_settings(input, errors),
                None => parse_settings(input, &mut Errors::silent()),
            },
            false => Ok(Vec::new()),
        };
        if !input.is_empty() {
            return Err(input.error("expected `,`"));
        }
        Ok(match (type_, settings) {
            (Ok(type_), Ok(settings)) if has_settings || !type_.is_plain() => {
                Some(Ok(Inner { type_, settings }))
            }
            (Ok(_), Ok(_)) => None,
            _ => Some(Err(NotWhole)),
        })
    };
    Parser::parse2(&mut parse, argument.iter().cloned().collect()).ok().flatten()
}
