//! The graph form of a model: `pub struct Name { let x = Input<4>; let h = Dense<4, 8, Relu>(x); … }`
//!
//! It is read from top to bottom, so that no cycle can be written: a name is known behind the line that makes it.

use crate::{
    arguments,
    errors::Errors,
    input::{Given, Layer, Model, ModelInput, NotWhole, Use, parse_settings},
    layer_type::LayerType,
    line::{self, Count, count_names, parenthesised, skip_all, skip_argument, skip_line, take_layer},
    names::is_spelled_input,
};
use proc_macro2::{Span, TokenTree};
use std::collections::HashMap;
use syn::{
    Ident, Token,
    ext::IdentExt,
    parse::{ParseStream, discouraged::Speculative},
    token::{Brace, Bracket, Paren},
};

/// What to write, for messages.
const EXAMPLE: &str = "let h = Dense<4, 8, Relu>(x);";

/// What a name stands for.
#[derive(Clone, Copy)]
enum Binding {
    Value(usize),
    Layer(usize),
    /// Its line is wrong, which has been told.
    Broken,
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
    /// How often each name is written: one that is written once is not used, whatever else is wrong.
    counts: HashMap<String, Count>,
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
    let mut counts = HashMap::new();
    count_names(input.fork().parse().unwrap_or_default(), &mut counts);
    let mut graph = Graph {
        model,
        errors,
        names: HashMap::new(),
        counts,
        values: Vec::new(),
        unknown: Vec::new(),
        inputs: 0,
    };
    let mut outputs = None;
    while !input.is_empty() {
        let line = if input.peek(Token![let]) {
            graph.parse_let(input, end)
        } else if input.peek(Ident) && input.peek2(Token![=]) {
            graph.parse_without_let(input, end)
        } else {
            let found = graph.parse_outputs(input, end);
            let line = found.as_ref().map(drop).map_err(|_| NotWhole);
            outputs = Some(found.unwrap_or_default());
            line
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
        if input.peek(Token![mut]) {
            self.note(input.span(), "a value does not change: leave out `mut`");
            let _: syn::Result<Token![mut]> = input.parse();
        }
        let Ok(name) = input.parse::<Ident>() else {
            return self.refuse(input.span(), format!("a name is expected here: write `{EXAMPLE}`"));
        };
        self.parse_named(input, end, &name)
    }

    /// `name = …;`, as in Python.
    fn parse_without_let(&mut self, input: ParseStream<'_>, end: Span) -> Result<()> {
        let Ok(name) = input.parse::<Ident>() else { return Err(NotWhole) };
        self.note(name.span(), format!("a value is made by `let`: write `let {name} = …;`"));
        self.parse_named(input, end, &name)
    }

    /// `= …;` behind a name.
    fn parse_named(&mut self, input: ParseStream<'_>, end: Span, name: &Ident) -> Result<()> {
        let key = name.unraw().to_string();
        // Known in any case, so that it is not told as unknown further down.
        if input.parse::<Token![=]>().is_err() {
            self.names.insert(key, Binding::Broken);
            return self
                .refuse(input.span(), format!("expected `=` behind the name: write `let {name} = …;`"));
        }
        let start = input.fork();
        let binding = self.parse_made(input, end, Some(name));
        self.names.insert(key, *binding.as_ref().unwrap_or(&Binding::Broken));
        binding?;
        if input.parse::<Token![;]>().is_err() {
            let place = if input.is_empty() { end } else { input.span() };
            if let Some(message) = line::explain_operator(input) {
                return self.refuse(place, message);
            }
            self.note(line::last_read(&start, input).unwrap_or(place), "expected `;` behind this");
            let goes_on = input.peek(Token![let]) || input.peek(Ident) || input.peek(Paren);
            return if goes_on { Ok(()) } else { Err(NotWhole) };
        }
        Ok(())
    }

    /// What stands behind `let name =`: an input, a layer for later, or a value.
    fn parse_made(&mut self, input: ParseStream<'_>, end: Span, name: Option<&Ident>) -> Result<Binding> {
        let start = input.fork();
        if let Some(value) = self.parse_name(input, name) {
            return value.map(Binding::Value);
        }
        let layer = self.parse_layer(input, end)?;
        if self.is_input(&layer, input, name) {
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
                let text = &layer.type_.text;
                return self.refuse(start.span(), format!("a value is expected here: write `{text}(…)`"));
            };
            let names = self.model.layers.iter().filter_map(|layer| layer.name.as_ref());
            if names.into_iter().any(|other| other.unraw() == name.unraw()) {
                return self.refuse(
                    name.span(),
                    format!("a layer above is called `{name}` already: its name is a field of the model"),
                );
            }
            self.model.layers.push(Layer { name: Some(name.clone()), ..layer });
            return Ok(Binding::Layer(self.model.layers.len() - 1));
        }
        self.model.layers.push(layer);
        let layer = self.model.layers.len() - 1;
        let place = self.model.layers[layer].type_.span();
        self.parse_use(input, end, layer, place, name).map(Binding::Value)
    }

