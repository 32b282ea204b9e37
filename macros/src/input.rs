//! What stands in `model! { … }`: `pub struct Name < Layer, Layer { setting: value }, … >;`

use crate::errors::Errors;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Expr, GenericArgument, Ident, PathArguments, Token, Type, Visibility, braced,
    parse::{Parse, ParseStream},
    punctuated::Punctuated,
    spanned::Spanned,
};

/// What to write, for messages.
const EXAMPLE: &str = "pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;";

/// A model as it is written.
pub(crate) struct Model {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    /// `Input<…>`, if the model starts with one.
    pub(crate) input: Option<Type>,
    pub(crate) layers: Vec<Layer>,
}

/// One layer as it is written.
pub(crate) struct Layer {
    pub(crate) type_: Type,
    pub(crate) settings: Vec<Setting>,
}

/// `rate: 0.5`
pub(crate) struct Setting {
    pub(crate) name: Ident,
    pub(crate) value: Expr,
}

impl Layer {
    /// The last name of the layer's path: `Dense`.
    pub(crate) fn kind(&self) -> String {
        last_name(&self.type_).map_or_else(|| String::from("layer"), |(name, _)| name.to_string())
    }
}

/// The last name of a path, and what follows it in angle brackets.
fn last_name(type_: &Type) -> Option<(&Ident, &PathArguments)> {
    let Type::Path(path) = type_ else { return None };
    path.path.segments.last().map(|segment| (&segment.ident, &segment.arguments))
}

/// The head of a model, which is there even if its list of layers is not right.
struct Head {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
}

impl Parse for Head {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !input.peek(Token![struct]) {
            return Err(input.error(format!("a model is written as a struct: `{EXAMPLE}`")));
        }
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        Ok(Head { attributes, visibility, name })
    }
}

impl Model {
    /// Reads a model. Mistakes are noted; where even its name cannot be read, there is no model.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Self> {
        if tokens.is_empty() {
            errors.add(Span::call_site(), format!("the model is missing: write `{EXAMPLE}`"));
            return None;
        }
        let parser = |input: ParseStream<'_>| {
            let Head { attributes, visibility, name } = input.parse()?;
            let mut model = Model { attributes, visibility, name, input: None, layers: Vec::new() };
            if let Err(error) = model.parse_layers(input, errors) {
                errors.add_syn(error);
                // The rest has been judged; an error about it would be a second one.
                input.parse::<TokenStream>()?;
            }
            Ok(model)
        };
        let mut model = match syn::parse::Parser::parse2(parser, tokens) {
            Ok(model) => model,
            Err(error) => {
                errors.add_syn(error);
                return None;
            }
        };
        model.take_input(errors);
        model.check_inferred_sizes(errors);
        Some(model)
    }

    /// `< Layer, Layer, … >;`
    fn parse_layers(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let Some(open) = input.parse::<Option<Token![<]>>()? else {
            return Err(syn::Error::new(
                if input.is_empty() { self.name.span() } else { input.span() },
                format!("expected `<` and the layers: write `{EXAMPLE}`"),
            ));
        };
        let mut last = open.span;
        while !input.peek(Token![>]) {
            if input.is_empty() || input.peek(Token![;]) {
                let place = if input.is_empty() { last } else { input.span() };
                return Err(syn::Error::new(place, "the list of layers is not closed: write `>` before the `;`"));
            }
            let layer = Layer::parse(input, errors)?;
            last = end_of(&layer);
            self.layers.push(layer);
            if input.parse::<Option<Token![,]>>()?.is_none() {
                if !(input.peek(Token![>]) || input.peek(Token![;]) || input.is_empty()) {
                    return Err(input.error("expected `,` between two layers, or `>` after the last"));
                }
            }
        }
        let close: Token![>] = input.parse()?;
        if self.layers.is_empty() {
            errors.add(open.span, format!("a model has at least one layer: write `{EXAMPLE}`"));
        }
        if input.parse::<Option<Token![;]>>()?.is_none() {
            let place = if input.is_empty() { close.span } else { input.span() };
            return Err(syn::Error::new(place, "expected `;` after the layers: write `>;`"));
        }
        if !input.is_empty() {
            return Err(input.error("a `model!` holds one model: write another `model!` for the next"));
        }
        Ok(())
    }

    /// Takes `Input<…>` out of the layers.
    fn take_input(&mut self, errors: &mut Errors) {
        let is_input = |layer: &Layer| layer.kind() == "Input";
        for layer in self.layers.iter().skip(1).filter(|layer| is_input(layer)) {
            errors.add(layer.type_.span(), "`Input` says what comes into the model: it stands first, once");
        }
        if self.layers.first().is_some_and(is_input) {
            let input = self.layers.remove(0);
            if let Some(setting) = input.settings.first() {
                errors.add(setting.name.span(), "`Input` has no settings");
            }
            if self.layers.is_empty() {
                errors.add(input.type_.span(), "a model has at least one layer after its `Input`");
            }
            self.input = Some(input.type_);
        }
    }

    /// `_` stands for what comes in, and so for the first size of any layer but the first.
    fn check_inferred_sizes(&self, errors: &mut Errors) {
        let items = self.input.iter().chain(self.layers.iter().map(|layer| &layer.type_));
        for (place, type_) in items.enumerate() {
            for (argument, inferred) in inferred_sizes(type_) {
                if place == 0 {
                    errors.add(
                        inferred,
                        "`_` stands for what the layer before gives, and this is the first: write the number, \
                         or write `Input<…>` before it",
                    );
                } else if argument != 0 {
                    errors.add(
                        inferred,
                        "`_` stands for the size that comes in, the first one of a layer: write the number here",
                    );
                }
            }
        }
    }
}

