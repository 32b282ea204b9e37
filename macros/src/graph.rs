//! The graph form of a model: `pub struct Name { let x = Input<4>; let h = Dense<4, 8, Relu>(x); … }`
//!
//! It is read from top to bottom, so that no cycle can be written: a name is known behind the line that makes it.

use crate::{
    arguments,
    errors::Errors,
    input::{Given, Layer, Model, ModelInput, NotWhole, Use, parse_settings},
    names::{as_written, is_input},
};
use proc_macro2::{Span, TokenTree};
use std::collections::HashMap;
use syn::{
    Ident, Path, PathArguments, PathSegment, Token, Type, TypePath,
    ext::IdentExt,
    parenthesized,
    parse::{ParseBuffer, ParseStream},
    punctuated::Punctuated,
    spanned::Spanned,
    token::{Brace, Paren},
};

/// What to write, for messages.
const EXAMPLE: &str = "let h = Dense<4, 8, Relu>(x);";

/// What a name stands for.
#[derive(Clone, Copy)]
enum Binding {
    Value(usize),
    Layer(usize),
}

/// A value that has been made.
struct Value {
    place: Span,
    name: Option<String>,
    is_used: bool,
}

/// A graph that is being read.
struct Graph<'a> {
    model: &'a mut Model,
    errors: &'a mut Errors,
    names: HashMap<String, Binding>,
    values: Vec<Value>,
    /// Names that were used and not known, which may be made further down.
    unknown: Vec<Ident>,
    /// The values that layers take and the inputs, as they are numbered here: in the order of the text.
    inputs: usize,
}

/// What stands where a value is expected.
type Result<T> = core::result::Result<T, NotWhole>;

/// Reads the lines between the braces into the model.
pub(crate) fn parse(model: &mut Model, input: ParseStream<'_>, end: Span, errors: &mut Errors) {
    let mut graph =
        Graph { model, errors, names: HashMap::new(), values: Vec::new(), unknown: Vec::new(), inputs: 0 };
    let mut outputs = Vec::new();
    while !input.is_empty() {
        let line = if input.peek(Token![let]) {
            graph.parse_let(input, end)
        } else {
            graph.parse_outputs(input, end).map(|found| outputs = found)
        };
        if line.is_err() {
            graph.model.whole = false;
            skip_line(input);
        }
    }
    graph.finish(outputs, end);
}