    /// Whether `let name = …;` says what comes in. A layer that is named for later is called further down, and what
    /// comes in is not; whether its type really is an input the compiler says.
    fn is_input(&self, layer: &Layer, input: ParseStream<'_>, name: Option<&Ident>) -> bool {
        let is_in_the_first_lines = self.model.uses.is_empty() && self.model.layers.is_empty();
        let is_taken = || {
            let count = name.and_then(|name| self.counts.get(&name.unraw().to_string()));
            count.is_some_and(|count| count.called == 0 && count.written > 1)
        };
        is_spelled_input(&layer.type_.type_)
            || input.peek(Token![;]) && is_in_the_first_lines && layer.settings.is_empty() && is_taken()
    }

    fn add_input(&mut self, type_: LayerType, name: Option<&Ident>) -> Result<usize> {
        let Some(name) = name else {
            return self.refuse(type_.span(), "an input has a name: write `let x = Input<…>;`");
        };
        if !self.model.uses.is_empty() {
            return self.refuse(
                type_.span(),
                "inputs stand in the first lines: write this one above the first layer that is used",
            );
        }
        self.model.inputs.push(ModelInput { name: name.clone(), type_ });
        self.inputs += 1;
        Ok(self.add_value(name.span(), Some(name)))
    }

    fn add_value(&mut self, place: Span, name: Option<&Ident>) -> usize {
        let name = name.map(|name| name.unraw().to_string());
        self.values.push(Value { place, name, is_used: false });
        self.values.len() - 1
    }