/// The `_`s among a layer's arguments: which argument, and where.
fn inferred_sizes(type_: &Type) -> Vec<(usize, Span)> {
    let Some((_, PathArguments::AngleBracketed(arguments))) = last_name(type_) else { return Vec::new() };
    let inferred = arguments.args.iter().enumerate();
    inferred.filter(|(_, argument)| is_inferred(argument)).map(|(place, argument)| (place, argument.span())).collect()
}

pub(crate) fn is_inferred(argument: &GenericArgument) -> bool {
    matches!(argument, GenericArgument::Type(Type::Infer(_)))
}

/// The place of a layer's last token.
fn end_of(layer: &Layer) -> Span {
    let last = layer.settings.last().map(|setting| setting.value.to_token_stream());
    let tokens = last.unwrap_or_else(|| layer.type_.to_token_stream());
    tokens.into_iter().last().map_or_else(Span::call_site, |token: TokenTree| token.span())
}

impl Layer {
    /// `Dense<784, 512, Relu>`, and maybe `{ setting: value }`.
    fn parse(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let type_: Type = input.parse()?;
        if !matches!(type_, Type::Path(_)) {
            errors.add(type_.span(), "a layer is expected here, such as `Dense<784, 512, Relu>`");
        }
        let mut settings: Vec<Setting> = Vec::new();
        if input.peek(syn::token::Brace) {
            let content;
            braced!(content in input);
            for setting in Punctuated::<Setting, Token![,]>::parse_terminated(&content)? {
                if settings.iter().any(|earlier| earlier.name == setting.name) {
                    errors.add(setting.name.span(), format!("the setting `{}` is given twice", setting.name));
                } else {
                    settings.push(setting);
                }
            }
        }
        Ok(Layer { type_, settings })
    }
}

impl Parse for Setting {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: Ident = input.parse()?;
        if !input.peek(Token![:]) {
            return Err(syn::Error::new(name.span(), format!("a setting has a value: write `{name}: …`")));
        }
        input.parse::<Token![:]>()?;
        Ok(Setting { name, value: input.parse()? })
    }
}
