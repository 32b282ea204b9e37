//! What stands in `model! { … }`: `pub struct Name < Layer, Layer { setting: value }, … >;`, or a graph in braces
//! (`graph.rs`). Both become the same: inputs, layers, and their uses in order.
//!
//! A mistake is noted, at the smallest token that is wrong and with what to write instead, and reading
//! goes on behind it; so each mistake of a model is told once, and all of them at a time.

use crate::{arguments, errors::Errors, graph, layer_type::LayerType, names::last_segment};
use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{
    Attribute, Expr, Ident, Token, Type, Visibility, braced,
    ext::IdentExt,
    parse::{ParseStream, Parser, discouraged::Speculative},
    spanned::Spanned,
    token::{Brace, Bracket, Paren},
};

/// What to write, for messages.
const EXAMPLE: &str = "pub struct Digits < Dense<784, 512, Relu>, Dense<512, 10, Softmax> >;";
/// A layer, for messages.
const LAYER: &str = "`Dense<784, 512, Relu>`";

/// A model as it is written. Values have numbers: first the inputs, then what each use of a layer makes.
pub(crate) struct Model {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
    /// What comes into a graph. Of a list the first layer says it, which may be an `Input`.
    pub(crate) inputs: Vec<ModelInput>,
    pub(crate) layers: Vec<Layer>,
    pub(crate) uses: Vec<Use>,
    /// The values that go out, with the names that are written of several.
    pub(crate) outputs: Vec<(usize, Option<Ident>)>,
    /// Whether all of it could be read. A model may be whole in spite of a mistake, if what was meant
    /// is plain, such as a missing `;`.
    pub(crate) whole: bool,
}

/// `let name = Input<…>;`
pub(crate) struct ModelInput {
    pub(crate) name: Ident,
    pub(crate) type_: LayerType,
}

/// One layer as it is written.
pub(crate) struct Layer {
    pub(crate) type_: LayerType,
    pub(crate) settings: Vec<Setting>,
    /// The name of a layer that may be used more than once: `let encoder = Dense<784, 64>;`
    pub(crate) name: Option<Ident>,
}

/// One use of a layer.
pub(crate) struct Use {
    /// The layer's number.
    pub(crate) layer: usize,
    /// The numbers of the values that it takes.
    pub(crate) taken: Vec<usize>,
    /// What gives them, for messages.
    pub(crate) given_by: Vec<Given>,
    /// Where the layer is used.
    pub(crate) place: Span,
}

/// What gives a value.
pub(crate) enum Given {
    /// A `let` of this name.
    Name(String),
    /// A layer as it is written.
    Layer(String),
    /// An input of this name.
    Input(String),
}

/// `rate: 0.5`
#[derive(Clone)]
pub(crate) struct Setting {
    pub(crate) name: Ident,
    pub(crate) value: Expr,
}

impl Layer {
    /// The last name of the layer's path: `Dense`.
    pub(crate) fn kind(&self) -> String {
        last_segment(&self.type_.type_)
            .map_or_else(|| String::from("layer"), |name| name.ident.unraw().to_string())
    }
}