    /// `(a, b)` behind a layer: what it takes. `place` is where the layer, or its name, is written.
    fn parse_use(
        &mut self,
        input: ParseStream<'_>,
        end: Span,
        layer: usize,
        place: Span,
        name: Option<&Ident>,
    ) -> Result<usize> {
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
                let message =
                    line::explain_operator(&content).unwrap_or("expected `,` or `)` behind a value");
                self.note(content.span(), message);
                skip_all(&content);
                whole = false;
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
        if input.peek(Bracket) {
            return self.refuse(input.span(), "values stand in the parentheses alone: leave out `[` and `]`");
        }
        let is_name = input.peek(Ident)
            && !(input.peek2(Token![<]) || input.peek2(Token![::]))
            && !(input.peek2(Paren) || input.peek2(Brace));
        let name = input.fork().parse::<Ident>().ok();
        let value = match self.parse_made(input, end, None)? {
            Binding::Value(value) => value,
            Binding::Layer(_) | Binding::Broken => return Err(NotWhole),
        };
        self.values[value].is_used = true;
        let given = match name {
            Some(name) if is_name && value < self.inputs => Given::Input(name.unraw().to_string()),
            Some(name) if is_name => Given::Name(name.unraw().to_string()),
            _ => {
                let used = self.model.uses.last().expect("a value that has no name was made just now");
                Given::Layer(self.model.layers[used.layer].type_.text.clone())
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
            Some(Binding::Broken) => Some(Err(NotWhole)),
            Some(Binding::Layer(layer)) if is_call => {
                let _: syn::Result<Ident> = input.parse();
                Some(self.parse_use(input, name.span(), layer, name.span(), value_name))
            }
            Some(Binding::Layer(_)) => {
                let _: syn::Result<Ident> = input.parse();
                let message = match self.inputs {
                    0 => format!(
                        "`{name}` is a layer, and takes a value: write `let x = Input<…>;` in the first line, and `{name}(x)` here"
                    ),
                    _ => format!("`{name}` is a layer: write `{name}(…)`"),
                };
                Some(self.refuse(name.span(), message))
            }
            None if is_lower => {
                let _: syn::Result<Ident> = input.parse();
                self.unknown.push(name);
                Some(Err(NotWhole))
            }
            None => None,
        }
    }

    /// A layer's type and its settings: `Dense<4, 8, Relu> { l2: 1e-4 }`
    fn parse_layer(&mut self, input: ParseStream<'_>, end: Span) -> Result<Layer> {
        let place = input.span();
        if !input.peek(Ident) && !input.peek(Token![::]) {
            let place = if input.is_empty() { end } else { place };
            return self.refuse(place, "a layer or a value is expected here, such as `Dense<4, 8, Relu>(x)`");
        }
        let fork = input.fork();
        let type_ = match LayerType::parse(&fork, self.errors) {
            Ok(type_) => {
                input.advance_to(&fork);
                type_?
            }
            Err(error) => {
                let tokens = take_layer(input);
                arguments::explain(&tokens, &error, if tokens.is_empty() { place } else { end }, self.errors);
                return Err(NotWhole);
            }
        };
        if let Some((place, message)) = line::sizes_in_parentheses(&type_, input) {
            return self.refuse(place, message);
        }
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
        let mut outputs = Vec::new();
        if input.peek(Paren) {
            let Ok((parens, content)) = parenthesised(input) else {
                return self.refuse(place, "the output is expected here");
            };
            let mut whole = true;
            while !content.is_empty() {
                match self.parse_output_name(&content, end) {
                    Ok(output) => outputs.push(output),
                    Err(NotWhole) => {
                        whole = false;
                        skip_argument(&content);
                    }
                }
                if !content.is_empty() && content.parse::<Token![,]>().is_err() {
                    self.note(content.span(), "expected `,` or `)` behind an output");
                    skip_all(&content);
                    whole = false;
                }
            }
            if !whole {
                return Err(NotWhole);
            }
            if outputs.is_empty() {
                return self.refuse(parens.span.join(), "the output is missing: write its name here");
            }
        } else {
            outputs.push((self.parse_output(input, end)?, None));
        }
        if input.is_empty() {
            return Ok(outputs);
        }
        if let Some(message) = line::explain_operator(input) {
            return self.refuse(input.span(), message);
        }
        if input.peek(Token![;]) && line::is_last(input) {
            return self.refuse(
                input.span(),
                "the last line is the output: leave out this `;`, or write `let … =` before it",
            );
        }
        self.refuse(place, "the output stands in the last line; a value for later is made by `let … = …;`")
    }

    /// One of several outputs, which is a field of that name.
    fn parse_output_name(&mut self, input: ParseStream<'_>, end: Span) -> Result<(usize, Option<Ident>)> {
        let (place, fork) = (input.span(), input.fork());
        match fork.parse::<Ident>() {
            Ok(name) if fork.is_empty() || fork.peek(Token![,]) => {
                Ok((self.parse_output(input, end)?, Some(name)))
            }
            _ => self.refuse(
                place,
                "several outputs have names: write `let y = …;` in a line above, and `y` here",
            ),
        }
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

    /// Notes a mistake, behind which reading goes on.
    fn note(&mut self, place: Span, message: impl std::fmt::Display) {
        self.errors.add(place, message);
        self.model.whole = false;
    }

    /// Notes a mistake.
    fn refuse<T>(&mut self, place: Span, message: impl std::fmt::Display) -> Result<T> {
        self.errors.add(place, message);
        Err(NotWhole)
    }

    /// What can be said only behind the last line.
    fn finish(mut self, outputs: Option<Vec<(usize, Option<Ident>)>>, end: Span) {
        let has_unknown = !self.unknown.is_empty();
        for name in core::mem::take(&mut self.unknown) {
            let message = match self.names.contains_key(&name.unraw().to_string()) {
                true => format!(
                    "`{name}` is made further down: a graph is written from its inputs to its outputs, without a cycle"
                ),
                false => match self.similar_name(&name) {
                    Some(similar) => format!("`{name}` is not known: write `{similar}`?"),
                    None => {
                        format!(
                            "`{name}` is not known: a value is made by `let {name} = …;` before it is used"
                        )
                    }
                },
            };
            self.note(name.span(), message);
        }
        let was_whole = self.model.whole;
        if outputs.is_none() {
            let name = self.values.last_mut().and_then(|last| {
                last.is_used = true;
                last.name.clone()
            });
            let name = name.map_or_else(|| String::from("its name"), |name| format!("`{name}`"));
            let message =
                format!("the model's output is missing: write {name} in the last line, without `;`");
            self.note(end, message);
        }
        let outputs = outputs.unwrap_or_default();
        for (place, (value, name)) in outputs.iter().enumerate() {
            if outputs[..place].iter().any(|(other, _)| other == value) {
                self.note(name.as_ref().map_or(end, Ident::span), "this output is given twice");
            }
        }
        // One that seems to be unused may be meant by a name that is not known.
        if !has_unknown {
            self.tell_unused(was_whole);
        }
        self.model.outputs = outputs;
    }

    /// The name that may be meant by one that is not known.
    fn similar_name(&self, name: &Ident) -> Option<&str> {
        let name = name.unraw().to_string();
        // In the order of the text, so that the message is always the same.
        let values = self.values.iter().filter_map(|value| value.name.as_deref());
        let mut values = values.filter(|other| line::are_similar(&name, other));
        values.next()
    }

    /// Tells of values and layers that nobody takes. If the graph is not whole, only those are told that are
    /// written nowhere else.
    fn tell_unused(&mut self, was_whole: bool) {
        let is_alone = |name: &str| self.counts.get(name).is_some_and(|count| count.written == 1);
        let mut mistakes = Vec::new();
        for Value { place, name, is_used } in &self.values {
            if *is_used || !(was_whole || name.as_deref().is_some_and(is_alone)) {
                continue;
            }
            let name = name.as_ref().map_or_else(|| String::from("this value"), |name| format!("`{name}`"));
            mistakes.push((
                *place,
                format!(
                    "{name} is made and not used: give it to a layer, or to the outputs in the last line"
                ),
            ));
        }
        for (number, layer) in self.model.layers.iter().enumerate() {
            let Some(name) = &layer.name else { continue };
            let is_used = self.model.uses.iter().any(|used| used.layer == number);
            if !is_used && (was_whole || is_alone(&name.unraw().to_string())) {
                let message = format!("`{name}` is never used: write `{name}(…)`, or leave it out");
                mistakes.push((name.span(), message));
            }
        }
        for (place, message) in mistakes {
            self.note(place, message);
        }
    }
}