impl Graph<'_> {
    /// `let name = …;`
    fn parse_let(&mut self, input: ParseStream<'_>, end: Span) -> Result<()> {
        let _: syn::Result<Token![let]> = input.parse();
        let Ok(name) = input.parse::<Ident>() else {
            return self.refuse(input.span(), format!("a name is expected here: write `{EXAMPLE}`"));
        };
        if input.parse::<Token![=]>().is_err() {
            return self.refuse(input.span(), format!("expected `=` behind the name: write `{EXAMPLE}`"));
        }
        let binding = self.parse_made(input, end, Some(&name));
        let is_closed = input.parse::<Token![;]>().is_ok();
        if !is_closed && binding.is_ok() {
            let place = if input.is_empty() { end } else { input.span() };
            self.errors.add(place, "expected `;` at the end of the line");
            self.model.whole = false;
        }
        // Known in any case, so that it is not told as unknown further down.
        let binding = binding.unwrap_or(Binding::Layer(usize::MAX));
        self.names.insert(name.unraw().to_string(), binding);
        Ok(())
    }

    /// What stands behind `let name =`: an input, a layer for later, or a value.
    fn parse_made(&mut self, input: ParseStream<'_>, end: Span, name: Option<&Ident>) -> Result<Binding> {
        let start = input.fork();
        if let Some(value) = self.parse_name(input, name) {
            return value.map(Binding::Value);
        }
        let layer = self.parse_layer(input, end)?;
        if is_input(&layer.type_) {
            if let Some(setting) = layer.settings.first() {
                return self.refuse(setting.name.span(), "an input has no settings");
            }
            if input.peek(Paren) {
                return self.refuse(input.span(), "an input takes nothing: leave out what stands behind it");
            }
            return self.add_input(layer.type_, name).map(Binding::Value);
        }
        if !input.peek(Paren) {
            if input.peek(Token![,]) && self.values.is_empty() {
                return self.refuse(
                    start.span(),
                    "a list of layers stands in angle brackets: write `pub struct Digits < Dense<784, 512, Relu>, … >;`",
                );
            }
            let Some(name) = name else {
                let text = as_written(quote::ToTokens::to_token_stream(&layer.type_));
                return self.refuse(start.span(), format!("a value is expected here: write `{text}(…)`"));
            };
            self.model.layers.push(Layer { name: Some(name.clone()), ..layer });
            return Ok(Binding::Layer(self.model.layers.len() - 1));
        }
        self.model.layers.push(layer);
        let layer = self.model.layers.len() - 1;
        self.parse_use(input, end, layer, name).map(Binding::Value)
    }

    fn add_input(&mut self, type_: Type, name: Option<&Ident>) -> Result<usize> {
        let Some(name) = name else {
            return self.refuse(type_.span(), "an input has a name: write `let x = Input<…>;`");
        };
        if !self.model.uses.is_empty() {
            return self.refuse(
                type_.span(),
                "inputs stand in the first lines: write this one above the first layer that is used",
            );
        }
        self.model.inputs.push(ModelInput { name: Some(name.clone()), type_ });
        self.inputs += 1;
        Ok(self.add_value(name.span(), Some(name)))
    }

    fn add_value(&mut self, place: Span, name: Option<&Ident>) -> usize {
        let name = name.map(|name| name.unraw().to_string());
        self.values.push(Value { place, name, is_used: false });
        self.values.len() - 1
    }

    /// `(a, b)` behind a layer: what it takes.
    fn parse_use(
        &mut self,
        input: ParseStream<'_>,
        end: Span,
        layer: usize,
        name: Option<&Ident>,
    ) -> Result<usize> {
        let place = self.model.layers[layer].type_.span();
        let Ok((parens, content)) = parenthesised(input) else {
            return self.refuse(input.span(), "expected `(` and the values that the layer takes");
        };
        let (mut taken, mut given_by) = (Vec::new(), Vec::new());
        let mut whole = true;
        while !content.is_empty() {
            match self.parse_argument(&content, end) {
                Ok((value, text)) => {
                    taken.push(value);
                    given_by.push(text);
                }
                Err(NotWhole) => {
                    whole = false;
                    skip_argument(&content);
                }
            }
            if !content.is_empty() && content.parse::<Token![,]>().is_err() {
                return self.refuse(content.span(), "expected `,` or `)` behind a value");
            }
        }
        if !whole {
            return Err(NotWhole);
        }
        if taken.is_empty() {
            return self.refuse(parens.span.join(), "a layer takes at least one value: write its name here");
        }
        if taken.len() > 8 {
            return self.refuse(parens.span.join(), "at most eight values are merged at once");
        }
        self.model.uses.push(Use { layer, taken, given_by, place });
        Ok(self.add_value(name.map_or(place, Ident::span), name))
    }

    /// A value that a layer takes: a name, or another layer's use.
    fn parse_argument(&mut self, input: ParseStream<'_>, end: Span) -> Result<(usize, Given)> {
        if let Ok(TokenTree::Literal(literal)) = input.fork().parse() {
            return self.refuse(
                literal.span(),
                "a value is expected here; sizes stand in angle brackets, as in `Dense<784, 64, Relu>(x)`",
            );
        }
        let text = |type_: &Type| as_written(quote::ToTokens::to_token_stream(type_));
        let is_name = input.peek(Ident)
            && !(input.peek2(Token![<]) || input.peek2(Token![::]))
            && !(input.peek2(Paren) || input.peek2(Brace));
        let name = input.fork().parse::<Ident>().ok();
        let value = match self.parse_made(input, end, None)? {
            Binding::Value(value) => value,
            Binding::Layer(_) => return Err(NotWhole),
        };
        self.values[value].is_used = true;
        let given = match name {
            Some(name) if is_name => Given::Name(name.unraw().to_string()),
            _ => {
                let used = self.model.uses.last().expect("a value that has no name was made just now");
                Given::Layer(text(&self.model.layers[used.layer].type_))
            }
        };
        Ok((value, given))
    }

    /// A name alone, of a value; or of a layer of that name, and what it takes. `None` if a layer's type
    /// stands here.
    fn parse_name(&mut self, input: ParseStream<'_>, value_name: Option<&Ident>) -> Option<Result<usize>> {
        let fork = input.fork();
        let name = fork.parse::<Ident>().ok()?;
        if fork.peek(Token![<]) || fork.peek(Token![::]) || fork.peek(Brace) {
            return None;
        }
        let is_call = fork.peek(Paren);
        let is_lower = name.to_string().starts_with(|letter: char| letter.is_lowercase() || letter == '_');
        match self.names.get(&name.unraw().to_string()).copied() {
            Some(Binding::Value(_)) if is_call => {
                let _: syn::Result<Ident> = input.parse();
                Some(
                    self.refuse(
                        name.span(),
                        format!("`{name}` is a value, and no layer that could take one"),
                    ),
                )
            }
            Some(Binding::Value(value)) => {
                let _: syn::Result<Ident> = input.parse();
                Some(Ok(value))
            }
            // Its own line was wrong: that has been told.
            Some(Binding::Layer(usize::MAX)) => Some(Err(NotWhole)),
            Some(Binding::Layer(layer)) if is_call => {
                let _: syn::Result<Ident> = input.parse();
                Some(self.parse_use(input, name.span(), layer, value_name))
            }
            Some(Binding::Layer(_)) => {
                let _: syn::Result<Ident> = input.parse();
                Some(self.refuse(name.span(), format!("`{name}` is a layer: write `{name}(…)`")))
            }
            None if is_lower => {
                let _: syn::Result<Ident> = input.parse();
                self.unknown.push(name);
                Some(Err(NotWhole))
            }
            None => None,
        }
    }

    /// A layer's type and its settings: `Dense<4, 8, Relu> { init: HeNormal }`
    fn parse_layer(&mut self, input: ParseStream<'_>, end: Span) -> Result<Layer> {
        let place = input.span();
        let type_ = match parse_path(input) {
            Ok(type_) => type_,
            Err(error) => {
                let tokens = take_layer(input);
                arguments::explain(&tokens, &error, if tokens.is_empty() { place } else { end }, self.errors);
                return Err(NotWhole);
            }
        };
        // Every place but the first may hold `_`: what comes in is known.
        arguments::check(&type_, 1, self.errors)?;
        let settings = if input.peek(Brace) { parse_settings(input, self.errors)? } else { Vec::new() };
        Ok(Layer { type_, settings, name: None })
    }

    /// The last line: `h`, `(a, b)`, or the last layer.
    fn parse_outputs(&mut self, input: ParseStream<'_>, end: Span) -> Result<Vec<(usize, Option<Ident>)>> {
        let place = input.span();
        if input.peek(Token![return]) {
            return self
                .refuse(place, "the output stands alone in the last line: leave out `return` and `;`");
        }
        if input.peek(Ident) && input.peek2(Token![=]) {
            return self.refuse(place, format!("a value is made by `let`: write `{EXAMPLE}`"));
        }
        let mut outputs = Vec::new();
        if input.peek(Paren) {
            let Ok((parens, content)) = parenthesised(input) else {
                return self.refuse(place, "the output is expected here");
            };
            while !content.is_empty() {
                let Ok(name) = content.fork().parse::<Ident>() else {
                    return self.refuse(content.span(), "several outputs have names: write `(a, b)`");
                };
                outputs.push((self.parse_output(&content, end)?, Some(name)));
                if !content.is_empty() && content.parse::<Token![,]>().is_err() {
                    return self.refuse(content.span(), "several outputs have names: write `(a, b)`");
                }
            }
            if outputs.is_empty() {
                return self.refuse(parens.span.join(), "the output is missing: write its name here");
            }
        } else {
            outputs.push((self.parse_output(input, end)?, None));
        }
        if input.peek(Token![;]) {
            return self.refuse(
                input.span(),
                "the last line is the output: leave out this `;`, or write `let … =` before it",
            );
        }
        if !input.is_empty() {
            return self.refuse(
                input.span(),
                format!("the output stands in the last line; a value is made by `let`: `{EXAMPLE}`"),
            );
        }
        Ok(outputs)
    }

    fn parse_output(&mut self, input: ParseStream<'_>, end: Span) -> Result<usize> {
        let place = input.span();
        let Binding::Value(value) = self.parse_made(input, end, None)? else { return Err(NotWhole) };
        if value < self.inputs {
            return self.refuse(place, "an input is no output: a model has at least one layer");
        }
        self.values[value].is_used = true;
        Ok(value)
    }

    /// Notes a mistake.
    fn refuse<T>(&mut self, place: Span, message: impl std::fmt::Display) -> Result<T> {
        self.errors.add(place, message);
        Err(NotWhole)
    }

    /// What can be said only behind the last line.
    fn finish(mut self, outputs: Vec<(usize, Option<Ident>)>, end: Span) {
        for name in core::mem::take(&mut self.unknown) {
            self.model.whole = false;
            let message = match self.names.contains_key(&name.unraw().to_string()) {
                true => format!(
                    "`{name}` is made further down: a graph is written from its inputs to its outputs, without a cycle"
                ),
                false => {
                    format!("`{name}` is not known: a value is made by `let {name} = …;` before it is used")
                }
            };
            self.errors.add(name.span(), message);
        }
        if !self.model.whole {
            return;
        }
        for (place, (value, name)) in outputs.iter().enumerate() {
            if outputs[..place].iter().any(|(other, _)| other == value) {
                let place = name.as_ref().map_or(end, Ident::span);
                self.errors.add(place, "this output is given twice");
                self.model.whole = false;
            }
        }
        if outputs.is_empty() {
            let message = "the model's output is missing: write its name in the last line, without `;`";
            self.errors.add(end, message);
            self.model.whole = false;
            return;
        }
        for Value { place, name, is_used } in &self.values {
            if !is_used {
                let name =
                    name.as_ref().map_or_else(|| String::from("this value"), |name| format!("`{name}`"));
                self.errors.add(
                    *place,
                    format!(
                        "{name} is made and not used: give it to a layer, or to the outputs in the last line"
                    ),
                );
                self.model.whole = false;
            }
        }
        let used: Vec<usize> = self.model.uses.iter().map(|used| used.layer).collect();
        for (number, layer) in self.model.layers.iter().enumerate() {
            if let (false, Some(name)) = (used.contains(&number), &layer.name) {
                self.errors
                    .add(name.span(), format!("`{name}` is never used: write `{name}(…)`, or leave it out"));
                self.model.whole = false;
            }
        }
        self.model.outputs = outputs;
    }
}