impl Model {
    /// Reads a model. Where even its name cannot be read, there is none.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Errors) -> Option<Self> {
        if tokens.is_empty() {
            errors.add(Span::call_site(), format!("the model is missing: write `{EXAMPLE}`"));
            return None;
        }
        let end = last_span(tokens.clone());
        let parser = |input: ParseStream<'_>| {
            let mut model = Model::parse_head(input, errors)?;
            if input.peek(Brace) {
                model.parse_graph(input, errors)?;
            } else {
                model.parse_layers(input, end, errors);
                model.chain();
            }
            // Whatever is left has been judged.
            input.parse::<TokenStream>()?;
            Ok(model)
        };
        parser.parse2(tokens).map_err(|error| errors.add_syn(&error, end)).ok()
    }

    /// `/// doc`, `#[derive(…)]`, `pub struct Name`
    fn parse_head(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !input.peek(Token![struct]) {
            errors.add(input.span(), format!("a model is written as a struct: write `{EXAMPLE}`"));
            // The name is looked for, so that it does not seem to be missing where it is used.
            while !(input.is_empty()
                || input.peek(Token![struct])
                || input.peek(Ident) && input.peek2(Token![<]))
            {
                skip(input)?;
            }
        }
        input.parse::<Option<Token![struct]>>()?;
        if !input.peek(Ident::peek_any) {
            return Err(input.error("the model's name is missing: write `struct Digits <`"));
        }
        let name = input.parse()?;
        Ok(Model {
            attributes,
            visibility,
            name,
            inputs: Vec::new(),
            layers: Vec::new(),
            uses: Vec::new(),
            outputs: Vec::new(),
            whole: true,
        })
    }

    /// `{ let x = Input<4>; … }`
    fn parse_graph(&mut self, input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
        let content;
        let braces = braced!(content in input);
        graph::parse(self, &content, braces.span.close(), errors);
        if self.inputs.is_empty() && self.whole {
            let message = "the model's input is missing: write `let x = Input<…>;` in the first line";
            errors.add(braces.span.open(), message);
            self.whole = false;
        }
        input.parse::<Option<Token![;]>>()?;
        if !input.is_empty() {
            errors.add(input.span(), "a `model!` holds one model: write another `model!` for the next");
        }
        Ok(())
    }

    /// The uses of a list of layers: each takes what the one before gives.
    fn chain(&mut self) {
        let mut given = Given::Input(String::from("the input"));
        for (number, layer) in self.layers.iter().enumerate() {
            let place = layer.type_.span();
            self.uses.push(Use { layer: number, taken: vec![number], given_by: vec![given], place });
            given = Given::Layer(layer.type_.text.clone());
        }
        self.outputs.push((self.layers.len(), None));
    }

    /// `< Layer, Layer, … >;`
    fn parse_layers(&mut self, input: ParseStream<'_>, end: Span, errors: &mut Errors) {
        let open = input.span();
        if !input.peek(Token![<]) {
            let place = if input.is_empty() { end } else { open };
            errors.add(place, format!("expected `<` and the layers: write `{EXAMPLE}`"));
            self.whole &= input.peek(Ident) || input.peek(Token![::]);
            if !self.whole {
                return;
            }
        }
        let _: syn::Result<Option<Token![<]>> = input.parse();
        let (mut place, mut last) = (0, Ok(()));
        while !input.peek(Token![>]) {
            if input.is_empty() || input.peek(Token![;]) {
                // A layer that is wrong may have taken the `>`.
                if last.is_ok() {
                    let place = if input.is_empty() { end } else { input.span() };
                    errors.add(place, "the list of layers is not closed: write `>` before the `;`");
                }
                break;
            }
            if input.peek(Token![,]) {
                errors.add(input.span(), "a layer is missing before this comma");
            } else {
                last = self.parse_layer(place, input, end, errors);
                self.whole &= last.is_ok();
                place += 1;
            }
            parse_separator(input, errors);
        }
        let close = input.span();
        if input.parse::<Option<Token![>]>>().is_ok_and(|close| close.is_some()) && !input.peek(Token![;]) {
            let (place, message) = match input.peek(Token![>]) {
                true => (input.span(), "this `>` is one too many"),
                false => (close, "expected `;` after the layers: write `>;`"),
            };
            errors.add(place, message);
            let _: syn::Result<Token![>]> = input.parse();
        }
        let semicolon: Option<Token![;]> = input.parse().unwrap_or_default();
        if semicolon.is_some() && !input.is_empty() {
            errors.add(input.span(), "a `model!` holds one model: write another `model!` for the next");
        }
        if self.layers.is_empty() && self.whole {
            self.whole = false;
            errors.add(open, format!("a model has at least one layer: write `{EXAMPLE}`"));
        }
    }

    /// The layer with this place. If it is wrong, nothing is added; in any case something is read.
    fn parse_layer(
        &mut self,
        place: usize,
        input: ParseStream<'_>,
        end: Span,
        errors: &mut Errors,
    ) -> Result<(), NotWhole> {
        let type_ = parse_type(input, end, errors).and_then(|type_| {
            arguments::check(&type_, place, errors)?;
            Ok(type_)
        });
        let settings = if input.peek(Brace) { parse_settings(input, errors) } else { Ok(Vec::new()) };
        self.layers.push(Layer { type_: type_?, settings: settings?, name: None });
        Ok(())
    }
}

/// A mistake has been noted that leaves a gap in the model.
#[derive(Debug)]
pub(crate) struct NotWhole;

/// The type of a layer: `Dense<784, 512, Relu>`. If it is wrong, reading goes on behind it.
fn parse_type(input: ParseStream<'_>, end: Span, errors: &mut Errors) -> Result<LayerType, NotWhole> {
    let fork = input.fork();
    let expected = |_| syn::Error::new(input.span(), format!("a layer is expected here, such as {LAYER}"));
    let syntax_error = match LayerType::parse(&fork, errors) {
        Ok(layer) if !(fork.peek(Paren) || fork.peek(Bracket)) => {
            input.advance_to(&fork);
            return layer;
        }
        Ok(layer) => expected(layer.map(drop).ok()),
        Err(error) => input.fork().parse::<Type>().map_or(error, |_| expected(None)),
    };
    let tokens = take_item(input);
    arguments::explain(&tokens, &syntax_error, end, errors);
    Err(NotWhole)
}