/// What stands between parentheses.
fn parenthesised(input: ParseStream<'_>) -> syn::Result<(Paren, ParseBuffer<'_>)> {
    let content;
    let parens = parenthesized!(content in input);
    Ok((parens, content))
}

/// `Dense<4, 8, Relu>`, without what stands behind it.
fn parse_path(input: ParseStream<'_>) -> syn::Result<Type> {
    let fork = input.fork();
    read_path(&fork)?;
    read_path(input)
}

fn read_path(input: ParseStream<'_>) -> syn::Result<Type> {
    let leading_colon = input.parse()?;
    let mut segments = Punctuated::new();
    loop {
        let ident = input.parse::<Ident>()?;
        let arguments = match input.peek(Token![<]) {
            true => PathArguments::AngleBracketed(input.parse()?),
            false => PathArguments::None,
        };
        segments.push_value(PathSegment { ident, arguments });
        if !input.peek(Token![::]) {
            break;
        }
        segments.push_punct(input.parse()?);
    }
    Ok(Type::Path(TypePath { attrs: Vec::new(), qself: None, path: Path { leading_colon, segments } }))
}

/// Reads what seems to be a layer's type.
fn take_layer(input: ParseStream<'_>) -> Vec<TokenTree> {
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
fn skip_line(input: ParseStream<'_>) {
    while !input.is_empty() && input.parse::<Token![;]>().is_err() {
        let _: syn::Result<TokenTree> = input.parse();
    }
}

/// Reads up to the next argument.
fn skip_argument(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        let _: syn::Result<TokenTree> = input.parse();
    }
}