/// The comma behind a layer, unless the list ends. Anything else is a mistake, and is read.
fn parse_separator(input: ParseStream<'_>, errors: &mut Errors) {
    let at_end = |input: ParseStream<'_>| input.is_empty() || input.peek(Token![>]) || input.peek(Token![;]);
    if at_end(input) || input.parse::<Option<Token![,]>>().is_ok_and(|comma| comma.is_some()) {
        return;
    }
    if input.peek(Ident) || input.peek(Token![::]) {
        errors.add(input.span(), "expected `,` between two layers: write a comma before this one");
        return;
    }
    errors.add(input.span(), "expected `,` or `>` after a layer");
    take_item(input);
    let _: syn::Result<Option<Token![,]>> = input.parse();
}

/// `{ setting: value, … }`
pub(crate) fn parse_settings(input: ParseStream<'_>, errors: &mut Errors) -> Result<Vec<Setting>, NotWhole> {
    let mut parse = |input: ParseStream<'_>| {
        let content;
        braced!(content in input);
        let mut settings: Vec<Setting> = Vec::new();
        let mut whole = true;
        while !content.is_empty() {
            match parse_setting(&content, errors) {
                Ok(Some(Setting { name, .. })) if settings.iter().any(|earlier| earlier.name == name) => {
                    errors.add(name.span(), format!("the setting `{name}` is given twice"));
                }
                Ok(setting) => settings.extend(setting),
                Err(NotWhole) => whole = false,
            }
        }
        Ok(whole.then_some(settings))
    };
    // The group is there, so that only its content can be wrong.
    parse(input).unwrap_or_else(|_: syn::Error| None).ok_or(NotWhole)
}

/// `rate: 0.5` and the comma behind it; in any case something is read. `None` if there is no value.
fn parse_setting(input: ParseStream<'_>, errors: &mut Errors) -> Result<Option<Setting>, NotWhole> {
    let place = input.span();
    let Ok(name) = input.parse::<Ident>() else {
        errors.add(place, "a setting is expected here: write `name: value`");
        skip_setting(input);
        return Err(NotWhole);
    };
    let colon = input.parse::<Option<Token![:]>>().is_ok_and(|colon| colon.is_some());
    if !colon && input.peek(Token![=]) {
        errors.add(input.span(), format!("expected `:` between a setting and its value: write `{name}: …`"));
        let _: syn::Result<Token![=]> = input.parse();
    } else if !colon || input.is_empty() || input.peek(Token![,]) {
        errors.add(name.span(), format!("a setting has a value: write `{name}: …`"));
        skip_setting(input);
        return Ok(None);
    }
    let value: Expr = input.parse().map_err(|error| {
        errors.add_syn(&error, name.span());
        skip_setting(input);
        NotWhole
    })?;
    if matches!(&value, Expr::Tuple(values) if values.elems.len() != 2) {
        let message = format!("`{name}` is one value, or a pair such as `(2, 1)`: rows, then columns");
        errors.add(value.span(), message);
        skip_setting(input);
        return Err(NotWhole);
    }
    if !input.is_empty() && input.parse::<Token![,]>().is_err() {
        match input.peek(Ident) {
            true => {
                errors.add(input.span(), "expected `,` between two settings: write a comma before this one");
            }
            false => {
                errors.add(input.span(), "expected `,` or `}` after a setting");
                skip_setting(input);
            }
        }
    }
    Ok(Some(Setting { name, value }))
}

/// Reads up to the next setting.
fn skip_setting(input: ParseStream<'_>) {
    while !input.is_empty() && input.parse::<Token![,]>().is_err() {
        let _: syn::Result<TokenTree> = input.parse();
    }
}

/// Reads what seems to be one item of the list: at least one token, up to a comma or a `>` outside of
/// all `<…>`, to a `;`, or to settings.
fn take_item(input: ParseStream<'_>) -> Vec<TokenTree> {
    let (mut tokens, mut depth) = (Vec::new(), 0_usize);
    while !input.is_empty() && !input.peek(Token![;]) {
        let at_end = input.peek(Token![,]) || input.peek(Token![>]) || input.peek(Brace);
        if depth == 0 && at_end && !tokens.is_empty() {
            break;
        }
        let Ok(token) = input.parse::<TokenTree>() else { break };
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        tokens.push(token);
    }
    tokens
}

/// Reads one token.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    input.parse::<TokenTree>().map(drop)
}

/// The place of the last token.
fn last_span(tokens: TokenStream) -> Span {
    tokens.into_iter().last().map_or_else(Span::call_site, |token| token.span())
}
